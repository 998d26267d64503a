// Scenarios run on the simulated VM and on the real QEMU 7.2: what both say agrees, but for times, numbers, made-up names,
// and the differences that are listed here, each with its reason.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';
import { printJson } from '../../src/json/print.js';
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../src/json/value.js';
import type { QmpClient } from '../../src/qmp/client.js';
import type { CommandRequest } from '../../src/qmp/request.js';
import { findVersion } from '../../src/simulator/version.js';
import { connected } from '../lab/clients.js';
import { scratchFolder, until } from '../lab/lifetime.js';
import { describeReal, startQemu } from '../lab/servers.js';
import { bind } from '../shell/lines.js';
import { Simulated, schemaOf, short } from './simulated.js';
import { withoutFlicker } from './transcript.js';

const FOLDER = join(import.meta.dirname, 'scenarios');

/** Lines whose replies differ, and why. One that no longer does is not to be listed. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'query-version': 'it says that it is simulated',
  '.hmp info version': 'as query-version',
  'qom-list-types implements=iothread': 'the types of objects have no place below others',
  'qom-list-properties iothread': 'types of objects have no properties, the objects have',
  'qom-list /chardevs': 'the monitors are not in the tree of objects',
  'qom-get /objects/sec0 data': 'secrets are not kept',
  'qom-set /machine/peripheral/nic0 mac 52:54:00:00:00:01':
    'a property is not writable for one reason alone',
  'query-chardev-backends': 'those of other programs and devices are missing',
  'query-cpu-definitions': 'there are five CPU models',
  'query-machines': 'there are three machines',
  '.hmp info block -v disk0': 'info takes no words',
  '.hmp info pci': 'not there',
  '.hmp info irq': 'not there',
  '.hmp info qom-tree /objects': 'not there',
  '.hmp info migrate_parameters': 'not there',
  '.hmp drive_del nope': 'not there',
  '.hmp x /1i 0': 'there is no memory to look at',
  '.hmp qom-list /objects': 'not there',
  '.hmp log nope': 'nothing is logged',
};

/** Lines whose replies are a matter of the host. */
const OF_THE_HOST: readonly string[] = ['query-kvm'];

/** Members that are not compared, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  regions: 'the PCI devices of the simulated machine have no regions of memory',
};

/** How often memory is gone through depends on what the guest writes meanwhile. */
const LATER_PASS = /^MIGRATION_PASS [2-9]$/;

/** A line with its reply and all events until the next. */
interface Told {
  readonly line: string;
  readonly reply: JsonValue;
  readonly events: readonly string[];
}

interface Step {
  readonly line: string;
  readonly request: CommandRequest;
  /** Events that are waited for before the next line, in order. */
  readonly awaited: readonly string[];
}

function stepsOf(name: string, folder: string): Step[] {
  const version = findVersion('7.2');
  if (version === undefined) throw new Error('no 7.2');
  const schema = schemaOf(version)();
  const steps: { line: string; request: CommandRequest; awaited: string[] }[] = [];
  for (const line of readFileSync(join(FOLDER, name), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('.. ')) steps.at(-1)?.awaited.push(line.slice(3));
    else
      steps.push({ line, request: requestOf(line.replaceAll('$D', folder), schema), awaited: [] });
  }
  return steps;
}

function requestOf(line: string, schema: Parameters<typeof bind>[1]): CommandRequest {
  const hmp = /^\.hmp (.*)$/.exec(line)?.[1];
  if (hmp !== undefined) {
    const argumentsText = JSON.stringify({ 'command-line': hmp });
    return { name: 'human-monitor-command', argumentsText };
  }
  const { request, problems } = bind(line, schema);
  if (request !== undefined) return request;
  throw new Error(`${line}: ${problems.map(problem => problem.message).join('; ')}`);
}

function simulated(name: string): Told[] {
  const client = new Simulated().negotiated();
  return stepsOf(name, '/lab').map(({ line, request, awaited }) => {
    const args = request.argumentsText ?? '{}';
    client.write(`{"execute": "${request.name}", "arguments": ${args}, "id": "x"}`);
    const messages = client.takeMessages();
    while (!haveCome(messages, awaited) && client.clock.next(60_000))
      messages.push(...client.takeMessages());
    return toldOf(line, messages, ['/lab']);
  });
}

async function real(name: string): Promise<Told[]> {
  const { client, folders } = await startLab();
  const [folder = ''] = folders;
  let messages: JsonObject[] = [];
  client.onEvent(({ text }) => messages.push(objectIn(text)));
  const told: Told[] = [];
  for (const { line, request, awaited } of stepsOf(name, folder)) {
    messages = [];
    const reply = await client.send(request);
    messages.push(objectIn(reply.text));
    await until(awaited.join(', '), () => haveCome(messages, awaited));
    if (awaited.includes('MIGRATION completed')) await finished(client);
    told.push(toldOf(line, messages, folders));
  }
  return told;
}

/** Whether what is awaited is among the messages, in its order. */
function haveCome(messages: readonly JsonObject[], awaited: readonly string[]): boolean {
  const told = messages.map(short);
  let from = 0;
  return awaited.every(text => {
    const at = told.indexOf(text, from);
    from = at + 1;
    return at >= 0;
  });
}

/** The event comes a moment before the VM is in the state that it tells of. */
function finished(client: QmpClient): Promise<void> {
  return until('the migration is finished', async () =>
    JSON.stringify(await client.execute('query-status')).includes('postmigrate'),
  );
}

function objectIn(text: string): JsonObject {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new Error(text);
  return value;
}

/** The machine of LAB_SPEC. */
async function startLab(): Promise<{ client: QmpClient; folders: readonly string[] }> {
  const folder = scratchFolder();
  for (const name of ['disk0', 't0', 't1']) {
    const file = join(folder, `${name}.qcow2`);
    execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', file, '64M']);
  }
  const args = LAB.map(arg => arg.replaceAll('$D', folder));
  const server = await startQemu(args, { machine: 'pc,accel=tcg' });
  return { client: await connected(server.socket), folders: [folder, server.folder] };
}

const LAB = [
  ...['-name', 'lab', '-m', '64', '-S'],
  ...['-blockdev', 'driver=file,node-name=disk0-file,filename=$D/disk0.qcow2'],
  ...['-blockdev', 'driver=qcow2,node-name=disk0,file=disk0-file'],
  ...['-device', 'virtio-blk-pci,id=vd0,drive=disk0'],
  ...['-drive', 'if=none,id=cd0,media=cdrom,readonly=on', '-device', 'ide-cd,drive=cd0,id=cdrom0'],
  ...['-device', 'virtio-balloon-pci,id=bal0'],
  ...['-netdev', 'user,id=net0', '-device', 'virtio-net-pci,netdev=net0,id=nic0'],
  ...['-chardev', 'ringbuf,id=ring0,size=4096', '-vnc', 'unix:$D/vnc.sock,password=on'],
];

function toldOf(line: string, messages: readonly JsonObject[], folders: readonly string[]): Told {
  const reply = messages.find(message => 'return' in message || 'error' in message) ?? {};
  const events = messages.filter(message => 'event' in message).map(short);
  const { id: _id, ...said } = reply;
  return {
    line,
    reply: plain(said, folders),
    events: withoutFlicker(events).filter(event => !LATER_PASS.test(event)),
  };
}

/** Without what differs from one run to the next: numbers, folders, made-up names, the order of QEMU's hash tables. */
function plain(value: JsonValue, folders: readonly string[]): JsonValue {
  if (isJsonArray(value)) return inOrder(value.map(each => plain(each, folders)));
  if (typeof value === 'string') return plainText(jsonInOrder(value), folders);
  if (!isJsonObject(value)) return typeof value === 'boolean' || value === null ? value : 0;
  const names = Object.keys(value).toSorted();
  return Object.fromEntries(
    names
      .filter(name => !(name in LEFT_OUT))
      .map(name => [name, plain(value[name] ?? null, folders)]),
  );
}

/** Objects and character devices have names, and come as they lie in a hash table. */
function inOrder(values: readonly JsonValue[]): JsonValue {
  const nameOf = (value: JsonValue) =>
    isJsonObject(value) ? String(value.label ?? value.name ?? '') : '';
  return values.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
}

/** The file name of a node that has none: its options, in the order of a hash table. */
function jsonInOrder(text: string): string {
  if (!text.startsWith('json:')) return text;
  const sorted = (value: JsonValue): JsonValue => {
    if (isJsonArray(value)) return value.map(sorted);
    if (!isJsonObject(value)) return value;
    const names = Object.keys(value).toSorted();
    return Object.fromEntries(names.map(name => [name, sorted(value[name] ?? null)]));
  };
  return `json:${printJson(sorted(parseJson(text.slice('json:'.length))))}`;
}

function plainText(text: string, folders: readonly string[]): string {
  const shown = folders.reduce((before, folder) => before.replaceAll(folder, '$D'), text);
  return shown
    .replace(/\/[sq](\.sock)?,server/g, '/s,server')
    .replace(/#block\d+/g, '#block')
    .replace(/\d+/g, '0');
}

const isCompared = (line: string) => !(line in DIFFERENCES || OF_THE_HOST.includes(line));

describeReal('a scenario says the same on the simulated VM and on QEMU', () => {
  const names = readdirSync(FOLDER).filter(name => name.endsWith('.txt'));
  it.each(names)('%s', { timeout: 60_000 }, async name => {
    const [ours, theirs] = [simulated(name), await real(name)];
    const compared = (rows: readonly Told[]) =>
      rows.map(row => (isCompared(row.line) ? row : { ...row, reply: null }));
    expect(compared(ours)).toEqual(compared(theirs));
    const same = ours.filter((row, at) => isDeepStrictEqual(row.reply, theirs[at]?.reply));
    expect(same.map(({ line }) => line).filter(line => line in DIFFERENCES)).toEqual([]);
  });
});

describe('the scenarios', () => {
  it('have every line that is listed as different', () => {
    const lines = readdirSync(FOLDER).flatMap(name =>
      readFileSync(join(FOLDER, name), 'utf8').split('\n'),
    );
    const listed = [...Object.keys(DIFFERENCES), ...OF_THE_HOST];
    expect(listed.filter(line => !lines.includes(line))).toEqual([]);
  });
});
