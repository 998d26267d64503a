// `.blocks` and `.qom` on real servers.
import { expect, it } from 'vitest';
import { stringWidth } from '../../src/text/width.js';
import {
  describeReal,
  makeImage,
  QEMU,
  type Server,
  STORAGE_DAEMON,
  startQemu,
  startStorageDaemon,
} from '../lab/servers.js';
import { qmpsh } from './qmpsh.js';

const human = async (server: Server, line: string, columns = 80) => {
  const run = await qmpsh(['-o', 'human', server.socket, '-c', line], {
    env: { COLUMNS: String(columns) },
  });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return run.lines;
};
const data = async (server: Server, line: string) => {
  const run = await qmpsh([server.socket, '-c', line]);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(run.stdout);
};
const plain = (line: string) => line.trim().replace(/ +/g, ' ');
const add = async (server: Server, lines: readonly string[]) => {
  const input = lines.map(line => `blockdev-add ${line}\n`).join('');
  expect((await qmpsh(['--pipeline', server.socket], { input })).code).toBe(0);
};
const count = (length: number, line: (at: number) => string) =>
  Array.from({ length }, (_, at) => line(at));

describeReal('.blocks', () => {
  it('shows devices, filters and backing chains with sizes and formats', async () => {
    const [base, top] = [makeImage('qcow2', '64M'), makeImage('qcow2', '64M')];
    const server = await startQemu(
      [
        ...['-S', '-blockdev', `qcow2,node-name=base,file.driver=file,file.filename=${base}`],
        ...['-blockdev', `qcow2,node-name=top,file.driver=file,file.filename=${top},backing=base`],
        ...['-device', 'virtio-blk-pci,id=vd1,drive=top'],
      ],
      { machine: 'q35,accel=tcg' },
    );
    const run = await qmpsh([server.socket], {
      input: `blockdev-add driver=null-co node-name=t size=64M
        blockdev-mirror job-id=j0 device=top target=t sync=full speed=1\n`,
    });
    expect(run.code).toBe(0);
    expect((await human(server, '.blocks', 120)).map(plain)).toEqual([
      'node is driver size on disk file',
      'vd1 device',
      expect.stringMatching(/^└ #block\d+ mirror_top 64 MiB/),
      expect.stringMatching(/^top backing qcow2 on file 64 MiB \d+ KiB \S+img$/),
      expect.stringMatching(/^base backing qcow2 on file 64 MiB \d+ KiB \S+img$/),
      expect.stringMatching(/^t no user null-co 64 MiB 0 B/),
      'j0 job',
      expect.stringMatching(/^├ #block\d+ main node ↑$/),
      '├ top source ↑',
      '└ t target ↑',
    ]);
    const { users, nodes } = await data(server, '.blocks');
    expect(users.map((user: { kind: string }) => user.kind)).toEqual(['device', 'job']);
    expect(nodes).toContainEqual(
      expect.objectContaining({
        'node-name': 'top',
        'virtual-size': 67108864,
        children: expect.arrayContaining([{ as: 'backing', node: 'base' }]),
      }),
    );
  });

  it.each([60, 80, 120])('shows a chain of 60 and a graph of 20 in %i columns', async columns => {
    const server = await startQemu();
    await add(server, ['driver=null-co node-name=c0 size=1M']);
    await add(
      server,
      count(59, at => `driver=copy-on-read node-name=c${at + 1} file=c${at}`),
    );
    await add(
      server,
      count(16, at => `driver=null-co node-name=leaf${at} size=1M`),
    );
    const quorum = (at: number) =>
      `leaf${at * 4},leaf${at * 4 + 1},leaf${at * 4 + 2},leaf${at * 4 + 3}`;
    await add(
      server,
      count(4, at => `driver=quorum node-name=q${at} vote-threshold=1 children=${quorum(at)}`),
    );
    const lines = await human(server, '.blocks', columns);
    expect(Math.max(...lines.map(stringWidth))).toBeLessThanOrEqual(columns);
    const names = lines.map(line => line.replace(/^[ ├└│]+/, '').split(' ')[0]);
    const chain = count(60, at => `c${59 - at}`);
    expect(names.slice(1)).toEqual(
      expect.arrayContaining([...chain, ...count(16, at => `leaf${at}`)]),
    );
    expect(names.slice(names.indexOf('c59'), names.indexOf('c59') + 60)).toEqual(chain);
  });
});

describeReal('.blocks and .qom on a storage daemon', () => {
  it('show exports, and the objects that there are', async () => {
    const server = await startStorageDaemon([
      ...['--blockdev', 'null-co,node-name=n0,size=1048576'],
      ...['--object', 'iothread,id=io0'],
      ...['--nbd-server', 'addr.type=unix,addr.path=$D/nbd'],
      ...['--export', 'nbd,id=e0,node-name=n0,name=exp'],
    ]);
    const blocks = (await human(server, '.blocks')).map(plain);
    expect(blocks).toEqual(
      expect.arrayContaining(['e0 (nbd) export', expect.stringMatching(/^└ n0 null-co/)]),
    );
    const root = await data(server, '.qom');
    expect(root.path).toBe('/');
    expect(root.children).toContainEqual({ name: 'objects', type: 'container' });
    const thread = await data(server, '.qom /objects/io0');
    expect(thread.properties).toContainEqual(
      expect.objectContaining({ name: 'poll-max-ns', type: 'int', value: 32768 }),
    );
  });
}, [STORAGE_DAEMON]);

describeReal('.qom', () => {
  const start = () =>
    startQemu(['-S', '-device', 'virtio-rng-pci,id=rng0'], { machine: 'q35,accel=tcg' });

  it('walks from the machine down, with values and types', async () => {
    const server = await start();
    const machine = (await human(server, '.qom')).map(plain);
    expect(machine).toEqual(
      expect.arrayContaining([
        '/machine',
        '├ peripheral container',
        expect.stringMatching(/^firmware \S+ string$/),
      ]),
    );
    const device = (await human(server, '.qom /machine/peripheral/rng0')).map(plain);
    expect(device).toEqual(
      expect.arrayContaining([
        'realized yes bool',
        expect.stringMatching(/^parent_bus → \/machine\/q35\/pcie\.0 bus$/),
      ]),
    );
  });

  it('fails as the server does where there is no such object', async () => {
    const run = await qmpsh([(await start()).socket, '-c', '.qom /nowhere']);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain('/nowhere');
  });
}, [QEMU]);
