// What introspection makes of sources is held against what real servers answered: every difference is a change
// between the two releases, by the ages in the documents or by a row here.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';
import { isJsonArray, isJsonObject, type JsonValue } from '../../src/json/value.js';
import { introspect } from '../../src/qapi/introspect.js';
import { importIntrospection } from '../../src/qapi/introspection/import.js';
import { readSchema } from '../../src/qapi/read-schema.js';
import { recordedSchema, skipNote } from '../schema/facts.js';
import { hasShared, SHARED } from '../shared.js';
import { replyDifferences, showDifference } from './reply-differences.js';
import { EXPLAINED, explains, rowOf } from './since-7-2.js';

function replyOf(path: string): readonly JsonValue[] {
  const reply = parseJson(JSON.stringify(recordedSchema(path)));
  return isJsonArray(reply) ? reply : [];
}

function sourceAt(path: string, fragment = false) {
  const readFile = (file: string): string => readFileSync(file, 'utf8');
  return readSchema(resolve(SHARED, path), { readFile, fragment }).schema;
}

const SYSTEM = 'facts/introspection-qemu-system-x86_64-7.2.22.json';
const DAEMON = 'facts/introspection-qemu-storage-daemon-7.2.22.json';

describe.skipIf(!hasShared)(`a real reply${skipNote}`, () => {
  it.each([SYSTEM, DAEMON])('%s is told again as it came, once imported', path => {
    const reply = replyOf(path);
    const said = new Map(reply.filter(isJsonObject).map(entry => [entry.name, entry]));
    const again = introspect(importIntrospection(reply));
    for (const entry of again) expect(entry).toEqual(said.get(entry.name));
    // The server lists two types of a command that other targets have: query-cpu-model-comparison.
    expect(said.size - again.length).toBeLessThanOrEqual(2);
  });
});

describe.skipIf(!hasShared)(`the source of 10.2 and the reply of 7.2${skipNote}`, () => {
  it.each([
    ['qapi-10.2/qapi/qapi-schema.json', SYSTEM],
    ['qapi-10.2/storage-daemon/qapi/qapi-schema.json', DAEMON],
  ])('%s differs from %s in what changed since, and in nothing else', (source, recorded) => {
    const schema = sourceAt(source);
    const differences = replyDifferences(introspect(schema), replyOf(recorded));
    const unexplained = differences.filter(row => !explains(schema, row)).map(showDifference);
    expect(unexplained).toEqual([]);
  });

  it('differ in all that rows explain: none is left over', () => {
    const schema = sourceAt('qapi-10.2/qapi/qapi-schema.json');
    const used = replyDifferences(introspect(schema), replyOf(SYSTEM)).map(rowOf);
    expect(Object.keys(EXPLAINED).filter(row => !used.includes(row))).toEqual([]);
  });
});

describe.skipIf(!hasShared)(`the bundled schema${skipNote}`, () => {
  it.each([
    ['schema/qapi-schema.json', 'qapi-10.2/qapi/qapi-schema.json'],
    ['schema/guest-agent/qapi-schema.json', 'qapi-10.2/qga/qapi-schema.json'],
  ])('%s is told as %s is: the same entries, whatever their order', (ours, theirs) => {
    const entries = (path: string) =>
      new Set(introspect(sourceAt(path)).map(entry => JSON.stringify(entry)));
    expect(entries(resolve(ours))).toEqual(entries(theirs));
  });
});

/** What a server of that age or later has besides is no difference. */
describe.skipIf(!hasShared)(`documents of old and a server of their time${skipNote}`, () => {
  it.each([
    ['migration-7.0', SYSTEM],
    ['yank', SYSTEM],
    ['transaction', 'servers/qemu-5.2.0.replies'],
  ])('%s says what %s says', (seed, recorded) => {
    expect(differencesOf(seed, recorded)).toEqual([]);
  });

  it.each([
    [
      'block-core-2.2',
      [
        '+branch BlockdevOptions.host_floppy',
        '+member ImageInfo.nocow',
        '+value BlockdevDriver.host_floppy',
      ],
    ],
    [
      'qapi-schema-1.1',
      [
        '+command block_stream',
        '+command block_job_set_speed',
        '+command block_job_cancel',
        '+member BalloonInfo.mem_swapped_in',
        '+member BalloonInfo.mem_swapped_out',
        '+member BalloonInfo.major_page_faults',
        '+member BalloonInfo.minor_page_faults',
        '+member BalloonInfo.free_mem',
        '+member BalloonInfo.total_mem',
        '~optional q_obj_block_passwd-arg.device',
        '~optional q_obj_block_resize-arg.device',
        '~optional q_obj_blockdev-snapshot-sync-arg.device',
        '~kind MigrationInfo.status',
        '~kind VncInfo.family',
        '~order VncClientInfo',
        '~order SpiceChannel',
      ],
    ],
  ])('%s and QEMU 2.5 differ in what was added, and in this', (seed, changed) => {
    const differences = differencesOf(seed, 'servers/qemu-2.5.0.replies');
    expect(differences.filter(row => !row.startsWith('-')).sort()).toEqual([...changed].sort());
  });
});

function differencesOf(seed: string, recorded: string): readonly string[] {
  const entries = introspect(sourceAt(`seeds/${seed}.json`, true));
  return replyDifferences(entries, replyOf(recorded), true).map(showDifference);
}
