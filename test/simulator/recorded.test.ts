// Servers that answer as old ones were recorded to.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecording } from '../../src/simulator/recorded/recording.js';
import { RecordedServer } from '../../src/simulator/server/recorded-server.js';
import { qmpsh } from '../cli/qmpsh.js';
import { scratchFolder } from '../lab/lifetime.js';
import { hasShared, SHARED } from '../shared.js';

const RECORDING = `
{ "execute": "query-version", "id": "x-1" }
{ "return": { "qemu": { "micro": 0, "minor": 5, "major": 2 }, "package": "" }, "id": "x-1" }
{ "execute": "query-commands", "id": "x-2" }
{ "return": [ { "name": "query-version" }, { "name": "query-commands" }, { "name": "qom-list" },
    { "name": "stop" } ], "id": "x-2" }
{ "execute": "qom-list", "arguments": { "path": "/", "more": 1 }, "id": "x-3" }
{ "return": [], "id": "x-3" }
{ "execute": "qom-list", "arguments": { "path": "/nope" }, "id": "x-4" }
{ "id": "x-4", "error": { "class": "DeviceNotFound", "desc": "Device '/nope' not found" } }
`;

/** What a server of a recording says to each line. */
function said(text: string, lines: readonly string[]): string[] {
  const out: string[] = [];
  const session = new RecordedServer(readRecording(text)).connect({
    send: line => out.push(line),
    end: () => undefined,
    resume: () => undefined,
  });
  for (const line of ['{"execute": "qmp_capabilities"}', ...lines]) session.feed(Buffer.from(line));
  return out;
}

describe('a recorded server', () => {
  it('makes its greeting from query-version', () => {
    expect(said(RECORDING, [])[0]).toBe(
      '{"QMP": {"version": {"qemu": {"micro": 0, "minor": 5, "major": 2}, "package": ""}, "capabilities": []}}',
    );
  });

  it.each([
    ['{"execute": "qom-list", "arguments": {"more": 1, "path": "/"}}', '{"return": []}'],
    [
      '{"execute": "qom-list", "arguments": {"path": "/nope"}, "id": 7}',
      `{"id": 7, "error": {"class": "DeviceNotFound", "desc": "Device '/nope' not found"}}`,
    ],
    [
      '{"execute": "nosuch"}',
      '{"error": {"class": "CommandNotFound", "desc": "The command nosuch has not been found"}}',
    ],
    [
      '{"execute": "stop"}',
      `{"error": {"class": "GenericError", "desc": "'stop' with these arguments is not in the recording"}}`,
    ],
    ['[]', `{"error": {"class": "GenericError", "desc": "Expected 'object' in QMP input"}}`],
  ])('answers %s', (line, answer) => {
    expect(said(RECORDING, [line]).at(-1)).toBe(answer);
  });

  it('finds out which command a reply was to, where replies stand alone', () => {
    const alone = RECORDING.split('\n').filter(line => !line.includes('"execute"'));
    const answer = said(alone.join('\n'), ['{"execute": "query-commands"}']).at(-1);
    expect(answer).toContain('"name": "query-commands"');
  });

  it('is a target by its path, and one that cannot be read is told', async () => {
    const file = join(scratchFolder(), 'old.replies');
    writeFileSync(file, RECORDING);
    expect((await qmpsh([`demo:${file}`, 'query-version'])).lines[0]).toContain('"minor": 5');
    expect((await qmpsh(['demo', '--recorded', file, 'stop'])).code).toBe(1);
    const absent = await qmpsh(['demo', '--recorded', `${file}.not`, 'stop']);
    expect(absent.code).toBe(2);
    expect(absent.stderr).toContain('cannot read the recording');
  });
});

const VERSIONS = ['1.2.2', '1.5.3', '2.1.1', '2.5.0', '2.12.0', '5.2.0'];

describe.skipIf(!hasShared)('the recordings of real servers', () => {
  it.each(VERSIONS)('of %s are answered with', version => {
    const path = join(SHARED, 'servers', `qemu-${version}.replies`);
    expect(existsSync(path)).toBe(true);
    const text = readFileSync(path, 'utf8');
    const asked = [
      'query-version',
      'query-target',
      'query-commands',
      'query-machines',
      'query-kvm',
    ];
    const answers = said(
      text,
      asked.map(name => JSON.stringify({ execute: name })),
    );
    expect(answers.slice(2).every(line => line.startsWith('{"return"'))).toBe(true);
    expect(readRecording(text).commands.size).toBeGreaterThan(70);
  });
});
