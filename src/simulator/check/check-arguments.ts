// Arguments against the schema that is announced, in the order and the words of QEMU's input visitor. The first
// mistake counts: members are looked at in the order of the schema, what is left over last.
import {
  isJsonObject,
  JsonNumber,
  type JsonObject,
  type JsonValue,
  own,
} from '../../json/value.js';
import {
  type AlternateType,
  type BuiltinType,
  type Command,
  type EnumType,
  type ObjectType,
  type Schema,
  type SchemaType,
  type TypeName,
  typeOf,
} from '../../qapi/model.js';
import { type Refusal, refusal } from '../refusal.js';

/** @throws Refusal for the first mistake. */
export function checkArguments(schema: Schema, command: Command, args: JsonObject): void {
  if (!command.closed) return;
  const type = command.arg === undefined ? undefined : typeOf(schema, command.arg);
  if (type === undefined) {
    checkLeft(Object.keys(args), '');
    return;
  }
  visit({ schema, path: '', name: undefined }, type, args);
}

/** @throws Refusal for the first mistake in a value of that type. */
export function checkValue(schema: Schema, type: TypeName, name: string, value: JsonValue): void {
  visitNamed({ schema, path: '', name: undefined }, type, name, value);
}

interface Place {
  readonly schema: Schema;
  /** The way from the arguments: `actions[0].data`. */
  readonly path: string;
  /** The last member's own name; undefined in a list. */
  readonly name: string | undefined;
}

function visitNamed(place: Place, type: TypeName, name: string, value: JsonValue): void {
  const path = place.path === '' ? name : `${place.path}.${name}`;
  const found = typeOf(place.schema, type);
  if (found !== undefined) visit({ ...place, path, name }, found, value);
}

function visit(place: Place, type: SchemaType, value: JsonValue): void {
  switch (type.kind) {
    case 'object':
      if (!isJsonObject(value)) throw wrongType(place.path, 'object');
      visitObject(place, type, value);
      return;
    case 'array':
      visitArray(place, type.element, value);
      return;
    case 'enum':
      visitEnum(place, type, value);
      return;
    case 'alternate':
      visitAlternate(place, type, value);
      return;
    case 'builtin':
      visitBuiltin(place, type, value);
      return;
  }
}

function visitObject(place: Place, type: ObjectType, value: JsonObject): void {
  const seen = new Set<string>();
  visitMembers(place, type, value, seen);
  checkLeft(
    Object.keys(value).filter(name => !seen.has(name)),
    place.path,
  );
}

/** The members of the type and of the branch that is chosen; a branch may be a union again. */
function visitMembers(place: Place, type: ObjectType, value: JsonObject, seen: Set<string>): void {
  for (const member of type.members) {
    if (seen.has(member.name)) continue;
    seen.add(member.name);
    const given = own(value, member.name);
    if (given !== undefined) visitNamed(place, member.type, member.name, given);
    else if (!member.optional) {
      const path = place.path === '' ? member.name : `${place.path}.${member.name}`;
      throw refusal(`Parameter '${path}' is missing`);
    }
  }
  const chosen = type.tag === undefined ? undefined : own(value, type.tag);
  const branch = type.branches?.find(each => each.value === chosen);
  const inner = branch === undefined ? undefined : typeOf(place.schema, branch.type);
  if (inner?.kind === 'object') visitMembers(place, inner, value, seen);
}

function checkLeft([first]: readonly string[], path: string): void {
  if (first === undefined) return;
  throw refusal(`Parameter '${path === '' ? first : `${path}.${first}`}' is unexpected`);
}

function visitArray(place: Place, element: TypeName, value: JsonValue): void {
  if (!Array.isArray(value)) throw wrongType(place.path, 'array');
  const type = typeOf(place.schema, element);
  if (type === undefined) return;
  value.forEach((item, index) => {
    visit({ ...place, path: `${place.path}[${index}]`, name: undefined }, type, item);
  });
}

function visitEnum(place: Place, type: EnumType, value: JsonValue): void {
  if (typeof value !== 'string') throw wrongType(place.path, 'string');
  if (type.values.some(row => row.name === value)) return;
  throw refusal(`Parameter '${place.name ?? 'null'}' does not accept value '${value}'`);
}

function visitAlternate(place: Place, type: AlternateType, value: JsonValue): void {
  const fitting = type.alternatives
    .map(({ type: name }) => typeOf(place.schema, name))
    .find(each => each !== undefined && isOfForm(each, value));
  if (fitting === undefined) throw wrongType(place.name ?? 'null', type.name);
  visit(place, fitting, value);
}

/** By what an alternate chooses: the JSON type alone. */
function isOfForm(type: SchemaType, value: JsonValue): boolean {
  switch (type.kind) {
    case 'object':
      return isJsonObject(value);
    case 'array':
      return Array.isArray(value);
    case 'enum':
      return typeof value === 'string';
    case 'alternate':
      return true;
    case 'builtin':
      return isOfBuiltin(type, value);
  }
}

function isOfBuiltin({ json }: BuiltinType, value: JsonValue): boolean {
  switch (json) {
    case 'string':
      return typeof value === 'string';
    case 'int':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint' || value instanceof JsonNumber;
    case 'boolean':
      return typeof value === 'boolean';
    case 'null':
      return value === null;
    case 'any':
      return true;
  }
}

function visitBuiltin(place: Place, type: BuiltinType, value: JsonValue): void {
  if (type.json === 'int') {
    visitInteger(place, type, value);
    return;
  }
  if (isOfBuiltin(type, value)) return;
  throw wrongType(place.path, EXPECTED[type.json]);
}

const EXPECTED = {
  string: 'string',
  int: 'integer',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
  any: 'any',
} as const;

const INT64 = [-(2n ** 63n), 2n ** 63n - 1n] as const;

/** Read as 64 bits first, and then held to the range of the type. */
function visitInteger({ path, name }: Place, type: BuiltinType, value: JsonValue): void {
  const isInteger = typeof value === 'number' || typeof value === 'bigint';
  const isUnsigned = type.name.startsWith('uint') || type.name === 'size';
  if (!isInteger) {
    throw isUnsigned ? refusal(`Parameter '${path}' expects uint64`) : wrongType(path, 'integer');
  }
  const number = BigInt(value);
  if (!isUnsigned && (number < INT64[0] || number > INT64[1])) throw wrongType(path, 'integer');
  if (!isUnsigned && type.range === undefined) return;
  if (/^u?int(64)?$|^size$/.test(type.name)) return;
  const [least, greatest] = type.range ?? INT64;
  if (number >= least && number <= greatest) return;
  throw refusal(`Parameter '${name ?? 'null'}' expects ${type.name}_t`);
}

function wrongType(path: string, expected: string): Refusal {
  return refusal(
    `Invalid parameter type for '${path === '' ? 'null' : path}', expected: ${expected}`,
  );
}
