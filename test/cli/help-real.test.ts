// Help and stories against a real QEMU: every command that people may know from old documents is explained.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Schema } from '../../src/qapi/model.js';
import { findInMap } from '../../src/qapi/object-view.js';
import { sessionHelp } from '../../src/session/help.js';
import { Session } from '../../src/session/session.js';
import { connected } from '../lab/clients.js';
import { type Server, startQemu, startStorageDaemon } from '../lab/servers.js';
import { commandNamesIn, hasShared, skipNote } from '../schema/facts.js';
import { qmpsh } from './qmpsh.js';

const SEEDS = ['block-core-2.2', 'migration-7.0', 'qapi-schema-1.1', 'transaction', 'yank'];
const REMOVED = /was removed in QEMU \d+\.\d+/;

let session: Session;
beforeAll(async () => {
  session = new Session(await connected((await startQemu()).socket));
});

describe.skipIf(!hasShared)(`every command of the old documents${skipNote}`, () => {
  it.each(SEEDS)('of %s has help on QEMU 7.2, or the story of its removal', async seed => {
    const schema = await session.namedSchema();
    for (const name of commandNamesIn(`seeds/${seed}.json`)) {
      const { isFound, text } = await sessionHelp(session, name, 80);
      expect([name, isFound]).toEqual([
        name,
        schema && findInMap(schema.commands, name) !== undefined,
      ]);
      expect(text).toMatch(isFound ? /^[\w-]+ {3}command(?:.|\n)*?\n {2}\S/ : REMOVED);
    }
  });
});

describe('what a running server has', () => {
  const undescribed = ({ commands, events }: Schema) =>
    [...commands.values(), ...events.values()]
      .filter(row => row.doc?.summary === undefined)
      .map(row => row.name);

  it('is described, command by command and event by event, in QEMU', async () => {
    const schema = await session.namedSchema();
    expect(schema?.commands.size).toBeGreaterThan(200);
    expect(schema && undescribed(schema)).toEqual([]);
  });

  it('is described in the storage daemon as well', async () => {
    const daemon = new Session(await connected((await startStorageDaemon()).socket));
    const schema = await daemon.namedSchema();
    expect(schema?.commands.size).toBeGreaterThan(60);
    expect(schema && undescribed(schema)).toEqual([]);
  });
});

describe('help', () => {
  it.each([
    ['blockdev-add driver=qcow2', /^ {2}lazy-refcounts +bool +optional/m],
    ['blockdev-add', /More members by 'driver' \(see \?blockdev-add driver=/],
    ['JobStatus', /^ {2}concluded +over; stays/m],
    ['BLOCK_JOB_READY', /wait for it +\.wait event BLOCK_JOB_READY/],
    ['block_job_ready', /^BLOCK_JOB_READY {3}event/],
    ['block-resize', /^block_resize {3}command/],
    ['nbd-server-add', /\[deprecated: use\s+'block-export-add'\]/],
    ['migrate', /has it without 'channels'/],
    ['migrate', /^ {2}blk +bool +optional +\[removed after QEMU 7\.2, by 10\.2: use/m],
    [
      'MEM_UNPLUG_ERROR',
      /^MEM_UNPLUG_ERROR {3}event, since 2\.4 \[deprecated\] \[removed\s+after QEMU/,
    ],
    ['blok_resize', /^nothing is known of 'blok_resize'; did you mean 'block_resize'\?$/],
    ['blockdev-set-active', /^'blockdev-set-active' came with QEMU 10\.0; this server is 7\.2/],
  ])('on %s', async (asked, text) => {
    expect((await sessionHelp(session, asked, 80)).text).toMatch(text);
  });

  it.each([60, 80, 120])('fits %i columns, but for the manual', async columns => {
    const { text } = await sessionHelp(session, 'blockdev-mirror', columns);
    const ours = text.split('From qemu-qmp-ref')[0] ?? '';
    const widest = Math.max(
      ...ours
        .split('\n')
        .slice(1)
        .map(line => line.length),
    );
    expect(widest).toBeLessThanOrEqual(columns);
  });
});

describe('a wait for an event', () => {
  let other: Server;
  beforeAll(async () => {
    other = await startQemu();
  });

  it.each([
    ['COMMAND_DROPPED', 1, "'COMMAND_DROPPED' was removed in QEMU 4.0"],
    ['netdev-vhost-user-connected', 1, "'NETDEV_VHOST_USER_CONNECTED' came with QEMU 10.0"],
    ['NEVER', 5, 'NEVER'],
  ])('%s ends with %i', async (name, code, message) => {
    const run = await qmpsh([other.socket, '-t', '2', '-c', `.wait event ${name} timeout=50ms`]);
    expect([run.code, run.stderr.toUpperCase()]).toEqual([
      code,
      expect.stringContaining(message.toUpperCase()),
    ]);
  });
});
