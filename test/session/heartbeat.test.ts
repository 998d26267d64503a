// Whether a main loop hangs: the verdict as a table, and the heartbeat against real servers whose main loop does.
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../src/qapi/model.js';
import type { QmpClient } from '../../src/qmp/client.js';
import { steadyNow } from '../../src/qmp/steady-clock.js';
import { Heartbeat, NO_PULSE, type Pulse, verdictOf } from '../../src/session/heartbeat.js';
import { Session } from '../../src/session/session.js';
import { connected } from '../lab/clients.js';
import { fakeServer, GREETING, OLD_GREETING } from '../lab/fake-server.js';
import { until, whenOver } from '../lab/lifetime.js';
import { describeReal, STORAGE_DAEMON, startQemu, startStorageDaemon } from '../lab/servers.js';
import { schema } from '../shell/lines.js';

const NOW = 10_000;

describe('the verdict', () => {
  it.each<[what: string, pulse: Partial<Pulse>, waitingSince: number | undefined, verdict: string]>(
    [
      ['is none before anything is known', {}, undefined, 'unknown'],
      ['is the round trip while all is well', { roundTripMs: 0.3 }, undefined, 'good 0.3'],
      ['waits a second before it says more', { roundTripMs: 0.3 }, 9_001, 'good 0.3'],
      ['is that a command waits', { roundTripMs: 0.3 }, 8_000, 'waiting for stop 2000'],
      ['is so without a heartbeat too', {}, 8_000, 'waiting for stop 2000'],
      [
        'is no more where the server lived before the command',
        { aliveAt: 7_999 },
        8_000,
        'waiting for stop 2000',
      ],
      [
        'is a blocked main loop where the server lived since',
        { aliveAt: 8_001 },
        8_000,
        'blocked for stop 2000',
      ],
      [
        'is found by its own question too',
        { aliveAt: 9_000, probeSince: 8_500 },
        undefined,
        'blocked 1500',
      ],
      [
        'names what waits longest',
        { aliveAt: 9_000, probeSince: 8_500 },
        8_000,
        'blocked for stop 2000',
      ],
      [
        'names nothing if its own question does',
        { aliveAt: 9_000, probeSince: 7_000 },
        8_000,
        'blocked 3000',
      ],
    ],
  )('%s', (_what, pulse, since, verdict) => {
    const oldest = since === undefined ? undefined : { name: 'stop', since };
    expect(inWords(verdictOf({ ...NO_PULSE, ...pulse }, oldest, NOW))).toBe(verdict);
  });
});

function inWords(verdict: ReturnType<typeof verdictOf>): string {
  if (verdict.kind === 'unknown') return 'unknown';
  if (verdict.kind === 'good') return `good ${verdict.roundTripMs}`;
  const cause = verdict.command === undefined ? '' : ` for ${verdict.command}`;
  return `${verdict.kind}${cause} ${verdict.forMs}`;
}

/** A heartbeat that has begun, as the screen of a session begins one. */
function begun(client: QmpClient, schema: Schema) {
  const { record } = new Session(client);
  const heartbeat = new Heartbeat(client, record);
  whenOver(() => heartbeat.stop());
  heartbeat.start(schema);
  return { heartbeat, record };
}

async function beatingAt(socket: string) {
  const client = await connected(socket);
  const schema = await new Session(client).schema();
  if (schema === undefined) throw new Error('expected a schema');
  return { client, ...begun(client, schema) };
}

function kindOf({ pulse }: Heartbeat): string {
  return verdictOf(pulse, undefined, steadyNow()).kind;
}

/** A read from it hangs the main loop for six seconds: it is asked in band every other second. */
const SLOW = { driver: 'null-co', 'node-name': 'slow', size: 1 << 20, 'latency-ns': 6_000_000_000 };
const HANG = { 'command-line': 'qemu-io slow "read 0 512"' };

describeReal('the heartbeat of QEMU', () => {
  it('tells that a main loop hangs, and that it goes on again', async () => {
    const server = await startQemu(['-qmp', 'unix:$S2,server=on,wait=off']);
    const other = await connected(`${server.socket}2`);
    await other.execute('blockdev-add', SLOW);
    const { heartbeat } = await beatingAt(server.socket);
    await until('the first round trip', () => kindOf(heartbeat) === 'good');
    const hung = other.execute('human-monitor-command', HANG);
    await until('the main loop is found to hang', () => kindOf(heartbeat) === 'blocked');
    await hung;
    await until('it is found to go on', () => kindOf(heartbeat) === 'good');
  });

  it('knows what may be yanked, and the run state', async () => {
    const { heartbeat, record } = await beatingAt((await startQemu(['-S'])).socket);
    await until(
      'both are answered',
      () => heartbeat.pulse.yankable && record.tracked.runState.status,
    );
    expect(heartbeat.pulse.yankable).toEqual([{ type: 'chardev', id: 'compat_monitor0' }]);
    expect(record.tracked.runState.status).toBe('prelaunch');
  });
});

describeReal('the heartbeat of a storage daemon', () => {
  it('asks nothing, for there is nothing that it could ask', async () => {
    const { heartbeat } = await beatingAt((await startStorageDaemon()).socket);
    expect([heartbeat.asking, kindOf(heartbeat)]).toEqual([0, 'unknown']);
  });
}, [STORAGE_DAEMON]);

/** A server that answers these commands with these values, the others with an error, and `never` not at all. */
async function answering(answers: Readonly<Record<string, unknown>>, greeting = GREETING) {
  const sent: string[] = [];
  const path = await fakeServer(async peer => {
    await peer.negotiate(greeting);
    for (;;) {
      const command = await peer.command();
      const name = command.execute ?? command['exec-oob'] ?? '';
      sent.push(name);
      if (answers[name] === undefined)
        peer.send(`{"error": {"class": "GenericError", "desc": "no"}, "id": "${command.id}"}\r\n`);
      else if (answers[name] !== NEVER) peer.reply(command, answers[name]);
    }
  });
  const count = (name: string) => sent.filter(each => each === name).length;
  return { ...begun(await connected(path), schema), count };
}

const NEVER = 'never';
const RUNNING = { status: 'running' };

describe('the heartbeat', () => {
  it('asks no more out of band after the first error', async () => {
    const { count, heartbeat } = await answering({ 'query-status': RUNNING });
    await until('it has asked in band for the second time', () => count('query-status') === 2);
    await until('the second is answered', () => heartbeat.asking === 0);
    expect(count('query-yank')).toBe(1);
  });

  it('asks no more in band after the first error', async () => {
    const { count } = await answering({ 'query-yank': [] });
    await until('it has asked out of band for the fourth time', () => count('query-yank') === 4);
    expect(count('query-status')).toBe(1);
  });

  it('asks one question of a kind at a time', async () => {
    const { count, heartbeat } = await answering({ 'query-yank': [], 'query-status': NEVER });
    await until('the main loop is found to hang', () => kindOf(heartbeat) === 'blocked');
    await until('it has asked out of band for the fourth time', () => count('query-yank') === 4);
    await until('the fourth is answered', () => heartbeat.asking === 1);
    expect(count('query-status')).toBe(1);
  });

  it('only knows that something waits where out of band is not enabled', async () => {
    const { count, heartbeat } = await answering({ 'query-status': NEVER }, OLD_GREETING);
    await until('something is found to wait', () => kindOf(heartbeat) === 'waiting');
    expect(count('query-yank')).toBe(0);
  });
});
