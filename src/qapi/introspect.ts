// A Schema -> what query-qmp-schema would answer for it, as QEMU's own generator (scripts/qapi/introspect.py)
// makes it, but for type names, which are not masked. Conditions count as true.
import type { JsonObject } from '../json/value.js';
import {
  type BuiltinType,
  type Command,
  type EnumType,
  type Event,
  type Marks,
  type Member,
  type ObjectType,
  type Schema,
  type SchemaType,
  type TypeName,
  typeOf,
} from './model.js';

/** The object type without members, which stands for no arguments and no result. */
const EMPTY = 'q_empty';
const EMPTY_TYPE: ObjectType = { kind: 'object', name: EMPTY, members: [] };

/** A type of the language that servers tell as an enumeration; qapi-code-gen.rst, "Built-in Types". */
const QTYPE: EnumType = {
  kind: 'enum',
  name: 'QType',
  values: ['none', 'qnull', 'qnum', 'qstring', 'qdict', 'qlist', 'qbool'].map(name => ({ name })),
};

/**
 * The entries of the reply: commands, events, then the types they reach, in the order in which these are met. A
 * name that the schema does not know (a fragment) is used and has no entry.
 */
export function introspect(schema: Schema): readonly JsonObject[] {
  const uses = new TypeUses(schema);
  const entries: JsonObject[] = [];
  for (const command of schema.commands.values()) entries.push(commandEntry(command, uses));
  for (const event of schema.events.values()) entries.push(eventEntry(event, uses));
  // Describing a type may use more of them: the list grows while it is walked.
  for (const type of uses.types) entries.push(typeEntry(type, uses));
  return entries;
}

/** The types used so far. */
class TypeUses {
  readonly #schema: Schema;
  readonly #seen = new Set<TypeName>();
  readonly types: SchemaType[] = [];

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** Notes that a type is used, and gives the name by which introspection knows it. */
  use(name: TypeName | undefined): string {
    if (name === undefined) return this.#add(EMPTY, EMPTY_TYPE);
    const type = this.find(name);
    if (type === undefined) return name;
    if (type.kind === 'builtin') return this.#addBuiltin(type);
    this.#add(name, type);
    return type.kind === 'array' ? `[${this.use(type.element)}]` : name;
  }

  find(name: TypeName): SchemaType | undefined {
    return typeOf(this.#schema, name);
  }

  /** Every integer type is known as `int`. */
  #addBuiltin(type: BuiltinType): string {
    if (type.name === QTYPE.name) return this.#add(type.name, QTYPE);
    const name = type.json === 'int' ? 'int' : type.name;
    return this.#add(name, { kind: 'builtin', name, json: type.json });
  }

  #add(name: string, type: SchemaType): string {
    if (!this.#seen.has(name)) this.types.push(type);
    this.#seen.add(name);
    return name;
  }
}

function commandEntry(command: Command, uses: TypeUses): JsonObject {
  return {
    name: command.name,
    'meta-type': 'command',
    'arg-type': uses.use(command.arg),
    'ret-type': uses.use(command.ret),
    ...(command.allowOob && { 'allow-oob': true }),
    ...features(command),
  };
}

function eventEntry(event: Event, uses: TypeUses): JsonObject {
  const { name, arg } = event;
  return { name, 'meta-type': 'event', 'arg-type': uses.use(arg), ...features(event) };
}

function typeEntry(type: SchemaType, uses: TypeUses): JsonObject {
  const { name } = type;
  switch (type.kind) {
    case 'builtin': {
      const json = type.json === 'any' ? 'value' : type.json;
      return { name, 'meta-type': 'builtin', 'json-type': json };
    }
    case 'array': {
      const element = uses.use(type.element);
      return { name: `[${element}]`, 'meta-type': 'array', 'element-type': element };
    }
    case 'enum':
      return enumEntry(type);
    case 'alternate': {
      const members = type.alternatives.map(({ type: of }) => ({ type: uses.use(of) }));
      return { name, 'meta-type': 'alternate', members, ...features(type) };
    }
    case 'object':
      return objectEntry(type, uses);
  }
}

function enumEntry(type: EnumType): JsonObject {
  const { name } = type;
  const members = type.values.map(value => ({ name: value.name, ...features(value) }));
  const values = type.values.map(value => value.name);
  return { name, 'meta-type': 'enum', members, values, ...features(type) };
}

function objectEntry(type: ObjectType, uses: TypeUses): JsonObject {
  const members = type.members.map(member => memberEntry(member, uses));
  const entry = { name: type.name, 'meta-type': 'object', members, ...features(type) };
  if (type.tag === undefined) return entry;
  return { ...entry, tag: type.tag, variants: variantEntries(type, uses) };
}

function memberEntry(member: Member, uses: TypeUses): JsonObject {
  return {
    name: member.name,
    type: uses.use(member.type),
    ...(member.optional && { default: null }),
    ...features(member),
  };
}

/** The branches that are written, then one without members for each other value of the discriminator. */
function variantEntries(type: ObjectType, uses: TypeUses): readonly JsonObject[] {
  const branches = type.branches ?? [];
  const written = branches.map(({ value, type: of }) => ({ case: value, type: uses.use(of) }));
  const tag = type.members.find(member => member.name === type.tag);
  const tagType = tag && uses.find(tag.type);
  const values = tagType?.kind === 'enum' ? tagType.values : [];
  const known = new Set(branches.map(branch => branch.value));
  const others = values.filter(({ name }) => !known.has(name));
  return [...written, ...others.map(({ name }) => ({ case: name, type: uses.use(undefined) }))];
}

function features(marked: Marks): JsonObject {
  const { features: list = [] } = marked;
  return list.length === 0 ? {} : { features: list };
}
