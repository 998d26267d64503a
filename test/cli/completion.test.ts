// `qmpsh completion`: the scripts in the shells themselves, as far as these are installed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scratchFolder } from '../lab/lifetime.js';
import { describeReal, QEMU, type Server, startQemu } from '../lab/servers.js';
import { BIN, environment, qmpsh } from './qmpsh.js';

/** A PATH on which qmpsh is the built program. */
function pathWithQmpsh(): string {
  const folder = join(scratchFolder(), 'bin');
  mkdirSync(folder);
  symlinkSync(BIN, join(folder, 'qmpsh'));
  return [folder, process.env.PATH].join(delimiter);
}

const words = async (...args: string[]): Promise<string[]> =>
  (await qmpsh(['complete', '--words', '--', ...args])).lines.map(line => line.split('\t')[0]!);

describe('qmpsh completion', () => {
  it.each(['bash', 'zsh', 'fish'])('has a script for %s', async shell => {
    const run = await qmpsh(['completion', shell]);
    expect(run.stdout).toContain('complete --words');
  });

  it('knows no other shell', async () => {
    expect((await qmpsh(['completion', 'tcsh'])).code).toBe(2);
  });
});

describe('the words of a command line', () => {
  it.each([
    ['options', ['--ou'], '--output'],
    ['values of options', ['-o', 'hu'], 'human'],
    ['subcommands', ['compl'], 'complete'],
    ['words of subcommands', ['completion', 'z'], 'zsh'],
    ['files as targets', ['test/sh'], 'test/shell/'],
  ])('are completed: %s', async (_, typed, expected) => {
    expect(await words(...typed)).toContain(expected);
  });

  it('come to nothing, silently, where no server is', async () => {
    const run = await qmpsh(['complete', '--words', '--', '/nowhere.sock', 'q']);
    expect([run.code, run.stdout]).toEqual([0, '']);
  });
});

describeReal('the words of a command for a server', () => {
  let vm: Server;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    vm = await startQemu();
    env = environment({ PATH: pathWithQmpsh() });
  });

  it('are its commands, members and values', async () => {
    expect(await words(vm.socket, 'query-stat')).toContain('query-status');
    expect(await words(vm.socket, 'block_resize', 'si')).toContain('size=');
    expect(await words(vm.socket, 'chardev-remove', 'id=co')).toEqual(['id=compat_monitor0']);
  });

  it('have the sockets of running servers before them', async () => {
    expect(await words(vm.socket.slice(0, -1))).toContain(vm.socket);
  });

  it('are completed by bash', () => {
    const line = `qmpsh ${vm.socket} chardev-remove id=co`;
    const script = `source <(qmpsh completion bash); COMP_LINE='${line}'; COMP_POINT=${line.length}
      _qmpsh 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync('bash', ['-c', script], { env, encoding: 'utf8' });
    expect(out).toBe('compat_monitor0\n');
  });
});

describeReal('the words of a command in fish', () => {
  it('are completed', async () => {
    const { socket } = await startQemu();
    const script = `qmpsh completion fish | source; complete -C 'qmpsh ${socket} query-stat'`;
    const env = environment({ PATH: pathWithQmpsh() });
    const out = execFileSync('fish', ['-c', script], { env, encoding: 'utf8' });
    expect(out).toContain('query-status\t');
  });
}, [QEMU, 'fish']);

describeReal('the script for zsh', () => {
  it('is sound, and registers itself', async () => {
    const script =
      'autoload -U compinit; compinit -u -D; source <(qmpsh completion zsh); print $_comps[qmpsh]';
    const env = environment({ PATH: pathWithQmpsh() });
    expect(execFileSync('zsh', ['-fc', script], { env, encoding: 'utf8' })).toBe('_qmpsh\n');
  });
}, ['zsh']);
