// Writes docs/pictures/: the real screen beside a real QEMU, as SVG. Run it again when the screen looks different:
// node scripts/pictures.mjs [NAME...]
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from './screens/session.mjs';
import { rowsOf, svgOf } from './screens/svg.mjs';
import { makeDisk, startVm, until } from './screens/vm.mjs';

const FOLDER = new URL('../docs/pictures/', import.meta.url);
const TAB = '\t';
const F9 = '\x1b[20~';

/** Each picture: its title, and what gives its screens. */
const PICTURES = {
  completion: [
    'A command is led through: its members, their values, what would be sent',
    completion,
  ],
  jobs: ['Block jobs run, with their progress, while a line is typed', jobs],
  storm: ['15,000 events a second are counted; the line that is typed stays', storm],
  yank: ['A main loop hangs in storage that is gone; a yank out of band frees it', yank],
};

async function completion(vm) {
  const session = new Session(vm, { columns: 92, rows: 22 });
  await session.see(/● running/);
  await session.type('bdadd', /Open an image/);
  await session.type(`${TAB}driver=qcow2 node-name=disk1 fi`, /file\.? +BlockdevRef/);
  return [rowsOf(session.screen)];
}

async function jobs(vm) {
  for (const disk of ['a', 'b']) makeDisk(vm.folder, `${disk}.qcow2`);
  const session = new Session(vm, { columns: 92, rows: 22 });
  await session.see(/● running/);
  await session.type('.events off\r', /❯ \.events off\n/);
  for (const [disk, id, speed] of [
    ['a', 'nightly', '8M'],
    ['b', 'to-nfs', '5M'],
  ]) {
    await session.type(
      `blockdev-add qcow2 node-name=${disk} file.driver=file file.filename=${disk}.qcow2\r`,
      /ok [\d.]+ m?s/,
    );
    await session.type(
      `blockdev-backup device=disk0 target=${disk} sync=full job-id=${id} speed=${speed}\r`,
      /ok [\d.]+ m?s/,
    );
  }
  await session.type('block-job-set-speed nightly ', /speed/);
  await session.see(/nightly .*[3-7]\d %.* left[\s\S]*to-nfs .*\d+ %.* left/);
  return [rowsOf(session.screen)];
}

async function storm(vm) {
  const session = new Session(vm, { columns: 100, rows: 20 });
  await session.see(/● running/);
  await session.type(
    'netdev_add stream id=net0 server=true addr.type=unix addr.path=net0.sock\r',
    /ok [\d.]+ m?s/,
  );
  const flood = spawn(
    'python3',
    [new URL('../bench/flood.py', import.meta.url).pathname, 'net0.sock', '15000', '4'],
    { cwd: vm.folder },
  );
  await session.type('block_resize disk0 10', / events \d{5,}[\s\S]*❯ block_resize disk0 10/);
  await new Promise(resolve => flood.on('exit', resolve));
  return [rowsOf(session.screen)];
}

async function yank(vm) {
  makeDisk(vm.folder, 'remote.raw');
  const storage = vm.start('qemu-storage-daemon', [
    ...['--blockdev', 'file,node-name=f0,filename=remote.raw'],
    ...['--nbd-server', 'addr.type=unix,addr.path=nbd.sock,max-connections=0'],
    ...['--export', 'nbd,id=e0,node-name=f0,name=remote,writable=on'],
  ]);
  await until(() => existsSync(join(vm.folder, 'nbd.sock')), 'socket of the storage daemon');
  const session = new Session(vm, { columns: 92, rows: 22 });
  await session.see(/● running/);
  await session.type(
    'blockdev-add nbd node-name=remote server.type=unix server.path=nbd.sock export=remote\r',
    /ok [\d.]+ m?s/,
  );
  await session.type('blockdev-add null-co node-name=copy size=64M\r', /ok [\d.]+ m?s/);
  await session.type('.events off\r', /❯ \.events off\n/);
  await session.type(
    'blockdev-backup device=remote target=copy sync=full job-id=copying speed=8M\r',
    /copying +backup .* left/,
  );
  storage.kill('SIGSTOP');
  await session.type('stop\r', /main loop blocked [3-9]\.\d s/);
  await session.type(F9, /❯ !yank/);
  const hung = rowsOf(session.screen);
  await session.type('\r', /↳ stop\n +ok/);
  storage.kill('SIGCONT');
  const from = session.seen().split('\n').indexOf('❯ stop');
  return [hung, rowsOf(session.screen, from)];
}

const wanted = process.argv.slice(2);
for (const [name, [title, scene]] of Object.entries(PICTURES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const vm = await startVm();
  writeFileSync(new URL(`${name}.svg`, FOLDER), svgOf(await scene(vm), title));
  vm.stop();
}
process.exit(0);
