// The closure promise, walked: a line is completed by the engine's own first candidates until nothing is lacking.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import annotations from '../../schema/annotations.json' with { type: 'json' };
import { complete } from '../../src/completion/complete.js';
import { parseJson } from '../../src/json/parse.js';
import { isJsonArray, isJsonObject, type JsonValue } from '../../src/json/value.js';
import { importIntrospection } from '../../src/qapi/introspection/import.js';
import {
  type Member,
  type ObjectType,
  objectOf,
  type Schema,
  typeOf,
} from '../../src/qapi/model.js';
import { annotationsFrom } from '../../src/shell/annotations.js';
import { SHARED } from '../shared.js';

const TABLE = annotationsFrom(annotations);
/** No command needs more; a line that goes on without end is a defect. */
const MOST_STEPS = 60;

/** What is given where no candidate is: `1`, but files in a folder of their own, if there is one. */
export interface Examples {
  readonly folder?: string;
}

/** The line completed; throws where it does not come to an end. */
export function closed(start: string, schema: Schema, examples: Examples = {}): string {
  let line = start;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = nextLine(line, schema, examples);
    if (next === undefined) return line;
    line = next;
  }
  throw new Error(`no end: ${line}`);
}

/** The line with one step more: the first mandatory member, or a value; undefined where nothing is lacking. */
function nextLine(line: string, schema: Schema, { folder }: Examples): string | undefined {
  const cursor = line.length;
  const { replace, candidates, wants } = complete({ line, cursor, schema, annotations: TABLE });
  const isValue = line.endsWith('=');
  const chosen = isValue ? candidates[0] : candidates.find(row => row.mandatory);
  const isFile = folder !== undefined && wants.some(want => want.kind === 'file');
  if (chosen === undefined) return isValue ? `${line}${isFile ? `${folder}/` : ''}1 ` : undefined;
  return line.slice(0, replace[0]) + chosen.insert + line.slice(replace[1]);
}

/** A value of a discriminator: the line that chooses it, and what it is called. */
export interface BranchLine {
  readonly name: string;
  readonly start: string;
}

/** Lines that choose each branch of each union among the arguments of all commands, at any depth. */
export function branchLines(schema: Schema): readonly BranchLine[] {
  return [...schema.commands.values()].flatMap(({ name, arg }) => {
    if (arg === undefined) return [];
    return branchesBelow({ schema, tried: new Set() }, arg, {
      line: `${name} `,
      way: '',
      above: [],
      isNested: false,
    });
  });
}

interface Search {
  readonly schema: Schema;
  /** Types that were looked into; what is within a definition of its own kind (a driver's driver) is another. */
  readonly tried: Set<string>;
}

/** Where an object is: the line that leads to it, the dotted way, and the types around it. */
interface Spot {
  readonly line: string;
  readonly way: string;
  readonly above: readonly string[];
  /** Within a definition of its own kind. */
  readonly isNested: boolean;
}

function branchesBelow(search: Search, name: string, spot: Spot): readonly BranchLine[] {
  const type = objectOf(search.schema, name);
  const isNested = spot.isNested || spot.above.includes(name);
  const key = `${name} ${isNested}`;
  if (type === undefined || search.tried.has(key)) return [];
  search.tried.add(key);
  const within = { ...spot, isNested, above: [...spot.above, name] };
  const chosen = tagLines(search.schema, type, within);
  const inBranches = chosen.flatMap(({ start, branch }) =>
    branch === undefined ? [] : membersBelow(search, branch.members, { ...within, line: start }),
  );
  return [...chosen, ...membersBelow(search, type.members, within), ...inBranches];
}

function membersBelow(
  search: Search,
  members: readonly Member[],
  spot: Spot,
): readonly BranchLine[] {
  return members.flatMap(member => {
    const [inner, step] = innerObject(search.schema, member.type, `${spot.way}${member.name}`);
    return inner === undefined ? [] : branchesBelow(search, inner, { ...spot, way: `${step}.` });
  });
}

interface ChosenBranch extends BranchLine {
  readonly branch: ObjectType | undefined;
}

function tagLines(schema: Schema, type: ObjectType, { line, way }: Spot): readonly ChosenBranch[] {
  const tag = type.members.find(member => member.name === type.tag);
  const values = tag && typeOf(schema, tag.type);
  if (tag === undefined || values?.kind !== 'enum') return [];
  return values.values.map(({ name }) => {
    const branch = type.branches?.find(row => row.value === name);
    const start = `${line}${way}${tag.name}=${name} `;
    return { name, start, branch: objectOf(schema, branch?.type) };
  });
}

function innerObject(
  schema: Schema,
  name: string,
  way: string,
): readonly [string | undefined, string] {
  const type = typeOf(schema, name);
  if (type?.kind === 'object') return [name, way];
  if (type?.kind === 'array') return innerObject(schema, type.element, `${way}.0`);
  if (type?.kind !== 'alternate') return [undefined, way];
  const inner = type.alternatives.find(row => typeOf(schema, row.type)?.kind === 'object');
  return [inner?.type, way];
}

/** The schema among the recorded replies of an old server. */
export function recordedSchema(version: string): Schema {
  const text = readFileSync(join(SHARED, 'servers', `qemu-${version}.replies`), 'utf8');
  const replies = text.split(/\n\n+/).filter(part => part.trim() !== '');
  const values = replies.map(part => parseJson(part));
  const found = values.map(returned).find(isIntrospection);
  if (found === undefined) throw new Error(`no schema recorded of ${version}`);
  return importIntrospection(found);
}

function returned(message: JsonValue): JsonValue | undefined {
  return isJsonObject(message) ? message.return : undefined;
}

function isIntrospection(value: JsonValue | undefined): value is JsonValue {
  const first = isJsonArray(value) ? value[0] : undefined;
  return isJsonObject(first) && 'meta-type' in first;
}
