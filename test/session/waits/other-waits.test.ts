import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/json/value.js';
import { SessionRecord } from '../../../src/session/session-record.js';
import { type Act, play, recordOf } from './play.js';

const returns = (value: JsonValue): Act => ({ returns: value });
const migration = (status: string): Act => returns({ status });

describe('.wait migration', () => {
  it.each<[string, readonly Act[], readonly string[]]>([
    [
      'migration',
      [migration('active'), 'tick', migration('completed')],
      ['query-migrate', 'poll 100', 'query-migrate', 'exit 0'],
    ],
    ['migration', [migration('failed')], ['query-migrate', 'exit 6']],
    ['migration', [migration('cancelled')], ['query-migrate', 'exit 6']],
    ['migration', [returns({})], ['query-migrate', 'exit 6']],
    ['migration', [{ refuses: 'CommandNotFound' }], ['query-migrate', 'exit 1']],
    ['migration state=failed', [migration('failed')], ['query-migrate', 'exit 0']],
    ['migration state=active', [migration('completed')], ['query-migrate', 'exit 0']],
    ['migration state=pre-switchover', [migration('completed')], ['query-migrate', 'exit 6']],
    ['migration state=active', [migration('failed')], ['query-migrate', 'exit 6']],
    [
      'migration',
      [
        { event: 'MIGRATION', data: { status: 'completed' } },
        migration('active'),
        migration('completed'),
      ],
      ['query-migrate', 'query-migrate', 'exit 0'],
    ],
    ['migration', [{ ends: '' }], ['query-migrate', 'exit 4']],
  ])('%s %#', (line, acts, deeds) => {
    expect(play(line, acts).deeds).toEqual(deeds);
  });

  it.each<[string, Act, string]>([
    [
      'the error',
      returns({ status: 'failed', 'error-desc': 'no route' }),
      'migration failed: no route',
    ],
    ['where to look for one that is not told', migration('failed'), "see QEMU's stderr"],
    ['that none was started', returns({}), 'no migration was started'],
    ['what would block one', returns({ 'blocked-reasons': ['a', 'b'] }), 'none can be: a; b'],
  ])('says %s', (_title, answer, words) => {
    expect(play('migration', [answer]).result?.message).toContain(words);
  });

  it.each([
    ['pre-switchover', 'migrate-continue state=pre-switchover'],
    ['postcopy-paused', 'migrate-recover'],
  ])('ends when it stays in %s, with the next command', (state, command) => {
    const look = migration(state);
    const { result } = play('migration', [look, 'tick', look, 'tick', look]);
    expect(result).toMatchObject({ exit: 6, message: expect.stringContaining(command) });
  });

  it('waits for an incoming one that was asked for here and has not begun', () => {
    const record = new SessionRecord();
    record.takeReply({ command: 'migrate-incoming', args: {}, since: 0 }, { value: {} });
    expect(play('migration', [returns({})], record).deeds).toEqual(['query-migrate', 'poll 100']);
  });

  it('prints what query-migrate returned', () => {
    const full = returns({ status: 'completed', 'total-time': 5 });
    expect(play('migration', [full]).result?.line).toBe('{"status": "completed", "total-time": 5}');
  });
});

describe('.wait status', () => {
  const status = (name: string): Act => returns({ status: name, running: false });

  it.each<[string, readonly Act[], readonly string[]]>([
    ['status paused', [status('paused')], ['query-status', 'exit 0']],
    [
      'status paused',
      [status('running'), { event: 'STOP' }, status('paused')],
      ['query-status', 'poll 250', 'query-status', 'exit 0'],
    ],
    ['status paused|io-error', [status('io-error')], ['query-status', 'exit 0']],
    ['status paused', [status('running'), { event: 'RTC_CHANGE' }], ['query-status', 'poll 250']],
    ['status paused', [{ refuses: 'CommandNotFound' }], ['query-status', 'exit 1']],
    ['status paused', [{ ends: '' }], ['query-status', 'exit 4']],
  ])('%s %#', (line, acts, deeds) => {
    expect(play(line, acts).deeds).toEqual(deeds);
  });

  it('takes a shutdown that ends the server for status shutdown', () => {
    const shutdown: Act = { event: 'SHUTDOWN', data: { guest: true, reason: 'guest-shutdown' } };
    const { result } = play('status shutdown', [
      status('running'),
      shutdown,
      { ends: 'guest-shutdown' },
    ]);
    expect(result?.line).toBe(
      '{"running": false, "status": "shutdown", "reason": "guest-shutdown"}',
    );
  });
});

describe('.wait gone', () => {
  const tree = (...names: string[]): Act =>
    returns(names.map(name => ({ name, type: 'child<x>' })));
  const deleted = (data: { device?: string; path: string }): Act => ({
    event: 'DEVICE_DELETED',
    data,
  });
  const HP0 = deleted({ device: 'hp0', path: '/machine/peripheral/hp0' });
  const BACKEND = deleted({ path: '/machine/peripheral/hp0/virtio-backend' });
  const REFUSED: Act = { event: 'DEVICE_UNPLUG_GUEST_ERROR', data: { device: 'hp0', path: '/x' } };
  const LOOK = 'qom-list path=/machine/peripheral';

  it.each<[string, readonly Act[], readonly string[]]>([
    ['gone hp0', [tree('type')], [LOOK, 'exit 0']],
    ['gone hp0', [tree('hp0'), BACKEND, HP0], [LOOK, 'poll 250', 'exit 0']],
    ['gone hp0', [HP0], [LOOK, 'exit 0']],
    [
      'gone hp0',
      [tree('hp0'), 'tick', tree(), HP0],
      [LOOK, 'poll 250', LOOK, 'poll 100', 'exit 0'],
    ],
    ['gone hp0', [tree('hp0'), REFUSED], [LOOK, 'poll 250', 'exit 6']],
    ['gone /machine/unattached/x', [tree('x')], ['qom-list path=/machine/unattached', 'poll 250']],
    ['gone hp0', [{ refuses: 'GenericError' }], [LOOK, 'exit 1']],
    ['gone hp0', [{ refuses: 'DeviceNotFound' }], [LOOK, 'exit 0']],
    ['gone hp0', [{ ends: '' }], [LOOK, 'exit 4']],
  ])('%s %#', (line, acts, deeds) => {
    expect(play(line, acts).deeds).toEqual(deeds);
  });

  it('knows a refusal that came before it began', () => {
    expect(play('gone hp0', [tree('hp0')], recordOf([REFUSED])).result?.exit).toBe(6);
  });

  it('prints the event that had come before it began', () => {
    const { result } = play('gone hp0', [tree()], recordOf([BACKEND, HP0]));
    expect(result?.line).toContain('"device": "hp0"');
  });

  it('waits for the event of a device that is leaving, but not without end', () => {
    const record = new SessionRecord();
    record.takeReply({ command: 'device_del', args: { id: 'hp0' }, since: 0 }, { value: {} });
    const looks = Array.from({ length: 5 }, (): Act[] => [tree(), 'tick']).flat();
    expect(play('gone hp0', [tree(), HP0], record).deeds).toEqual([LOOK, 'poll 100', 'exit 0']);
    record.takeReply({ command: 'device_del', args: { id: 'hp0' }, since: 0 }, { value: {} });
    expect(play('gone hp0', [...looks, tree()], record).result?.exit).toBe(0);
  });

  it('prints what it was for where no event told', () => {
    expect(play('gone hp0', [tree()]).result?.line).toBe('{"gone": "hp0"}');
  });
});

describe('.wait dirty-rate', () => {
  const rate = (status: string) => returns({ status });

  it.each<[string, readonly Act[], number]>([
    ['ends when it was measured', [rate('measuring'), 'tick', rate('measured')], 0],
    [
      'ends so when it had only just begun',
      [rate('unstarted'), 'tick', rate('measuring'), 'tick', rate('measured')],
      0,
    ],
    [
      'fails where none is being measured',
      [rate('unstarted'), 'tick', rate('unstarted'), 'tick', rate('unstarted')],
      6,
    ],
    ['fails as the server does', [{ refuses: 'CommandNotFound' }], 1],
  ])('%s', (_, acts, exit) => {
    expect(play('dirty-rate', acts).result?.exit).toBe(exit);
  });
});

describe('.wait export-gone', () => {
  const exports = (...ids: string[]): Act => returns(ids.map(id => ({ id })));
  const deleted = (id: string): Act => ({ event: 'BLOCK_EXPORT_DELETED', data: { id } });

  it.each<[readonly Act[], string]>([
    [[exports()], '{"export-gone": "e"}'],
    [[exports('e'), deleted('e')], '{"event": "BLOCK_EXPORT_DELETED", "data": {"id": "e"}}'],
    [[exports('e'), deleted('f'), 'tick', exports('f')], '{"export-gone": "e"}'],
  ])('%#', (acts, line) => {
    expect(play('export-gone e', acts).result).toMatchObject({ exit: 0, line });
  });
});

describe('.wait end', () => {
  it('says how the server ended', () => {
    const shutdown: Act = { event: 'SHUTDOWN', data: { guest: false, reason: 'host-qmp-quit' } };
    const { result } = play('end', [shutdown, { ends: 'host-qmp-quit' }]);
    expect(result?.line).toBe(
      '{"end": "the server ended: SHUTDOWN host-qmp-quit", "shutdown": {"guest": false, "reason": "host-qmp-quit"}}',
    );
  });
});

describe('.wait event', () => {
  const event = (name: string, n = 0): Act => ({ event: name, data: { n } });

  it.each<[string, readonly Act[], readonly Act[], string]>([
    ['event A', [event('A', 1), event('A', 2)], [], '{"event": "A", "data": {"n": 1}}'],
    ['event A n=2', [event('A', 1), event('A', 2)], [], '{"event": "A", "data": {"n": 2}}'],
    [
      'event A since=now',
      [event('A', 1)],
      [event('B'), event('A', 2)],
      '{"event": "A", "data": {"n": 2}}',
    ],
    ['event A,B', [], [event('C'), event('B')], '{"event": "B", "data": {"n": 0}}'],
    ['event -A', [event('A')], [event('B')], '{"event": "B", "data": {"n": 0}}'],
  ])('%s %#', (line, before, acts, expected) => {
    expect(play(line, acts, recordOf(before)).result).toMatchObject({ exit: 0, line: expected });
  });

  it('takes what it gives', () => {
    const record = recordOf([event('A', 1), event('A', 2)]);
    const lines = [1, 2].map(() => play('event A', [], record).result?.line);
    expect(lines).toEqual(['{"event": "A", "data": {"n": 1}}', '{"event": "A", "data": {"n": 2}}']);
  });

  it('ends with the connection', () => {
    expect(play('event A', [{ ends: '' }]).result?.exit).toBe(4);
  });

  it('says that it may have missed its event through overflow', () => {
    const record = new SessionRecord();
    for (let n = 0; n < 70_000; n += 1) record.ring.push('A', '{"event": "A"}');
    expect(play('event A since=now', [], record).waitsFor).toMatch(
      /the event A \(\d+ older .*dropped/,
    );
  });
});
