// What a client may cost a simulated server that serves others too: it is cut off, or answered, and memory has an end.
import { readFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isJsonArray, isJsonObject } from '../../../src/json/value.js';
import type { QmpClient } from '../../../src/qmp/client.js';
import { connected } from '../../lab/clients.js';
import { until, whenOver } from '../../lab/lifetime.js';
import { served } from './serving.js';

const MIB = 2 ** 20;
/** The limits are 64 MiB each way; what is no longer used is there for a while, too. */
const MOST_BYTES = 1024 * MIB;
const PATIENCE_MS = 60_000;
const NEGOTIATE = '{"execute": "qmp_capabilities"}';

/** A client of the first socket that shows what it does to the VM of the second. */
async function besideOther() {
  const { child, paths } = await served('greedy', 'other');
  const greedy = createConnection(paths[0] ?? '');
  greedy.on('error', () => undefined);
  whenOver(() => greedy.destroy());
  const other = await connected(paths[1] ?? '', { timeoutMs: PATIENCE_MS });
  return { greedy, other, pid: child.pid ?? 0 };
}

/** Whether somebody is at the first socket. */
async function isThere(other: QmpClient): Promise<boolean> {
  const rows = await other.execute('query-chardev');
  const monitor = isJsonArray(rows)
    ? rows.filter(isJsonObject).find(({ label }) => label === 'compat_monitor0')
    : undefined;
  return String(monitor?.filename).startsWith('unix:');
}

/** The most memory that a process has had, in bytes. */
function peakOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) * 1024;
}

/** Writes so much of the text, as fast as it is taken. */
async function pour(socket: Socket, text: string, bytes: number): Promise<void> {
  const chunk = text.repeat(Math.ceil(MIB / text.length));
  for (let sent = 0; sent < bytes && !socket.destroyed; sent += chunk.length)
    await new Promise(resolve => void socket.write(chunk, resolve));
}

describe('demo --listen', { timeout: PATIENCE_MS }, () => {
  it('cuts off who leaves 64 MiB unread, does nothing more for it, and goes on for others', async () => {
    const { greedy, other, pid } = await besideOther();
    await until('it is connected', () => isThere(other));
    const asked = '{"execute": "query-qmp-schema"}'.repeat(1000);
    greedy.write(`${NEGOTIATE}${asked}{"execute": "quit"}`);
    await until('it is cut off', async () => !(await isThere(other)), PATIENCE_MS);
    expect(await other.execute('query-name')).toEqual({ name: 'demo' });
    expect(peakOf(pid)).toBeLessThan(MOST_BYTES);
  });

  it.each([
    ['a string', '{"a": "', 'x', 80, 'JSON token size limit exceeded'],
    ['a number', '', '1', 80, 'JSON token size limit exceeded'],
    ['blanks', '{', '          ', 80, ''],
    ['a list', '[', '1,', 3, 'JSON token count limit exceeded'],
  ])(
    'answers a client whose line never ends, or cuts it off: %s',
    async (_, head, more, megabytes, problem) => {
      const { greedy, other, pid } = await besideOther();
      let said = '';
      greedy.setEncoding('utf8').on('data', text => {
        if (!said.includes(problem)) said += text;
      });
      greedy.write(NEGOTIATE + head);
      await pour(greedy, more, megabytes * MIB);
      await until('it was told or cut off', () => said.includes(problem) || greedy.destroyed);
      expect(await other.execute('query-name')).toEqual({ name: 'demo' });
      expect(peakOf(pid)).toBeLessThan(MOST_BYTES);
    },
  );
});
