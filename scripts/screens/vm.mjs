// A VM to make pictures of: a real QEMU in a folder of its own, named so that no path of this host is to be seen.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const SOCKET = 'vm.sock';
export const NAME = 'fedora-vm';

/** @param noiseMiB of memory that is no zeros, in a machine that can be migrated */
export async function startVm(args = [], { noiseMiB = 0 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'qmpsh-screens-'));
  const ended = [];
  const start = (program, words) => {
    const child = spawn(program, words, { cwd: folder, stdio: 'ignore' });
    ended.push(() => child.kill('SIGKILL'));
    return child;
  };
  makeDisk(folder, 'disk0.qcow2');
  const machine = noiseMiB > 0 ? noisyMachine(folder, noiseMiB) : ['-machine', 'none'];
  start('qemu-system-x86_64', [
    ...[...machine, '-nodefaults', '-display', 'none', '-name', NAME],
    ...['-blockdev', 'qcow2,node-name=disk0,file.driver=file,file.filename=disk0.qcow2'],
    ...['-qmp', `unix:${SOCKET},server=on,wait=off`, ...args],
  ]);
  await until(() => existsSync(join(folder, SOCKET)), 'socket of QEMU');
  const stop = () => {
    for (const end of ended) end();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { folder, start, stop, whenStopped: end => ended.unshift(end) };
}

function noisyMachine(folder, noiseMiB) {
  writeFileSync(join(folder, 'noise'), randomBytes(noiseMiB * 1024 * 1024));
  const loader = 'loader,file=noise,addr=0x400000,force-raw=on';
  return ['-machine', 'pc,accel=tcg', '-m', '64', '-device', loader];
}

/** `qcow2` or `raw`, as the name ends. */
export function makeDisk(folder, name) {
  const [, format] = name.split('.');
  spawnSync('qemu-img', ['create', '-q', '-f', format, name, '64M'], { cwd: folder });
}

export async function until(holds, what, limit = 20_000) {
  const end = Date.now() + limit;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`no ${typeof what === 'function' ? what() : what}`);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}
