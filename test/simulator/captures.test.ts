// What real servers were seen to do, done again by the simulated one: the same commands, the same messages in the same
// order. `QMPSH_UPDATE=1` makes the transcripts anew of the captures in the shared folder.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';
import { printJson } from '../../src/json/print.js';
import { isJsonObject, type JsonObject } from '../../src/json/value.js';
import {
  image,
  LAB_SPEC,
  newNode,
  usualHardware,
  type VmSpec,
} from '../../src/simulator/vm/spec.js';
import { SHARED } from '../shared.js';
import { Simulated, type SimulatedClient } from './simulated.js';
import {
  type Exchange,
  readTranscript,
  told,
  transcriptText,
  withoutFlicker,
} from './transcript.js';

const FOLDER = '/run/vm';
const SIZE = 64 * 2 ** 20;
const RUNNING = { ...LAB_SPEC, folder: FOLDER, runState: 'running' } as const satisfies VmSpec;
const PAUSED: VmSpec = { ...LAB_SPEC, folder: FOLDER };

interface Row {
  readonly spec: VmSpec;
  /** Directives and commands that stand for what was outside the capture; by the id of the command they come before. */
  readonly before?: Readonly<Record<string, string | JsonObject>>;
  readonly hasTwoMonitors?: boolean;
  /** Ids of commands that are left out, and why. */
  readonly without?: Readonly<Record<string, string>>;
}

/** `top` over `mid` over `base`, at the drive. */
const CHAIN: VmSpec = {
  ...RUNNING,
  nodes: folder => {
    const nodes = ['base', 'mid', 'top'].flatMap(name => image(folder, name, SIZE));
    const below: Readonly<Record<string, string>> = { mid: 'base', top: 'mid' };
    return nodes.map(node => {
      const backing = below[node.name];
      return backing === undefined ? node : { ...node, backing, data: 8_388_608 };
    });
  },
};

const TWO_DISKS: VmSpec = { ...RUNNING, nodes: folder => image(folder, 'disk1', SIZE) };
const WITH_NBD: VmSpec = {
  ...RUNNING,
  nodes: () => [newNode('nbd0', 'nbd', { size: SIZE, isMonitorOwned: true })],
};
const D1: VmSpec = { ...RUNNING, nodes: folder => image(folder, 'd1', SIZE) };

const WITH_SERIAL: VmSpec = {
  ...RUNNING,
  hardware: spec => ({ ...usualHardware(spec), chardevs: [SERIAL] }),
};
const SERIAL = {
  ...{ id: 'ser0', type: 'socket', filename: `unix:${FOLDER}/ser.sock,server=on`, buffer: '' },
  ...{ isOpen: false, isBusy: true, isSocket: true },
};

const ATTACH_D1: JsonObject = {
  execute: 'device_add',
  arguments: { driver: 'virtio-blk-pci', id: 'vd1', drive: 'd1' },
};

const ROWS: Readonly<Record<string, Row>> = {
  'g-job-mirror': { spec: CHAIN },
  'g-job-manual': { spec: CHAIN },
  'g-job-error': { spec: CHAIN },
  'g-job-stream-commit': { spec: CHAIN },
  'd-transaction-system': {
    spec: D1,
    before: { 2: ATTACH_D1 },
    without: { 21: 'nodes made by the server itself have names of its own', 25: 'as 21' },
  },
  'f-snapshot-jobs': {
    spec: TWO_DISKS,
    without: { 23: 'the other machine had a disk without snapshots', 24: 'as 23' },
  },
  'f-migrate-ok-src': { spec: PAUSED },
  'f-migrate-cancel-src': { spec: PAUSED },
  'f-migrate-pause-src': { spec: RUNNING },
  'f-migrate-dirty-src': { spec: RUNNING },
  'f-migrate-fail-src': {
    spec: PAUSED,
    before: { 3: '.demo destination absent', 9: '.demo destination listening' },
  },
  'f-postcopy-src': { spec: RUNNING },
  'c-yank-nbd': {
    spec: WITH_NBD,
    hasTwoMonitors: true,
    before: { 5: '.demo stall nbd0' },
    without: { 2: 'the node is there', 3: 'that machine had a bus without hotplug' },
  },
  'c-yank-chardev': {
    spec: WITH_SERIAL,
    hasTwoMonitors: true,
    before: { 3: '.demo connect ser0', 7: '.demo connect ser0' },
  },
  'c-yank-migration': {
    spec: RUNNING,
    hasTwoMonitors: true,
    before: { 4: '.demo destination stuck' },
  },
};

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', 'captures', `${name}.txt`);

/** A capture's commands, each with what came until the next. */
function exchangesIn(capture: string): Exchange[] {
  const exchanges: { sent: JsonObject; got: string[] }[] = [];
  for (const line of capture.trim().split('\n')) {
    const { dir, raw } = JSON.parse(line);
    const message = dir === '!' ? undefined : parseJson(raw);
    if (!isJsonObject(message)) continue;
    if (dir === '>') exchanges.push({ sent: message, got: [] });
    else if (!('QMP' in message)) exchanges.at(-1)?.got.push(told(message));
  }
  return exchanges.map(({ sent, got }) => ({ sent, got: withoutFlicker(withoutEnd(got)) }));
}

/** The tests of that time ended their servers by a signal. */
function withoutEnd(got: readonly string[]): readonly string[] {
  const end = got.indexOf('SHUTDOWN host-signal');
  return end < 0 ? got : got.slice(0, end);
}

const LONGEST_MS = 60_000;

/** Sends a command and lets time pass until as much has come as did then, or nothing more comes. */
function answerTo(client: SimulatedClient, { sent, got }: Exchange): string[] {
  client.write(printJson(sent));
  const seen = client.takeMessages().map(told);
  while (withoutFlicker(seen).length < got.length && client.clock.next(LONGEST_MS))
    seen.push(...client.takeMessages().map(told));
  return withoutFlicker(seen);
}

function prepare(client: SimulatedClient, what: string | JsonObject | undefined): void {
  if (what === undefined) return;
  if (typeof what !== 'string') client.write(printJson(what));
  else client.ask('__org.qmpsh_demo', { line: what.replace('.demo ', '') });
  client.takeLines();
}

function replay(
  exchanges: readonly Exchange[],
  { spec, before, without, hasTwoMonitors }: Row,
): Exchange[] {
  const server = new Simulated({ spec });
  const client = server.client();
  if (hasTwoMonitors === true) server.server.disconnect(server.client().session);
  client.takeLines();
  return exchanges
    .filter(({ sent }) => !(String(sent.id) in (without ?? {})))
    .map(({ sent, got }) => {
      prepare(client, before?.[String(sent.id)]);
      return { sent, got: answerTo(client, { sent, got }) };
    });
}

describe('the simulated server does as the real one did', () => {
  it.each(Object.entries(ROWS))('%s', (name, row) => {
    const capture = join(SHARED, 'lab', 'captures', `${name}.jsonl`);
    if (process.env.QMPSH_UPDATE === '1' && existsSync(capture))
      writeFileSync(
        fixture(name),
        `${transcriptText(exchangesIn(readFileSync(capture, 'utf8')))}\n`,
      );
    const then = readTranscript(readFileSync(fixture(name), 'utf8'));
    const now = replay(then, row);
    const kept = then.filter(({ sent }) => !(String(sent.id) in (row.without ?? {})));
    expect(transcriptText(now)).toBe(transcriptText(kept));
  });
});
