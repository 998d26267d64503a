// The reader on whole documents of many eras, and on QEMU's own current tree, as far as they are at hand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';
import { isJsonArray, isJsonObject, type JsonValue } from '../../src/json/value.js';
import { type Member, objectOf, type Schema } from '../../src/qapi/model.js';
import { type ReadOptions, type ReadResult, readSchema } from '../../src/qapi/read-schema.js';
import { hasShared, SHARED } from '../shared.js';

const SKIPPED = hasShared ? '' : ' (SKIPPED: the shared folder is not here)';

function readShared(path: string, options: Omit<ReadOptions, 'readFile'> = {}): ReadResult {
  const readFile = (file: string): string => readFileSync(file, 'utf8');
  return readSchema(join(SHARED, path), { readFile, ...options });
}

const messages = (errors: readonly Error[]): readonly string[] =>
  errors.map(error => error.message);

describe.skipIf(!hasShared)(`QEMU's current schema reads without complaint${SKIPPED}`, () => {
  it.each([
    ['qapi-10.2/qapi/qapi-schema.json', false, 243],
    ['qapi-10.2/qapi/qapi-schema.json', true, 243],
    ['qapi-10.2/qga/qapi-schema.json', true, 44],
    ['qapi-10.2/storage-daemon/qapi/qapi-schema.json', true, 77],
  ])('%s, strict: %s', (path, strict, commands) => {
    const { schema, problems, warnings } = readShared(path, { strict });
    expect(messages([...problems, ...warnings])).toEqual([]);
    expect(schema.commands.size).toBe(commands);
  });
});

describe.skipIf(!hasShared)(`documents of old read as fragments${SKIPPED}`, () => {
  it.each([
    ['qapi-schema-1.1.json', 46, 0],
    ['block-core-2.2.json', 19, 3],
    ['transaction.json', 1, 12],
    ['yank.json', 2, 0],
    ['migration-7.0.json', 13, 1],
  ])('%s', (name, commands, missing) => {
    const { schema, problems, warnings } = readShared(`seeds/${name}`, { fragment: true });
    expect(messages(problems)).toEqual([]);
    expect(schema.commands.size).toBe(commands);
    expect(warnings.length).toBe(missing);
  });

  it('reads names, types and documentation of QEMU 1.1', () => {
    const { schema } = readShared('seeds/qapi-schema-1.1.json', { fragment: true });
    const eject = schema.commands.get('eject');
    expect(eject?.doc?.since).toBe('0.14');
    const [device, force] = objectOf(schema, eject?.arg)?.members ?? [];
    expect(device).toMatchObject({ name: 'device', type: 'str', optional: false });
    expect(force).toMatchObject({ name: 'force', type: 'bool', optional: true });
    expect(force?.doc?.summary).toBe('If true, eject regardless of whether the drive is locked.');
    expect(objectOf(schema, 'q_obj_VersionInfo-qemu')?.members.length).toBe(3);
  });

  it('types the implied parts of a simple union of QEMU 5.0', () => {
    const { schema } = readShared('seeds/transaction.json', { fragment: true });
    const action = objectOf(schema, 'TransactionAction');
    expect(action?.tag).toBe('type');
    expect(action?.branches?.[0]).toEqual({ value: 'abort', type: 'q_obj_Abort-wrapper' });
    expect(schema.types.get('TransactionActionKind')?.kind).toBe('enum');
  });
});

/** A definition of facts/qmp-10.2.json: names, types and versions, gathered by other means than this reader. */
function factsOf(section: string): readonly (readonly [string, JsonValue])[] {
  const facts = parseJson(readFileSync(join(SHARED, 'facts/qmp-10.2.json'), 'utf8'));
  const list = isJsonObject(facts) ? facts[section] : undefined;
  return isJsonObject(list) ? Object.entries(list) : [];
}

function statedMembers(fact: JsonValue, key: string): readonly string[] | undefined {
  const rows = isJsonObject(fact) ? fact[key] : undefined;
  if (!isJsonArray(rows)) return undefined;
  return rows.map(row => {
    if (!isJsonObject(row)) return '';
    const type = isJsonArray(row.type) ? `[${row.type}]` : String(row.type);
    return showMember(String(row.name), type, row.optional === true, row.since);
  });
}

/** `since` is left out where the facts know a member from recorded replies only: `after 7.2`. */
function showMember(
  name: string,
  type: string,
  optional: boolean,
  since: JsonValue | undefined,
): string {
  const isStated = typeof since === 'string' && !since.startsWith('after');
  return `${optional ? '*' : ''}${name}: ${type}${isStated ? ` since ${since}` : ''}`;
}

/** The members as read, their versions left out where the facts have none. */
function readMembers(members: readonly Member[], stated: readonly string[]): readonly string[] {
  return members.map(({ name, type, optional, doc }) => {
    const bare = showMember(name, type, optional, undefined);
    return stated.includes(bare) ? bare : showMember(name, type, optional, doc?.since);
  });
}

/** `10.2.0` and `10.2` are one. */
function statedSince(fact: JsonValue): string | undefined {
  const since = isJsonObject(fact) ? fact.since : undefined;
  return typeof since === 'string' ? since.replace(/^(\d+\.\d+)\.0$/, '$1') : undefined;
}

describe.skipIf(!hasShared)(`what is read of 10.2 agrees with the facts${SKIPPED}`, () => {
  const { schema }: { schema: Schema } = hasShared
    ? readShared('qapi-10.2/qapi/qapi-schema.json')
    : { schema: { commands: new Map(), events: new Map(), types: new Map() } };

  it.each([
    ['commands', schema.commands],
    ['events', schema.events],
  ] as const)('%s, their arguments and versions', (section, read) => {
    const facts = factsOf(section);
    expect([...read.keys()].sort()).toEqual(facts.map(([name]) => name).sort());
    for (const [name, fact] of facts) {
      const definition = read.get(name);
      expect([name, definition?.doc?.since]).toEqual([name, statedSince(fact)]);
      const stated = statedMembers(fact, 'members');
      const members = objectOf(schema, definition?.arg)?.members ?? [];
      if (stated) expect([name, readMembers(members, stated)]).toEqual([name, stated]);
    }
  });

  it('types, their own members and versions', () => {
    for (const [name, fact] of factsOf('types')) {
      const type = schema.types.get(name);
      expect(type?.name).toBe(name);
      const stated = statedMembers(fact, 'members') ?? statedMembers(fact, 'base');
      if (stated === undefined || type?.kind !== 'object') continue;
      expect([name, type.doc?.since]).toEqual([name, statedSince(fact)]);
      const own = type.members.slice(type.members.length - stated.length);
      expect([name, readMembers(own, stated)]).toEqual([name, stated]);
    }
  });
});
