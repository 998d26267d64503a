// The bundled schema documents: sound, explained throughout, true to the facts, and in words of our own.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Doc, Schema, TypeName } from '../../src/qapi/model.js';
import { objectOf } from '../../src/qapi/model.js';
import { readSchema } from '../../src/qapi/read-schema.js';
import { SHARED } from '../shared.js';
import { bundled, guestAgent, readBundled, removed } from './bundled.js';
import { type FactDefinition, facts, hasShared, sharedText, skipNote } from './facts.js';

describe('every document', () => {
  it.each([
    ['qapi-schema.json', true, 243, 57],
    ['guest-agent/qapi-schema.json', true, 44, 0],
    ['old/removed.json', true, 91, 21],
    ['old/until-7.2.json', true, 4, 0],
    ['old/qapi-schema-1.1.json', false, 46, 0],
    ['old/block-core-2.2.json', false, 19, 6],
    ['old/before-2.5.json', false, 3, 0],
  ])('%s is sound (by the rules of today: %s)', (path, strict, commands, events) => {
    const { schema, problems, warnings } = readBundled(path, strict);
    expect([...problems, ...warnings].map(problem => problem.message)).toEqual([]);
    expect([schema.commands.size, schema.events.size]).toEqual([commands, events]);
  });

  it('is named and included by the one that holds them all', () => {
    const files = readdirSync('schema').filter(name => /^[a-z0-9-]+\.json$/.test(name));
    const tables = ['annotations.json', 'history.json', 'qapi-schema.json', 'reply-units.json'];
    const text = readFileSync('schema/qapi-schema.json', 'utf8');
    const included = [...text.matchAll(/'include': '(.+)'/g)].map(match => match[1]);
    expect(included.sort()).toEqual(files.filter(name => !tables.includes(name)).sort());
  });
});

interface Explained {
  readonly path: string;
  readonly doc?: Doc | undefined;
}

function membersOf(schema: Schema, name: string, arg: TypeName | undefined): Explained[] {
  const members = objectOf(schema, arg)?.members ?? [];
  return members.map(member => ({ path: `${name} ${member.name}`, doc: member.doc }));
}

function explainedIn(schema: Schema): Explained[] {
  const called = [...schema.commands.values(), ...schema.events.values()];
  return called.flatMap(definition => [
    { path: definition.name, doc: definition.doc },
    ...membersOf(schema, definition.name, definition.arg),
  ]);
}

/** Members, values and alternatives of all types. */
function partsIn({ types }: Schema): Explained[] {
  return [...types.values()].flatMap(type => {
    const parts =
      type.kind === 'object'
        ? type.members
        : type.kind === 'enum'
          ? type.values
          : type.kind === 'alternate'
            ? type.alternatives
            : [];
    return parts.map(part => ({ path: `${type.name} ${part.name}`, doc: part.doc }));
  });
}

describe.each([
  ['qapi-schema.json', bundled],
  ['guest-agent/qapi-schema.json', guestAgent],
])('in the types of %s', (_, schema) => {
  it('every member, value and alternative has a line', () => {
    const silent = partsIn(schema).filter(({ doc }) => !doc?.summary);
    expect(silent.map(({ path }) => path)).toEqual([]);
  });
});

describe.each([
  ['qapi-schema.json', bundled],
  ['guest-agent/qapi-schema.json', guestAgent],
  ['old/removed.json', removed],
])('in %s', (_, schema) => {
  it('every command, event and argument has a line', () => {
    const silent = explainedIn(schema).filter(({ doc }) => !doc?.summary);
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('the lines are short, and begin and end like lines beside a name', () => {
    const wrong = explainedIn(schema).filter(
      ({ doc }) => !/^.{3,100}[^.]$/.test(doc?.summary ?? ''),
    );
    expect(wrong.map(({ path, doc }) => `${path}: ${doc?.summary}`)).toEqual([]);
  });

  it('every command and event has its version', () => {
    const called = [...schema.commands.values(), ...schema.events.values()];
    const ageless = called.filter(definition => !/^\d+\.\d+$/.test(definition.doc?.since ?? ''));
    expect(ageless.map(({ name }) => name)).toEqual([]);
  });
});

const version = (since: string | undefined) => since?.replace(/^(\d+\.\d+)\..*/, '$1');

function agesOf(definition: FactDefinition): Record<string, string> {
  const base = Array.isArray(definition.base) ? definition.base : [];
  const members = [...base, ...(definition.members ?? [])];
  return Object.fromEntries(members.flatMap(m => (m.since ? [[m.name, m.since]] : [])));
}

describe.skipIf(!hasShared)(`the facts of QEMU 10.2${skipNote}`, () => {
  it.each(['commands', 'events'] as const)('are what %s are called, and how old they are', kind => {
    const ages = [...bundled[kind].values()].map(d => [d.name, d.doc?.since]);
    const told = Object.entries(facts[kind]).map(([name, f]) => [name, version(f.since)]);
    expect(Object.fromEntries(ages)).toEqual(Object.fromEntries(told));
  });

  it.each(['commands', 'events'] as const)('are what arguments of %s are, and how old', kind => {
    const inline = Object.entries(facts[kind]).filter(([, f]) => f.members !== undefined);
    const told = inline.map(([name, f]) => [
      name,
      f.members!.map(m => [m.name, typeText(m.type), !!m.optional]),
    ]);
    const ours = inline.map(([name]) => [name, membersIn(bundled[kind].get(name)?.arg)]);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(told));
  });

  it('are how old the members of types are', () => {
    const told = Object.entries(facts.types).map(([name, f]) => [name, agesOf(f)] as const);
    const dated = told.filter(
      ([name, ages]) => objectOf(bundled, name) && Object.keys(ages).length > 0,
    );
    const ours = dated.map(([name, ages]) => [name, agesIn(name, Object.keys(ages))]);
    expect(ours).toEqual(dated.map(([name, ages]) => [name, ages]));
  });

  it('are the ages that their documents tell of parts of types, where a release is told', () => {
    const readFile = (file: string) => readFileSync(file, 'utf8');
    const path = join(SHARED, 'qapi-10.2/qapi/qapi-schema.json');
    const ages = (schema: Schema) =>
      new Map(partsIn(schema).map(part => [part.path, part.doc?.since]));
    const ours = ages(bundled);
    const differing = [...ages(readSchema(path, { readFile }).schema)].filter(
      ([part, since]) => since !== undefined && ours.get(part) !== since,
    );
    expect(differing.map(([part]) => part)).toEqual([]);
  });

  it('are in which module each command stands', () => {
    const modules = new Set(Object.values(facts.commands).map(fact => fact.module));
    for (const module of modules) {
      const text = readFileSync(`schema/${module}`, 'utf8');
      const names = [...text.matchAll(/^\{ 'command': '(.+?)'/gm)].map(match => match[1]!);
      const told = Object.entries(facts.commands).filter(([, f]) => f.module === module);
      expect(names.sort()).toEqual(told.map(([name]) => name).sort());
    }
  });
});

const typeText = (type: string | readonly [string]) =>
  typeof type === 'string' ? type : `[${type[0]}]`;

function membersIn(arg: TypeName | undefined): unknown[] {
  return (objectOf(bundled, arg)?.members ?? []).map(m => [m.name, m.type, m.optional]);
}

function agesIn(type: string, names: readonly string[]): Record<string, string | undefined> {
  const members = objectOf(bundled, type)?.members ?? [];
  const dated = members.filter(member => names.includes(member.name));
  return Object.fromEntries(dated.map(member => [member.name, member.doc?.since]));
}

/** A document's comments as one running text: letters and digits only. */
function wordsOf(text: string): string {
  const comments = text.split('\n').filter(line => line.startsWith('#'));
  return comments
    .join(' ')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ');
}

describe.skipIf(!hasShared)(`the words${skipNote}`, () => {
  it("are our own: no line of six words or more stands in QEMU's documentation", () => {
    const modules = readdirSync('schema').filter(name => existsInQemu(name));
    const theirs = wordsOf(modules.map(name => sharedText(`qapi-10.2/qapi/${name}`)).join('\n'));
    const lines = [...explainedIn(bundled), ...partsIn(bundled)].map(({ doc }) =>
      wordsOf(`# ${doc?.summary}`).trim(),
    );
    const long = lines.filter(line => line.split(' ').length >= 6);
    expect(long.length).toBeGreaterThan(200);
    expect(long.filter(line => theirs.includes(` ${line} `))).toEqual([]);
  });
});

function existsInQemu(name: string): boolean {
  return ![
    'README.md',
    'annotations.json',
    'guest-agent',
    'history.json',
    'old',
    'reply-units.json',
  ].includes(name);
}
