// schema/annotations.json held against the facts: no command without a row, no row about what never was.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  commandNamesIn,
  factsAreThere,
  type Place,
  placeOfDefinition,
  placeOfType,
  placeOnWire,
  reaches,
  readFacts,
  readHistory,
  readWireSchema,
  skipNote,
  wireCommands,
} from './facts.js';

interface MemberRow {
  readonly unit?: string;
  readonly source?: string;
  readonly of?: string;
}
interface Row {
  readonly effect: string;
  readonly guard?: string;
  readonly positional?: readonly string[];
  readonly members?: Readonly<Record<string, MemberRow>>;
  readonly 'job-id'?: readonly string[];
  readonly columns?: Readonly<Record<string, string>>;
  readonly example?: string;
}
interface Annotations {
  readonly commands: Readonly<Record<string, Row>>;
  readonly 'guest-agent': Readonly<Record<string, Row>>;
  readonly types: Readonly<Record<string, Readonly<Record<string, MemberRow>>>>;
  readonly events: Readonly<Record<string, { members: Readonly<Record<string, MemberRow>> }>>;
  readonly hmp: { readonly effects: Readonly<Record<string, string>> };
}

const directory = new URL('../../schema/', import.meta.url);
const annotations: Annotations = JSON.parse(
  readFileSync(new URL('annotations.json', directory), 'utf8'),
);
const readme = readFileSync(new URL('README.md', directory), 'utf8');
const rows = Object.entries({ ...annotations.commands, ...annotations['guest-agent'] });
const memberRows = [
  ...rows.flatMap(([, row]) => Object.values(row.members ?? {})),
  ...Object.values(annotations.types).flatMap(type => Object.values(type)),
];

/** Reading these takes something out of the server: a query by name only would be wrong the other way. */
const QUERIES_WITHOUT_THE_NAME = [
  'device-list-properties',
  'qom-get',
  'qom-list',
  'qom-list-get',
  'qom-list-properties',
  'qom-list-types',
  'request-ebpf',
  'trace-event-get-state',
  'x-debug-block-dirty-bitmap-sha256',
  'x-debug-query-block-graph',
  'x-accel-stats',
  'xen-event-list',
];

describe('annotations', () => {
  it('calls nothing a query but query-* and the commands that are listed here', () => {
    const queries = Object.entries(annotations.commands).filter(([, r]) => r.effect === 'query');
    const others = queries.map(([name]) => name).filter(name => !/^(x-)?query-/.test(name));
    expect(others.sort()).toEqual(QUERIES_WITHOUT_THE_NAME.sort());
  });

  it('calls every query-* a query', () => {
    const named = Object.entries(annotations.commands).filter(([n]) => /^(x-)?query-/.test(n));
    expect(named.filter(([, row]) => row.effect !== 'query')).toEqual([]);
  });

  it('has an effect of the four for every command, and for every HMP command it names', () => {
    const effects = [...rows.map(([, r]) => r.effect), ...Object.values(annotations.hmp.effects)];
    expect([...new Set(effects)].sort()).toEqual(['change', 'damage', 'end', 'query']);
  });

  it('has an example that starts with the command, where there are arguments to show', () => {
    const wrong = rows.filter(([name, row]) => {
      const shown = row.example?.replace(/^!/, '').split(/[ (]/)[0] ?? name;
      return (
        shown !== name || (row.positional?.length ?? 0) > Number(row.example !== undefined) * 9
      );
    });
    expect(wrong).toEqual([]);
  });

  it('uses only the units, sources and guards that the README explains', () => {
    const used = memberRows.flatMap(row => [row.unit, row.source]);
    const words = [...used, ...rows.map(([, row]) => row.guard)].filter(w => w !== undefined);
    expect([...new Set(words)].filter(word => !readme.includes(`\`${word}\``))).toEqual([]);
  });
});

/** Members that no recorded schema has: the arguments of object-add were wrapped before QEMU 6.0. */
const UNSEEN = ['object-add props.size', 'object-add props.data'];

describe.skipIf(!factsAreThere)(`annotations against the facts${skipNote}`, () => {
  const facts = factsAreThere ? readFacts() : { commands: {}, events: {}, types: {} };
  const wires = factsAreThere
    ? [
        'facts/introspection-qemu-system-x86_64-7.2.22.json',
        'servers/qemu-5.2.0.replies',
        'servers/qemu-2.12.0.replies',
        'servers/qemu-2.5.0.replies',
      ].map(readWireSchema)
    : [];

  function places(command: string): Place[] {
    const fact = facts.commands[command];
    const today = fact === undefined ? [] : [placeOfDefinition(facts, fact)];
    return [...today, ...wires.map(wire => placeOnWire(wire, command))];
  }

  const known = (command: string, path: string) =>
    places(command).some(place => reaches(place, path.split('.')));

  const seen = Object.entries(annotations.commands).filter(([name]) =>
    places(name).some(place => place === 'open' || place.length > 0),
  );

  it('has a row for every command of QEMU 10.2', () => {
    expect(Object.keys(facts.commands).filter(name => !annotations.commands[name])).toEqual([]);
  });

  it('has a row for every command of the recorded servers and of history', () => {
    const names = [...wires.flatMap(wireCommands), ...Object.keys(readHistory().commands)];
    expect(names.filter(name => !annotations.commands[name])).toEqual([]);
  });

  it('has no row for a command that never was', () => {
    const seeds = ['qapi-schema-1.1.json', 'block-core-2.2.json'].map(name => `seeds/${name}`);
    const names = new Set([
      ...Object.keys(facts.commands),
      ...Object.keys(readHistory().commands),
      ...seeds.flatMap(commandNamesIn),
    ]);
    expect(Object.keys(annotations.commands).filter(name => !names.has(name))).toEqual([]);
  });

  it('has the commands of the guest agent, and no others', () => {
    const names = commandNamesIn('qapi-10.2/qga/qapi-schema.json');
    expect(Object.keys(annotations['guest-agent']).sort()).toEqual(names.sort());
  });

  it('names real members in positional, members, of and job-id', () => {
    const claims = seen.flatMap(([name, row]) =>
      [
        ...(row.positional ?? []),
        ...Object.entries(row.members ?? {}).flatMap(([m, r]) => (r.of ? [m, r.of] : [m])),
        ...(row['job-id'] ?? []),
      ].map(path => ({ name, path })),
    );
    const wrong = claims.filter(({ name, path }) => !known(name, path));
    const said = wrong.map(({ name, path }) => `${name} ${path}`);
    expect(said.filter(claim => !UNSEEN.includes(claim))).toEqual([]);
  });

  it('names real members in examples', () => {
    const keys = seen.flatMap(([name, row]) =>
      [...(row.example ?? '').matchAll(/ ([a-z0-9_.-]+)=(?!.*\))/gi)].map(m => [name, m[1] ?? '']),
    );
    const open = ['device_add', 'migrate-set-capabilities', 'transaction'];
    const wrong = keys.filter(([name = '', key = '']) => !open.includes(name) && !known(name, key));
    expect(wrong).toEqual([]);
  });

  it('names real members of real types', () => {
    const claims = Object.entries(annotations.types).flatMap(([type, members]) =>
      Object.keys(members).map(member => ({ type, member })),
    );
    const wrong = claims.filter(c => !reaches(placeOfType(facts, c.type), [c.member]));
    expect(wrong).toEqual([]);
  });

  it('names real members of real events', () => {
    const claims = Object.entries(annotations.events).flatMap(([event, row]) =>
      Object.keys(row.members).map(member => ({ event, member })),
    );
    const wrong = claims.filter(({ event, member }) => {
      const fact = facts.events[event];
      return fact === undefined || !reaches(placeOfDefinition(facts, fact), [member]);
    });
    expect(wrong).toEqual([]);
  });

  it('has columns that the returned elements have', () => {
    const claims = Object.entries(facts.commands).flatMap(([name, fact]) =>
      Object.values(annotations.commands[name]?.columns ?? {}).map(path => ({ fact, name, path })),
    );
    const wrong = claims.filter(
      ({ fact, path }) => !reaches(placeOfType(facts, fact.returns ?? ''), path.split('.')),
    );
    expect(wrong.map(({ name, path }) => `${name} ${path}`)).toEqual([]);
  });
});
