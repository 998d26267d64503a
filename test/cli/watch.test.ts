// `.watch` in scripts against a real QEMU: a line for every look.
import { expect, it } from 'vitest';
import { describeReal, startQemu } from '../lab/servers.js';
import { endOf, qmpsh, startQmpsh } from './qmpsh.js';

describeReal('.watch in a script', () => {
  it('prints a reply for every look, then goes on', async () => {
    const { socket } = await startQemu();
    const input = '.watch -n 0.1 --count 3 query-status\nquery-name\n';
    const { code, lines } = await qmpsh([socket], { input });
    expect(code).toBe(0);
    expect(lines.slice(0, 3).map(line => JSON.parse(line).return.status)).toEqual(
      Array(3).fill('running'),
    );
    expect(lines[3]).toBe('{"return": {}}');
    expect(lines).toHaveLength(4);
  });

  it.each([
    ['.watch stop', "'stop' may change something: '.watch' repeats only what looks"],
    ['.watch human-monitor-command "stop"', "'human-monitor-command' may change something"],
    ['.watch .hmp quit', "'human-monitor-command' may change something"],
    ['.watch -n 0 query-status', "expected seconds, 0.1 or more, found '0'"],
    ['.watch query-statsu', "'query-statsu' is not known to only look"],
    ['.watch query-status bogus=1', "unexpected member 'bogus'"],
  ])('%j is refused: %s', async (line, message) => {
    const { socket } = await startQemu();
    const { code, stdout, stderr } = await qmpsh([socket, '-c', line]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(stdout).not.toContain('running');
  });

  it('ends with an error of the server, and goes on after one under -k', async () => {
    const { socket } = await startQemu();
    const line = '.watch -n 0.1 --count 2 query-balloon';
    const stopped = await qmpsh([socket, '-c', line]);
    expect([stopped.code, stopped.lines.length]).toEqual([1, 1]);
    const kept = await qmpsh([socket, '-k', '-c', line]);
    expect([kept.code, kept.lines.length]).toEqual([1, 2]);
  });

  it('is checked before anything is sent', async () => {
    const { socket } = await startQemu();
    const { code, stdout } = await qmpsh([socket, '--check'], {
      input: 'query-status\n.watch -n x query-status\n',
    });
    expect([code, stdout]).toEqual([2, '']);
  });

  it('is ended by SIGINT, what was printed stands', async () => {
    const { socket } = await startQemu();
    const child = startQmpsh([socket, '-c', '.watch -n 0.1 query-status']);
    const run = endOf(child);
    await new Promise(resolve => child.stdout.once('data', resolve));
    child.kill('SIGINT');
    const { code, lines } = await run;
    expect(code).toBe(130);
    expect(lines.length).toBeGreaterThan(0);
  });
});
