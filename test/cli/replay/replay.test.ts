// `qmpsh replay`: logs shown again.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../../lab/lifetime.js';
import { qmpsh, startQmpsh } from '../qmpsh.js';

const at = (second: string, dir: string, message: unknown) =>
  JSON.stringify({ time: `2026-11-20T12:04:${second}Z`, dir, message });

const LOG = [
  at('31.000', '>', { execute: 'query-status', id: 'a1' }),
  at('31.200', '<', { return: { status: 'running' }, id: 'a1' }),
  at('31.300', '<', { event: 'STOP', timestamp: { seconds: 1795174026, microseconds: 0 } }),
  at('31.300', '>', { execute: 'set_password', arguments: { protocol: 'vnc', password: 'hush' } }),
  at('31.400', '<', { error: { class: 'GenericError', desc: 'no\u001b[2J' } }),
];

function logOf(lines: readonly string[]): string {
  const file = join(scratchFolder(), 'log');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const shown = async (lines: readonly string[], ...args: string[]) =>
  qmpsh(['replay', logOf(lines), '--speed', 'max', ...args]);

describe('a log', () => {
  it('is shown line by line, as it passed', async () => {
    const { lines, code } = await shown(LOG);
    expect(code).toBe(0);
    expect(lines.map(line => line.replace(/^\d\d:\d\d:\d\d /, ''))).toEqual([
      '❯ query-status',
      '{"return": {"status": "running"}}',
      'STOP',
      '❯ set_password {"protocol": "vnc", "password": "\\u2039secret\\u203A"}',
      '{"error": {"class": "GenericError", "desc": "no\\u001B[2J"}}',
    ]);
  });

  it('has replies laid out for people, where that is wanted', async () => {
    const { stdout } = await shown(LOG, '-o', 'human');
    expect(stdout).toContain('  status  running');
    expect(stdout).not.toContain('hush');
    expect(stdout).not.toContain('\u001b[2J');
  });

  it('comes at its own speed, or faster', async () => {
    const ended: string[] = [];
    const run = async (name: string, ...args: string[]) => {
      await qmpsh(['replay', logOf(LOG), ...args]);
      ended.push(name);
    };
    await Promise.all([run('as it was', '--speed', '0.2'), run('faster', '--speed', '100')]);
    expect(ended).toEqual(['faster', 'as it was']);
  });

  it('goes on step by step, until no more is wanted', async () => {
    const { lines } = await qmpsh(['replay', logOf(LOG), '--step'], { input: '\n\nq' });
    expect(lines).toHaveLength(3);
  });

  it('says which lines are none, and shows the others', async () => {
    const { lines, stderr, code } = await shown(['nonsense', ...LOG, '{"time": 1}']);
    expect([code, lines.length]).toEqual([2, LOG.length]);
    expect(stderr).toMatch(
      /log:1: expected a JSON object\n[\s\S]*log:7: expected a time in 'time'/,
    );
  });

  it.each([[[]], [['/nope/log']], [['a', 'b']], [['--bogus', 'a']], [['a', '--speed', 'slow']]])(
    'is not to be had from %j',
    async args => {
      expect((await qmpsh(['replay', ...args])).code).toBe(2);
    },
  );
});

it('a log of a session is shown with what was sent and what came', async () => {
  const file = join(scratchFolder(), 'log');
  await qmpsh(['--log', file, 'demo:', '-c', 'stop', '-c', '.demo clock off']);
  const { stdout } = await qmpsh(['replay', file, '--speed', 'max']);
  expect(stdout).toMatch(/❯ stop\n.* STOP\n\{"return": \{\}\}\n.*❯ \.demo clock off/);
  expect(readFileSync(file, 'utf8')).toContain('qmp_capabilities');
});

it('ends by a signal as any program does', async () => {
  const child = startQmpsh(['replay', logOf(LOG), '--step']);
  await new Promise(resolve => child.stdout.once('data', resolve));
  child.kill('SIGTERM');
  expect(await new Promise(resolve => child.once('exit', resolve))).toBe(143);
});
