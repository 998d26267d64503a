// schema/history.json: what went, when, and what does it now.
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';
import {
  type GoneRow as Gone,
  type History as StoryHistory,
  storyOf,
  tellStory,
} from '../../src/qapi/history.js';
import { importIntrospection } from '../../src/qapi/introspection/import.js';
import type { Schema } from '../../src/qapi/model.js';
import { hasFeature, objectOf } from '../../src/qapi/model.js';
import { overlaySchema } from '../../src/qapi/overlay.js';
import { bundled, reaches, readTable, removed } from './bundled.js';
import { hasShared, recordedSchema, type Sighting, sightings, skipNote } from './facts.js';

interface Deprecated {
  readonly instead: readonly string[];
}
interface History {
  readonly came: StoryHistory['came'];
  readonly commands: Readonly<Record<string, Gone>>;
  readonly events: Readonly<Record<string, Gone>>;
  readonly members: Readonly<Record<string, Readonly<Record<string, Gone>>>>;
  readonly values: Readonly<Record<string, Readonly<Record<string, Gone>>>>;
  readonly deprecated: {
    readonly commands: Readonly<Record<string, Deprecated>>;
    readonly members: Readonly<Record<string, Readonly<Record<string, Deprecated>>>>;
  };
}

const history = readTable<History>('history.json');
const argument = (schema: Schema, command: string) =>
  objectOf(schema, schema.commands.get(command)?.arg);
const hasMember = (command: string, path: string) =>
  reaches(bundled, bundled.commands.get(command)?.arg, path);

describe.each(['commands', 'events'] as const)('%s that are gone', kind => {
  const names = Object.keys(history[kind]);

  it('are not in the bundled schema', () => {
    expect(names.filter(name => bundled[kind].has(name))).toEqual([]);
  });

  it('keep their signature and description', () => {
    expect(names.filter(name => !removed[kind].get(name)?.doc?.summary)).toEqual([]);
  });

  it('are told to be as old as their description says', () => {
    const ages = names.map(name => [name, removed[kind].get(name)?.doc?.since]);
    expect(ages).toEqual(names.map(name => [name, history[kind][name]?.since]));
  });

  it('name in their stead what is there', () => {
    const instead = Object.values(history[kind]).flatMap(row => row.instead);
    expect(instead.filter(name => !bundled[kind].has(name))).toEqual([]);
  });
});

describe('the stories', () => {
  it.each([
    [
      'change',
      "'change' was removed in QEMU 6.0; use 'blockdev-change-medium' or 'change-vnc-password'",
    ],
    ['blockdev-set-active', "'blockdev-set-active' came with QEMU 10.0; this server is 7.2.22"],
    ['query-sev', "QEMU 7.2.22 can have 'query-sev', but this build or machine has not"],
  ])('of %s on 7.2.22', (name, told) => {
    const story = storyOf({ history, bundled }, 'commands', name, '7.2.22');
    expect(story && tellStory(`'${name}'`, '7.2.22', story, () => true)).toBe(told);
  });
});

describe('members that are gone', () => {
  it('are of commands that are there, without them', () => {
    for (const [command, members] of Object.entries(history.members)) {
      expect(bundled.commands.has(command)).toBe(true);
      expect(Object.keys(members).filter(name => hasMember(command, name))).toEqual([]);
    }
  });

  it('name in their stead a member or a command that is there', () => {
    const claims = Object.entries(history.members).flatMap(([command, members]) =>
      Object.values(members).flatMap(row => row.instead.map(name => ({ command, name }))),
    );
    const isThere = ({ command, name }: (typeof claims)[number]) =>
      bundled.commands.has(name) || hasMember(command, name);
    expect(claims.filter(claim => !isThere(claim))).toEqual([]);
  });
});

describe('values that are gone', () => {
  it('are of enumerations that are there, and name in their stead values that are there', () => {
    for (const [name, values] of Object.entries(history.values)) {
      const present = valuesIn(bundled, name);
      expect(present.filter(value => value in values)).toEqual([]);
      const instead = Object.values(values).flatMap(row => row.instead);
      expect(instead.filter(value => !present.includes(value))).toEqual([]);
    }
  });
});

function valuesIn(schema: Schema, name: string): string[] {
  const type = schema.types.get(name);
  return type?.kind === 'enum' ? type.values.map(value => value.name) : [];
}

describe('what is deprecated', () => {
  it('is every command that the schema marks so, with what takes its place', () => {
    const marked = [...bundled.commands.values()].filter(c => hasFeature(c, 'deprecated'));
    expect(Object.keys(history.deprecated.commands)).toEqual(marked.map(c => c.name).sort());
    const instead = Object.values(history.deprecated.commands).flatMap(row => row.instead);
    expect(instead.filter(name => !bundled.commands.has(name))).toEqual([]);
  });

  it('is every argument that the schema marks so', () => {
    const marked = [...bundled.commands.keys()].flatMap(command => {
      const members = argument(bundled, command)?.members ?? [];
      return members.filter(m => hasFeature(m, 'deprecated')).map(m => `${command} ${m.name}`);
    });
    const told = Object.entries(history.deprecated.members).flatMap(([command, members]) =>
      Object.keys(members).map(member => `${command} ${member}`),
    );
    expect(told.sort()).toEqual([...marked, 'object-add opened'].sort());
  });
});

/** The major and minor number of a version, a development tree counting as the release before it. */
const release = (version: string) => version.replace(/^(\d+\.\d+)\..*/, '$1');

/** Releases of QEMU between which there was no other. */
const CONSECUTIVE = /^(\d+)\.(\d+) (?:\1\.(\d+)|(\d+)\.0)$/;

function isNext(before: string, after: string): boolean {
  const [, major = '', minor = '', nextMinor, nextMajor] =
    CONSECUTIVE.exec(`${before} ${after}`) ?? [];
  if (nextMinor !== undefined) return Number(nextMinor) === Number(minor) + 1;
  return nextMajor !== undefined && Number(nextMajor) === Number(major) + 1;
}

function removalOf(sighting: Sighting): Gone['removed'] {
  const after = sighting['last-seen'];
  const by = release(sightings.versions[sightings.versions.indexOf(after) + 1]!);
  return isNext(release(after), by) ? by : { after: release(after), by };
}

describe.skipIf(!hasShared)(`removals against what was seen of real servers${skipNote}`, () => {
  it.each(['commands', 'events'] as const)('%s', kind => {
    const gone = Object.entries(sightings[kind]).filter(([name]) => !bundled[kind].has(name));
    const told = gone.map(([name]) => [name, history[kind][name]?.removed]);
    expect(told).toEqual(gone.map(([name, sighting]) => [name, removalOf(sighting)]));
  });
});

/** Recorded schemas, oldest first, with the names of the bundled one laid over their masked types. */
const recorded = hasShared
  ? (
      [
        ['2.5', 'servers/qemu-2.5.0.replies'],
        ['2.12', 'servers/qemu-2.12.0.replies'],
        ['5.2', 'servers/qemu-5.2.0.replies'],
        ['7.2', 'facts/introspection-qemu-system-x86_64-7.2.22.json'],
        ['10.2', ''],
      ] as const
    ).map(([release, path]) => ({ release, schema: path ? onWire(path) : bundled }))
  : [];

function onWire(path: string): Schema {
  const server = importIntrospection(parseJson(JSON.stringify(recordedSchema(path))));
  return overlaySchema(server, bundled);
}

/** What they have that the bundled schema has not, as `name item` → the removal that follows from it. */
function derivedRemovals(
  itemsOf: (schema: Schema) => readonly string[],
): Map<string, Gone['removed']> {
  const present = new Set(itemsOf(bundled));
  const gone = new Map<string, Gone['removed']>();
  for (const [index, { release: after, schema }] of recorded.slice(0, -1).entries()) {
    const by = recorded[index + 1]!.release;
    const items = itemsOf(schema).filter(item => !present.has(item));
    for (const item of items) gone.set(item, { after, by });
  }
  return gone;
}

const told = (table: History['values']) =>
  Object.entries(table).flatMap(([name, rows]) =>
    Object.entries(rows).map(([item, row]) => [`${name} ${item}`, row.removed] as const),
  );

function argumentsOf(schema: Schema): string[] {
  return [...bundled.commands.keys()].flatMap(command => {
    const names = membersWithBranches(schema, schema.commands.get(command)?.arg);
    return names.map(name => `${command} ${name}`);
  });
}

function membersWithBranches(schema: Schema, name: string | undefined): string[] {
  const type = objectOf(schema, name);
  const branches = type?.branches ?? [];
  const below = branches.flatMap(branch => membersWithBranches(schema, branch.type));
  return [...(type?.members ?? []).map(member => member.name), ...below];
}

function enumValuesOf(schema: Schema): string[] {
  return [...bundled.types.keys()].flatMap(name => valuesIn(schema, name).map(v => `${name} ${v}`));
}

describe.skipIf(!hasShared)(`removals against recorded schemas${skipNote}`, () => {
  it('values of enumerations', () => {
    expect(new Map(told(history.values))).toEqual(derivedRemovals(enumValuesOf));
  });

  it('arguments of commands', () => {
    const direct = told(history.members).filter(([path]) => !path.includes('.'));
    expect(new Map(direct)).toEqual(derivedRemovals(argumentsOf));
  });
});
