// The time of day set forwards and backwards by hours while something is waited for: limits stay what they were.
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HistoryFile } from '../../src/editor/history-file.js';
import { connect } from '../../src/qmp/connect.js';
import { TransportError } from '../../src/qmp/errors.js';
import { fakeServer } from '../lab/fake-server.js';
import { scratchFolder } from '../lab/lifetime.js';

const HOUR = 3_600_000;
const STEPS = [
  ['forwards', HOUR],
  ['backwards', -HOUR],
] as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Sets the clock as soon as there is something to wait for. */
function step(by: number): void {
  setTimeout(() => vi.setSystemTime(Date.now() + by), 20);
}

describe.each(STEPS)('the clock set %s', (_way, by) => {
  it('neither ends nor prolongs the wait for a server that is not there', async () => {
    const path = join(scratchFolder(), 'none');
    const start = performance.now();
    step(by);
    await expect(connect(path, { retryMs: 250 })).rejects.toThrow(TransportError);
    expect(performance.now() - start).toBeGreaterThan(100);
  });

  it('lets a connection come about that is retried', async () => {
    const path = join(scratchFolder(), 'late');
    step(by);
    setTimeout(() => void fakeServer(peer => void peer.negotiate(), path), 150);
    const client = await connect(path, { retryMs: 5_000 });
    await client.close();
  });

  it('does not end the wait for a silent server before its time', async () => {
    const path = await fakeServer(() => undefined);
    const start = performance.now();
    step(by);
    await expect(connect(path, { timeoutMs: 200 })).rejects.toThrow('says nothing');
    expect(performance.now() - start).toBeGreaterThan(150);
  });

  it('loses no line of the history', () => {
    const file = new HistoryFile(join(scratchFolder(), 'history'), message =>
      expect(message).toBe(''),
    );
    file.append({ t: Date.now(), vm: 'v', line: 'first' });
    vi.setSystemTime(Date.now() + by);
    file.append({ t: Date.now(), vm: 'v', line: 'second' });
    expect(
      file
        .load()
        .map(entry => entry.line)
        .sort(),
    ).toEqual(['first', 'second']);
  });
});
