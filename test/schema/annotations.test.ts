// schema/annotations.json: no command without a row, no row about what never was, no member that is not there.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Schema, TypeName } from '../../src/qapi/model.js';
import { bundled, guestAgent, reaches, readBundled, readTable, removed } from './bundled.js';
import { commandsOnWire, hasShared, sightings, skipNote } from './facts.js';

interface MemberRow {
  readonly unit?: string;
  readonly source?: string;
  readonly of?: string;
}
type MemberRows = Readonly<Record<string, MemberRow>>;
interface Row {
  readonly effect: string;
  readonly guard?: string;
  readonly positional?: readonly string[];
  readonly members?: MemberRows;
  readonly 'job-id'?: readonly string[];
  readonly writes?: string;
  readonly columns?: Readonly<Record<string, string>>;
  readonly rows?: readonly string[];
  readonly example?: string;
  readonly refused?: string;
}
interface Annotations {
  readonly commands: Readonly<Record<string, Row>>;
  readonly 'guest-agent': Readonly<Record<string, Row>>;
  readonly types: Readonly<Record<string, MemberRows>>;
  readonly 'guest-agent-types': Readonly<Record<string, MemberRows>>;
  readonly events: Readonly<Record<string, { readonly members: MemberRows }>>;
  readonly hmp: { readonly effects: Readonly<Record<string, string>> };
}

const annotations = readTable<Annotations>('annotations.json');
const commands = Object.entries(annotations.commands);
const rows = [...commands, ...Object.entries(annotations['guest-agent'])];
const OLD = ['qapi-schema-1.1', 'block-core-2.2', 'before-2.5'];
const old = OLD.map(name => readBundled(`old/${name}.json`).schema);
const schemas = [bundled, guestAgent, removed, ...old];

const argument = (schema: Schema, name: string) => schema.commands.get(name)?.arg;
const returned = (schema: Schema, name: string) => schema.commands.get(name)?.ret;

/** The claims `[name, path]` that no schema bears out. */
function untrue(
  claims: readonly (readonly [string, string])[],
  place: (schema: Schema, name: string) => TypeName | undefined,
): string[] {
  const isTrue = ([name, path]: readonly [string, string]) =>
    schemas.some(schema => reaches(schema, place(schema, name), path));
  return claims.filter(claim => !isTrue(claim)).map(([name, path]) => `${name} ${path}`);
}

describe('every command', () => {
  it('of the bundled schema and of those that are gone has a row, and there are no others', () => {
    const names = [...schemas].filter(s => s !== guestAgent).flatMap(s => [...s.commands.keys()]);
    expect(Object.keys(annotations.commands).sort()).toEqual([...new Set(names)].sort());
  });

  it('of the guest agent has a row, and there are no others', () => {
    const names = [...guestAgent.commands.keys()];
    expect(Object.keys(annotations['guest-agent']).sort()).toEqual(names.sort());
  });

  it('is judged by one of four effects, HMP commands too', () => {
    const effects = [...rows.map(([, r]) => r.effect), ...Object.values(annotations.hmp.effects)];
    expect([...new Set(effects)].sort()).toEqual(['change', 'damage', 'end', 'query']);
  });

  it.skipIf(!hasShared)(`that a real server was seen to have has a row${skipNote}`, () => {
    const servers = ['2.5.0', '2.12.0', '5.2.0'].map(v => `servers/qemu-${v}.replies`);
    const recorded = [...servers, 'facts/introspection-qemu-system-x86_64-7.2.22.json'];
    const names = [...recorded.flatMap(commandsOnWire), ...Object.keys(sightings.commands)];
    expect(names.length).toBeGreaterThan(900);
    expect(names.filter(name => !annotations.commands[name])).toEqual([]);
  });
});

/** They look and change nothing, though their names do not say so. */
const QUERIES_BY_ANOTHER_NAME = [
  'device-list-properties',
  'qom-get',
  'qom-list',
  'qom-list-get',
  'qom-list-properties',
  'qom-list-types',
  'request-ebpf',
  'trace-event-get-state',
  'x-accel-stats',
  'x-debug-block-dirty-bitmap-sha256',
  'x-debug-query-block-graph',
  'xen-event-list',
];

describe('the effect query', () => {
  it('is that of query-* and of those that look by another name, and of nothing else', () => {
    const queries = commands.filter(([, row]) => row.effect === 'query').map(([name]) => name);
    const named = commands.map(([name]) => name).filter(name => /^(x-)?query-/.test(name));
    expect(queries.sort()).toEqual([...named, ...QUERIES_BY_ANOTHER_NAME].sort());
  });

  it('is not that of a command that takes something out of the server by reading it', () => {
    const takers = ['ringbuf-read', 'guest-file-read', 'guest-exec-status'];
    const effects = rows.filter(([name]) => takers.includes(name)).map(([, row]) => row.effect);
    expect(effects).toEqual(['change', 'change', 'change']);
  });
});

describe('what a row says', () => {
  it('names members that the command has or had', () => {
    const claims = rows.flatMap(([name, row]) => memberNames(row).map(m => [name, m] as const));
    expect(untrue(claims, argument)).toEqual([]);
  });

  it('names columns that the returned elements have', () => {
    const claims = rows.flatMap(([name, row]) =>
      Object.values(row.columns ?? {}).map(
        path => [name, [...(row.rows?.slice(0, 1) ?? []), path].join('.')] as const,
      ),
    );
    expect(untrue(claims, returned)).toEqual([]);
  });

  it('has an example that begins with the command, where there are arguments to show', () => {
    const withArguments = rows.filter(([, row]) => row.positional && !row.refused);
    const starts = withArguments.map(([, r]) => r.example?.replace(/^!/, '').split(/[ (]/)[0]);
    expect(starts).toEqual(withArguments.map(([name]) => name));
  });

  it('shows members in the example that the command has', () => {
    const open = ['device_add', 'migrate-set-capabilities', 'transaction'];
    const claims = rows.flatMap(([name, row]) => keysIn(row.example).map(k => [name, k] as const));
    expect(untrue(claims, argument).filter(c => !open.includes(c.split(' ')[0]!))).toEqual([]);
  });

  it('uses only units, sources and guards that the README explains', () => {
    const readme = readFileSync('schema/README.md', 'utf8');
    const used = [
      ...allMemberRows().flatMap(r => [r.unit, r.source]),
      ...rows.map(r => r[1].guard),
    ];
    const words = new Set(used.filter(word => word !== undefined));
    expect([...words].filter(word => !readme.includes(`\`${word}\``))).toEqual([]);
  });
});

function memberNames(row: Row): string[] {
  const members = Object.entries(row.members ?? {}).flatMap(([m, r]) => (r.of ? [m, r.of] : [m]));
  const written = row.writes === undefined ? [] : [row.writes];
  return [...(row.positional ?? []), ...members, ...written, ...(row['job-id'] ?? [])];
}

function keysIn(example = ''): string[] {
  const unquoted = example.replace(/"[^"]*"|'[^']*'/g, 'text');
  return [...unquoted.matchAll(/ ([a-z0-9_.-]+)=/gi)].map(match => match[1]!);
}

function allMemberRows(): MemberRow[] {
  const types = [annotations.types, annotations['guest-agent-types']].flatMap(Object.values);
  return [...rows.map(([, row]) => row.members ?? {}), ...types].flatMap(r => Object.values(r));
}

describe('what is known of types and events', () => {
  it.each([
    ['types', annotations.types],
    ['guest-agent-types', annotations['guest-agent-types']],
  ])('%s: of members that they have', (_, table) => {
    const claims = Object.entries(table).flatMap(([type, members]) =>
      Object.keys(members).map(member => [type, member] as const),
    );
    expect(untrue(claims, (_, type) => type)).toEqual([]);
  });

  it('events: of members that they have', () => {
    const claims = Object.entries(annotations.events).flatMap(([event, row]) =>
      Object.keys(row.members).map(member => [event, member] as const),
    );
    expect(untrue(claims, (schema, event) => schema.events.get(event)?.arg)).toEqual([]);
  });
});
