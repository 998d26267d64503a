import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/json/value.js';
import type { SessionInput } from '../../src/session/session-input.js';
import { NOTHING_TRACKED, type Tracked } from '../../src/session/tracked.js';
import { inputsOf, statesOf } from './transcript.js';

function changes(inputs: readonly SessionInput[], word: (state: Tracked) => string): string {
  const words = statesOf(inputs).map(word);
  return words.filter((text, index) => text !== words[index - 1]).join(', ');
}

function lastOf(inputs: readonly SessionInput[]): Tracked {
  return statesOf(inputs).at(-1) ?? NOTHING_TRACKED;
}

function seen(name: string, data?: JsonObject, seq = 0): SessionInput {
  return { kind: 'event', name, data, seq };
}

function answered(
  command: string,
  value: JsonValue,
  args: JsonObject = {},
  since = 0,
): SessionInput {
  return { kind: 'reply', command, value, args, since };
}

describe('a migration', () => {
  it.each([
    ['migrate-cancel', 'setup, active, cancelling, cancelled'],
    ['migrate-pause', 'setup, active, pre-switchover, device, completed'],
    [
      'migrate-postcopy',
      'setup, active, postcopy-active, postcopy-paused, postcopy-recover, postcopy-active, completed',
    ],
  ])('%s', (fixture, expected) => {
    expect(changes(inputsOf(fixture), state => state.migration.status)).toBe(expected);
  });

  it('has the error of the migration it belongs to', () => {
    const errors = changes(inputsOf('migrate-fail'), state => state.migration.error ?? '-');
    expect(errors).toMatch(/^-, Failed to connect to '\/run.*, -, Failed to.*, -, Unable to.*, -$/);
  });

  it('knows its progress and whether it was asked for here', () => {
    const { migration } = lastOf(inputsOf('migrate-pause').slice(0, 9));
    expect(migration).toMatchObject({ isAsked: true, pass: 2, total: 67641344 });
  });

  const row = (status: string, ram = {}) =>
    answered('query-migrate', { status, ...(status === 'active' ? { ram } : {}) });
  const event = (status: string) => seen('MIGRATION', { status });

  it('knows the pass and what the guest changes without any event', () => {
    const ram = { 'dirty-sync-count': 3, 'dirty-pages-rate': 10, 'page-size': 4096 };
    const { migration } = lastOf([row('active', ram)]);
    expect([migration.pass, migration.dirtied]).toEqual([3, 40960]);
  });

  it('tells nothing of what the guest changes where the size of a page is not known', () => {
    const { migration } = lastOf([row('active', { 'dirty-pages-rate': 10 })]);
    expect(migration.dirtied).toBeUndefined();
  });

  it.each<[what: string, inputs: SessionInput[], underWay: string]>([
    ['from its first sight to its last', [row('active'), row('completed')], 'true 0, false 1'],
    ['from the command on', [answered('migrate', {}), row('failed')], 'true 0, false 1'],
    [
      'until more is known of its end than an event tells',
      [event('setup'), event('active'), event('completed'), row('completed')],
      'true 0, false 1',
    ],
    ['not when it was over before', [row('completed')], 'false 0'],
    ['not while there is none', [row('none')], 'false 0'],
    [
      'not in colo, which has no end',
      [event('active'), event('colo'), row('colo')],
      'true 0, false 0',
    ],
    [
      'each time anew',
      [row('active'), row('cancelled'), row('active'), row('completed')],
      'true 0, false 1, true 1, false 2',
    ],
  ])('is under way %s', (_what, inputs, underWay) => {
    expect(
      changes(inputs, ({ migration: { isUnderWay, ended } }) => `${isUnderWay} ${ended}`),
    ).toBe(underWay);
  });
});

it('a dump is known by its event and by query-dump', () => {
  const active = { status: 'active', completed: 1, total: 2 };
  const done = { result: { status: 'failed', completed: 2, total: 2 }, error: 'no space' };
  const inputs = [answered('query-dump', active), seen('DUMP_COMPLETED', done)];
  expect(changes(inputs, state => state.dump.status)).toBe('active, failed');
  expect(lastOf(inputs).dump.error).toBe('no space');
});

describe('the run state', () => {
  const PAUSED = answered('query-status', { status: 'io-error', running: false });

  it.each([
    ['is unknown at first', [], undefined, false],
    ['is what query-status says', [PAUSED], 'io-error', true],
    ['is guessed after STOP', [seen('STOP')], 'paused', false],
    ['is certain after RESUME', [PAUSED, seen('RESUME')], 'running', true],
    ['is doubtful after an event that may change it', [PAUSED, seen('RESET')], 'io-error', false],
    ['is not touched by others', [PAUSED, seen('RTC_CHANGE')], 'io-error', true],
  ])('%s', (_title, inputs, status, isCertain) => {
    expect(lastOf(inputs).runState).toMatchObject({ isCertain, ...(status && { status }) });
  });

  it('remembers the last shutdown until the VM runs again', () => {
    const shutdown = seen('SHUTDOWN', { guest: true, reason: 'guest-shutdown' });
    expect(lastOf([shutdown]).runState.shutdown).toEqual({ guest: true, reason: 'guest-shutdown' });
    expect(lastOf([shutdown, seen('RESUME')]).runState.shutdown).toBeUndefined();
  });
});

describe('a refused unplug', () => {
  const refusal = seen(
    'DEVICE_UNPLUG_GUEST_ERROR',
    { device: 'd', path: '/machine/peripheral/d' },
    5,
  );

  it.each([
    ['is remembered by id and path', [refusal], ['d', '/machine/peripheral/d']],
    [
      'is forgotten when asked for again',
      [refusal, answered('device_del', {}, { id: 'd' }, 6)],
      ['/machine/peripheral/d'],
    ],
    [
      'is kept if it came before the reply',
      [refusal, answered('device_del', {}, { id: 'd' }, 5)],
      ['d', '/machine/peripheral/d'],
    ],
  ])('%s', (_title, inputs, names) => {
    expect([...lastOf(inputs).devices.refused.keys()]).toEqual(names);
  });

  it('is remembered for a bounded number of devices', () => {
    const many = Array.from({ length: 500 }, (_, n) =>
      seen('MEM_UNPLUG_ERROR', { device: `d${n}`, msg: 'x' }),
    );
    expect(lastOf(many).devices.refused.size).toBeLessThanOrEqual(64);
  });
});
