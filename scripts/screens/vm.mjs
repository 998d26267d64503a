// A VM to make pictures of: a real QEMU in a folder of its own, named so that no path of this host is to be seen.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const SOCKET = 'vm.sock';
export const NAME = 'fedora-vm';

export async function startVm(args = []) {
  const folder = mkdtempSync(join(tmpdir(), 'qmpsh-screens-'));
  const ended = [];
  const start = (program, words) => {
    const child = spawn(program, words, { cwd: folder, stdio: 'ignore' });
    ended.push(() => child.kill('SIGKILL'));
    return child;
  };
  makeDisk(folder, 'disk0.qcow2');
  start('qemu-system-x86_64', [
    ...['-machine', 'none', '-nodefaults', '-display', 'none', '-name', NAME],
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
