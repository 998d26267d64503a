// The ssh command line for a target, and its quoting for two shells and socat.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellWord, sshCommand } from '../../../src/cli/reach/ssh.js';
import { type SshTarget, targetFromText } from '../../../src/qmp/target.js';

const target = (more: Partial<SshTarget> = {}): SshTarget => ({
  kind: 'ssh',
  host: 'h',
  path: '/run/vm.sock',
  ...more,
});

const argsOf = (more: Partial<SshTarget>, ssh = 'ssh', mayAsk = true) =>
  sshCommand(target(more), ssh, mayAsk).args.slice(0, -1);

describe('the ssh command', () => {
  it.each([
    ['the host alone', {}, ['-T', '--', 'h']],
    ['a user', { user: 'root' }, ['-T', '-l', 'root', '--', 'h']],
    ['a port', { port: 2222 }, ['-T', '-p', '2222', '--', 'h']],
    ['an address', { host: '::1' }, ['-T', '--', '::1']],
  ])('names %s', (_what, more, args) => {
    expect(argsOf(more)).toEqual(args);
  });

  it('asks for nothing where nobody is there to answer', () => {
    expect(argsOf({}, 'ssh', false)).toEqual(['-T', '-o', 'BatchMode=yes', '--', 'h']);
  });

  it('begins with the options of QMPSH_SSH', () => {
    const { file, args } = sshCommand(target(), '/opt/ssh  -F config', true);
    expect([file, ...args.slice(0, 3)]).toEqual(['/opt/ssh', '-F', 'config', '-T']);
  });

  it.each(['ssh://-oProxyCommand=x/vm.sock', 'ssh://-x@h/vm.sock'])('is not made for %s', text => {
    expect(targetFromText(text).kind).toBe('bad');
  });
});

describe('a word for a shell', () => {
  it.each(["it's", '$(id)', '`id`', 'a b;c', '"', "''", '!x', 'a\nb', '*'])('keeps %j', text => {
    const printed = execFileSync('/bin/sh', ['-c', `printf %s ${shellWord(text)}`]);
    expect(String(printed)).toBe(text);
  });
});
