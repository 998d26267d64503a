// What tells two introspection replies apart, of which one may have masked names: both are walked side by side from
// the commands and events they share, and every difference met is one row.
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../src/json/value.js';

type Part = 'command' | 'event' | 'member' | 'value' | 'branch';
type Aspect = 'kind' | 'tag' | 'order' | 'features' | 'optional' | 'oob' | 'keys';

/** `+` only ours has it, `-` only theirs, `~` both have it and say different things. */
export type Mark = `+${Part}` | `-${Part}` | `~${Aspect}`;

export interface Difference extends Place {
  readonly mark: Mark;
}

/** A command, event or type, by our name, and a member, value or branch of it; no name for all of it. */
interface Place {
  readonly owner: string;
  readonly name: string;
}

/** `+member MigrationInfo.vfio`, `~optional q_obj_migrate-arg.uri`. */
export function showDifference({ mark, owner, name }: Difference): string {
  return `${mark} ${owner}${name === '' ? '' : `.${name}`}`;
}

type Entries = ReadonlyMap<string, JsonObject>;

interface Walk {
  readonly ours: Entries;
  readonly theirs: Entries;
  readonly found: Map<string, Difference>;
  /** Pairs of type names, with where they were met; the walk goes on while the list grows. */
  readonly pairs: Map<string, readonly [string, string, Place]>;
}

/** @param isPart whether ours is a fragment: what only theirs has is then no difference. */
export function replyDifferences(
  ours: readonly JsonValue[],
  theirs: readonly JsonValue[],
  isPart = false,
): readonly Difference[] {
  const walk: Walk = {
    ours: byName(ours),
    theirs: byName(theirs),
    found: new Map(),
    pairs: new Map(),
  };
  for (const entry of walk.ours.values()) if (isCall(entry)) compareCall(walk, entry);
  for (const entry of walk.theirs.values()) {
    const isOurs = walk.ours.has(text(entry.name));
    if (isCall(entry) && !isOurs && !isPart) note(walk, `-${kindOf(entry)}`, all(text(entry.name)));
  }
  for (const pair of walk.pairs.values()) compareTypes(walk, ...pair);
  return [...walk.found.values()];
}

function byName(reply: readonly JsonValue[]): Entries {
  return new Map(reply.filter(isJsonObject).map(entry => [text(entry.name), entry]));
}

function isCall(entry: JsonObject): boolean {
  return entry['meta-type'] === 'command' || entry['meta-type'] === 'event';
}

function kindOf(entry: JsonObject): 'command' | 'event' {
  return entry['meta-type'] === 'event' ? 'event' : 'command';
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function note({ found }: Walk, mark: Mark, { owner, name }: Place): void {
  const difference = { mark, owner, name };
  found.set(showDifference(difference), difference);
}

/** A definition as a place. */
function all(owner: string): Place {
  return { owner, name: '' };
}

function compareCall(walk: Walk, entry: JsonObject): void {
  const name = text(entry.name);
  const other = walk.theirs.get(name);
  if (other === undefined) {
    note(walk, `+${kindOf(entry)}`, all(name));
    return;
  }
  compareKeys(walk, name, entry, other);
  compareFeatures(walk, entry, other, all(name));
  if (entry['allow-oob'] !== other['allow-oob']) note(walk, '~oob', all(name));
  for (const key of ['arg-type', 'ret-type']) {
    addPair(walk, entry[key], other[key], { owner: name, name: key });
  }
}

/** Which keys an entry has is part of its form. `features` have a row of their own, enums say theirs twice. */
function compareKeys(walk: Walk, owner: string, entry: JsonObject, other: JsonObject): void {
  const keys = (row: JsonObject) =>
    Object.keys(row)
      .filter(key => !['features', 'allow-oob', 'tag', 'variants'].includes(key))
      .filter(key => row['meta-type'] !== 'enum' || key !== 'members')
      .sort()
      .join();
  if (keys(entry) !== keys(other)) note(walk, '~keys', all(owner));
}

function compareFeatures(walk: Walk, one: JsonObject, other: JsonObject, place: Place): void {
  const list = (row: JsonObject) => JSON.stringify(row.features ?? []);
  if (list(one) !== list(other)) note(walk, '~features', place);
}

function addPair(
  { pairs }: Walk,
  one: JsonValue | undefined,
  other: JsonValue | undefined,
  place: Place,
): void {
  const names = [text(one), text(other)] as const;
  const key = names.join(' ');
  if (key !== ' ' && !pairs.has(key)) pairs.set(key, [...names, place]);
}

function compareTypes(walk: Walk, ourName: string, theirName: string, place: Place): void {
  const ours = walk.ours.get(ourName);
  const theirs = walk.theirs.get(theirName);
  // A type that a fragment does not tell.
  if (ours === undefined) return;
  if (theirs === undefined || ours['meta-type'] !== theirs['meta-type']) {
    note(walk, '~kind', place);
    return;
  }
  compareKeys(walk, ourName, ours, theirs);
  compareFeatures(walk, ours, theirs, all(ourName));
  compareParts(walk, ourName, ours, theirs);
}

function compareParts(walk: Walk, owner: string, ours: JsonObject, theirs: JsonObject): void {
  switch (ours['meta-type']) {
    case 'builtin':
      if (ours['json-type'] !== theirs['json-type']) note(walk, '~kind', all(owner));
      return;
    case 'array':
      addPair(walk, ours['element-type'], theirs['element-type'], all(owner));
      return;
    case 'enum':
      compareValues(walk, owner, ours, theirs);
      return;
    case 'alternate':
      compareAlternatives(walk, owner, rows(ours.members), rows(theirs.members));
      return;
    default:
      compareObjects(walk, owner, ours, theirs);
  }
}

function rows(list: JsonValue | undefined): readonly JsonObject[] {
  return isJsonArray(list) ? list.filter(isJsonObject) : [];
}

/** Servers before 6.2 tell `values` alone, without features. */
function compareValues(walk: Walk, owner: string, ours: JsonObject, theirs: JsonObject): void {
  const listed = (entry: JsonObject) =>
    isJsonArray(entry.values) ? entry.values.map(name => ({ name })) : [];
  const told = theirs.members === undefined ? listed(theirs) : rows(theirs.members);
  for (const [one, other] of common(walk, 'value', owner, [rows(ours.members), told])) {
    if (theirs.members !== undefined)
      compareFeatures(walk, one, other, { owner, name: text(one.name) });
  }
}

function compareAlternatives(
  walk: Walk,
  owner: string,
  ours: readonly JsonObject[],
  theirs: readonly JsonObject[],
): void {
  if (ours.length !== theirs.length) note(walk, '~kind', all(owner));
  for (const [at, one] of ours.entries())
    addPair(walk, one.type, theirs[at]?.type, { owner, name: `${at}` });
}

function compareObjects(walk: Walk, owner: string, ours: JsonObject, theirs: JsonObject): void {
  const members = [rows(ours.members), rows(theirs.members)] as const;
  for (const [one, other] of common(walk, 'member', owner, members)) {
    const place = { owner, name: text(one.name) };
    compareFeatures(walk, one, other, place);
    if ('default' in one !== 'default' in other) note(walk, '~optional', place);
    addPair(walk, one.type, other.type, place);
  }
  if (ours.tag !== theirs.tag) note(walk, '~tag', all(owner));
  const variants = [rows(ours.variants), rows(theirs.variants)] as const;
  for (const [one, other] of common(walk, 'branch', owner, variants)) {
    addPair(walk, one.type, other.type, { owner, name: text(one.case) });
  }
}

/** The rows of both by their names; what only one has, and another order of what both have, is noted. */
function common(
  walk: Walk,
  what: 'member' | 'value' | 'branch',
  owner: string,
  [ours, theirs]: readonly [readonly JsonObject[], readonly JsonObject[]],
): readonly (readonly [JsonObject, JsonObject])[] {
  const nameOf = (row: JsonObject) => text(what === 'branch' ? row.case : row.name);
  const [ourNames, theirNames] = [ours.map(nameOf), theirs.map(nameOf)];
  const onlyOurs = ourNames.filter(name => !theirNames.includes(name));
  const onlyTheirs = theirNames.filter(name => !ourNames.includes(name));
  for (const name of onlyOurs) note(walk, `+${what}`, { owner, name });
  for (const name of onlyTheirs) note(walk, `-${what}`, { owner, name });
  const inOurs = ourNames.filter(name => !onlyOurs.includes(name));
  const inTheirs = theirNames.filter(name => !onlyTheirs.includes(name));
  if (inOurs.join() !== inTheirs.join()) note(walk, '~order', all(owner));
  return ours.flatMap(row => {
    const other = theirs.find(each => nameOf(each) === nameOf(row));
    return other === undefined ? [] : [[row, other] as const];
  });
}
