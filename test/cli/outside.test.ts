// What a checker from outside found to be otherwise than the page on scripting says.
import { spawn } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeReal, type Server, startQemu } from '../lab/servers.js';
import { BIN, endOf, environment, qmpsh } from './qmpsh.js';

describeReal('a real server', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S']);
  });

  it.each([
    '{"execute":"query-name"',
    '{"execute":"stop","arguments":{"a":[1,2',
    'transaction(',
    'transaction( abort',
    '',
  ])('is sent nothing of %j as a single word', async word => {
    const run = await qmpsh(['-v', vm.socket, word]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    const sent = [...run.stderr.matchAll(/"execute": "([^"]*)"/g)].map(([, name]) => name);
    expect(
      sent.filter(name => !/^(qmp_|query-commands|query-qmp-schema)/.test(name ?? '')),
    ).toEqual([]);
  });

  it.each(['--check', '-n'])('lives on where %s finds lines after quit', async option => {
    const run = await qmpsh([option, vm.socket], { input: 'quit\nquery-name\n' });
    expect(run.code).toBe(2);
    expect((await qmpsh([vm.socket, 'query-name'])).code).toBe(0);
  });

  it.each(['qury-status', 'qury-status now', 'qury-status a=1'])(
    'has the nearest command told for %s',
    async line => {
      const run = await qmpsh([vm.socket], { input: line });
      expect(run.code).toBe(1);
      expect(run.stderr).toContain("did you mean 'query-status'?");
    },
  );

  it('is asked nothing but the command by a bare line under --read-only', async () => {
    const run = await qmpsh(['-v', '--read-only', vm.socket, 'query-status']);
    expect(run.code).toBe(0);
    expect(run.stderr).not.toContain('query-commands');
    expect((await qmpsh(['--read-only', vm.socket, 'stop'])).code).toBe(2);
  });

  it('is not connected to with an --on-timeout that is no line', async () => {
    const run = await qmpsh(['--on-timeout', '{"execute":', vm.socket, 'query-name']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('--on-timeout');
  });

  it('is listened to by a subcommand that stands after options', async () => {
    const run = await qmpsh(['-t', '5', 'events', vm.socket, '--for', '0.1']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  it('gets its reply lost on a full disk with a word about it', async () => {
    const command = '"$0" "$1" "$2" query-name > /dev/full';
    const shell = spawn('bash', ['-c', command, process.execPath, BIN, vm.socket], {
      env: environment(),
    });
    shell.stdin.end();
    const run = await endOf(shell);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^qmpsh: cannot write to standard output: ENOSPC[^\n]*\n$/);
  });
});

describe('two script files', () => {
  it('are one too many', async () => {
    expect((await qmpsh(['-f', 'a', '-f', 'b', 'demo:'])).code).toBe(2);
  });
});
