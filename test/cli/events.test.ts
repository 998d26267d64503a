import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fakeServer } from '../lab/fake-server.js';
import { scratchFolder, until } from '../lab/lifetime.js';
import { describeReal, type Server, startQemu } from '../lab/servers.js';
import { endOf, qmpsh, type Run, startQmpsh } from './qmpsh.js';

const TWO = {
  monitor: ['-qmp', 'unix:$S,server=on,wait=off', '-qmp', 'unix:$S.2,server=on,wait=off'],
};
/** A line's event name, or what else it is. */
const shape = (line: string) => {
  const row = JSON.parse(line);
  const wrapped = row?.['qmpsh-event']?.event;
  return row?.event ?? (wrapped === undefined ? 'reply' : `(${wrapped})`);
};

describeReal('--events', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S']);
  });
  const shapes = async (input: string, ...options: string[]) =>
    (await qmpsh([...options, vm.socket], { input })).lines.map(shape).join(' ');

  it.each([
    ['-e', 'RESUME reply STOP reply'],
    ['--events', 'RESUME reply STOP reply'],
    ['-e=STOP', 'reply STOP reply'],
    ['-eSTOP', 'reply STOP reply'],
    ['-eSTO*,-RESUME', 'reply STOP reply'],
    ['-e-STOP', 'RESUME reply reply'],
    ['--events=-STOP', 'RESUME reply reply'],
    ['--events=res*,-STOP', 'RESUME reply reply'],
    ['-re', '(RESUME) reply (STOP) reply'],
    ['-Re', '(RESUME) reply (STOP) reply'],
    ['-eg.', '(RESUME) reply (STOP) reply'],
    ['-v', 'reply reply'],
  ])('%s prints events in order of arrival: %s', async (option, expected) => {
    expect(await shapes('cont\nstop\n', option)).toBe(expected);
  });

  it('prints an event as it came, on one line', async () => {
    const run = await qmpsh(['-e', vm.socket, 'cont']);
    expect(run.lines[0]).toMatch(
      /^\{"timestamp": \{"seconds": \d+, "microseconds": \d+\}, "event": "RESUME"\}$/,
    );
    await qmpsh([vm.socket, 'stop']);
  });

  it('compares members by their text', async () => {
    const options = `{"driver": "file", "filename": "${vm.folder}/new", "size": 0}`;
    const input = `blockdev-create x options=${options}\n.wait job x\n`;
    const run = await qmpsh(['-e=JOB_STATUS_CHANGE status=created', vm.socket], { input });
    expect(run.lines.filter(line => shape(line) === 'JOB_STATUS_CHANGE')).toHaveLength(1);
    expect(run.stderr).toBe('');
  });

  it('keeps events that a .wait takes in the stream', async () => {
    expect(await shapes('cont\n.wait event RESUME\nstop', '-e')).toBe(
      'RESUME reply RESUME STOP reply',
    );
  });
});

/** Greeting, qmp_capabilities and its reply: after these no event is missed. */
const NEGOTIATION = 3;

/** `qmpsh events` on the second monitor, negotiated. */
async function listening(vm: Server, ...options: string[]): Promise<{ run: Promise<Run> }> {
  const log = join(scratchFolder(), 'log');
  const events = startQmpsh(['events', `${vm.socket}.2`, '--log', log, ...options]);
  const run = endOf(events);
  const said = () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 1 : 0);
  await until('it has negotiated', () => said() >= NEGOTIATION);
  return { run };
}

describeReal('qmpsh events', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S'], TWO);
  });

  it('ends after --count events', async () => {
    const { run } = await listening(vm, '--count', '3', '--filter', 'RESUME,STOP');
    await qmpsh([vm.socket], { input: 'cont\nstop\n'.repeat(3) });
    expect((await run).lines.map(shape)).toEqual(['RESUME', 'STOP', 'RESUME']);
    expect((await run).code).toBe(0);
  });

  it('is over after --for seconds, which is success without --count', async () => {
    const run = await qmpsh(['events', vm.socket, '--for', '0.1']);
    expect(run).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('gives 5 where --count is not reached', async () => {
    const run = await qmpsh(['events', '--for=100ms', '--count=2', vm.socket]);
    expect(run).toMatchObject({ code: 5, stdout: '' });
    expect(run.stderr).toContain('0 of 2 events came');
  });

  it.each([
    [['events'], 'events TARGET'],
    [['events', 'x.sock', 'stop'], 'events TARGET'],
    [['events', 'x.sock', '--count', 'many'], "'many'"],
    [['events', 'x.sock', '--count', '1.5'], "'1.5'"],
    [['events', 'x.sock', '--for', 'ever'], "'ever'"],
    [['events', 'x.sock', '--filter', 'a b'], '--filter'],
    [['events', 'x.sock', '--count'], '--count'],
    [['events', 'x.sock', '--bogus'], '--bogus'],
  ])('refuses %j', async (args, named) => {
    const run = await qmpsh(args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(named);
  });

  it('ends well with the VM, its last event printed', async () => {
    const mortal = await startQemu(['-S'], TWO);
    const { run } = await listening(mortal);
    await qmpsh([mortal.socket, 'quit']);
    expect(await run).toMatchObject({ code: 0 });
    expect((await run).lines.map(shape)).toEqual(['SHUTDOWN']);
  });

  it('gives 4 where the server is killed', async () => {
    const mortal = await startQemu(['-S'], TWO);
    const { run } = await listening(mortal);
    await mortal.kill('SIGKILL');
    expect((await run).code).toBe(4);
  });
});

describe('qmpsh events without QEMU', () => {
  it('gives 3 where nobody is', async () => {
    expect((await qmpsh(['events', '/nonexistent/vm.sock'])).code).toBe(3);
  });

  it('prints what was asked for and no more, keys and digits as they came', async () => {
    const path = await fakeServer(async peer => {
      await peer.negotiate();
      for (const n of ['1.0', '2e0', '3']) {
        peer.send(
          `{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "X", "data": {"10": ${n}, "1": 0}}\r\n`,
        );
      }
    });
    const run = await qmpsh(['events', path, '--count=2']);
    expect(run.lines).toEqual([
      '{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "X", "data": {"10": 1.0, "1": 0}}',
      '{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "X", "data": {"10": 2e0, "1": 0}}',
    ]);
  });
});
