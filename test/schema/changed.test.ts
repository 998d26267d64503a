// schema/history.json, `changed`: arguments that have become optional or are of another kind than they were.
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';
import { importIntrospection } from '../../src/qapi/introspection/import.js';
import { objectOf, type Schema, typeOf } from '../../src/qapi/model.js';
import { bundled, readTable } from './bundled.js';
import { hasShared, recordedSchema, skipNote } from './facts.js';

type Removal = string | { readonly after: string; readonly by: string };
interface Changed {
  /** Until when it had to be given. */
  readonly mandatory?: Removal;
  /** Until when it was of that kind. */
  readonly was?: string;
  readonly until?: Removal;
}

const { changed } = readTable<{
  changed: Readonly<Record<string, Readonly<Record<string, Changed>>>>;
}>('history.json');

const RECORDS = [
  ['2.5', 'servers/qemu-2.5.0.replies'],
  ['2.12', 'servers/qemu-2.12.0.replies'],
  ['5.2', 'servers/qemu-5.2.0.replies'],
  ['7.2', 'facts/introspection-qemu-system-x86_64-7.2.22.json'],
  ['10.2', ''],
] as const;

function kindOf(schema: Schema, name: string): string | undefined {
  const type = typeOf(schema, name);
  return type?.kind === 'builtin' ? type.json : type?.kind;
}

/** `command member` → how the record differs from today's schema. */
function differencesOf(
  path: string,
): Map<string, { mandatory: boolean; was?: string | undefined }> {
  const schema = importIntrospection(parseJson(JSON.stringify(recordedSchema(path))));
  const found = new Map<string, { mandatory: boolean; was?: string | undefined }>();
  for (const kind of ['commands', 'events'] as const) {
    for (const { name, arg } of schema[kind].values()) {
      const today = objectOf(bundled, bundled[kind].get(name)?.arg)?.members ?? [];
      for (const old of objectOf(schema, arg)?.members ?? []) {
        const now = today.find(member => member.name === old.name);
        if (now === undefined) continue;
        const was = kindOf(schema, old.type);
        const isOther = was !== kindOf(bundled, now.type);
        const mandatory = now.optional && !old.optional;
        expect([name, old.name, old.optional && !now.optional]).toEqual([name, old.name, false]);
        if (isOther || mandatory)
          found.set(`${name} ${old.name}`, { mandatory, ...(isOther && { was }) });
      }
    }
  }
  return found;
}

function derived(): Record<string, Record<string, Changed>> {
  const table: Record<string, Record<string, Changed>> = {};
  for (const [index, [after, path]] of RECORDS.slice(0, -1).entries()) {
    const until = { after, by: RECORDS[index + 1]![0] };
    for (const [key, { mandatory, was }] of differencesOf(path)) {
      const [name = '', member = ''] = key.split(' ');
      const before = table[name]?.[member];
      const row = { ...before, ...(mandatory && { mandatory: until }), ...(was && { was, until }) };
      table[name] = { ...table[name], [member]: row };
    }
  }
  return table;
}

describe.skipIf(!hasShared)(`what was mandatory or of another kind${skipNote}`, () => {
  it('is told as recorded servers show it', () => {
    expect(changed).toEqual(derived());
  });
});

describe('what has changed', () => {
  it('is an argument that is there', () => {
    const paths = Object.entries(changed).flatMap(([command, rows]) =>
      Object.keys(rows).filter(
        name =>
          !objectOf(bundled, bundled.commands.get(command)?.arg)?.members.some(
            member => member.name === name,
          ),
      ),
    );
    expect(paths).toEqual([]);
  });
});
