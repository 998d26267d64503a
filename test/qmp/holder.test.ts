import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rowsFrom, type SocketRow, socketUse } from '../../src/qmp/holder.js';
import { connected, holdSocket } from '../lab/clients.js';
import { fakeServer } from '../lab/fake-server.js';
import { scratchFolder } from '../lab/lifetime.js';
import { isInstalled } from '../lab/servers.js';

describe('a line of ss', () => {
  it.each<[string, string, SocketRow]>([
    [
      'of one who listens',
      'u_str LISTEN 1      1          /tmp/s 24020            * 0    users:(("qemu-system-x86",pid=13006,fd=3))',
      {
        state: 'LISTEN',
        name: '/tmp/s',
        inode: 24020,
        peerInode: 0,
        user: { name: 'qemu-system-x86', pid: 13006 },
      },
    ],
    [
      'of a client',
      'u_str ESTAB 142    0                  * 24084            * 22695 users:(("python3",pid=13010,fd=3),("sh",pid=1,fd=3))',
      {
        state: 'ESTAB',
        name: '*',
        inode: 24084,
        peerInode: 22695,
        user: { name: 'python3', pid: 13010 },
      },
    ],
    [
      'of one whose file is told',
      'u_str LISTEN 0 1 /tmp/s 24020 * 0 users:(("qemu",pid=7,fd=3)) <-> ino:2151136 dev:0/65024 peers:',
      {
        state: 'LISTEN',
        name: '/tmp/s',
        inode: 24020,
        peerInode: 0,
        user: { name: 'qemu', pid: 7 },
        fileInode: 2151136,
      },
    ],
    [
      'of a path with blanks, of which the user is not told',
      'u_str ESTAB  0 768 /tmp/my vm 22695 * 24084 ',
      { state: 'ESTAB', name: '/tmp/my vm', inode: 22695, peerInode: 24084 },
    ],
  ])('%s', (_what, line, row) => {
    expect(rowsFrom(line)).toEqual([row]);
  });

  it.each([
    '',
    'Netid State Recv-Q Send-Q Local Address:Port',
    'tcp ESTAB 0 0 1.2.3.4:5 6.7.8.9:1',
    'u_str',
    'nonsense',
  ])('%j is passed over', line => {
    expect(rowsFrom(line)).toEqual([]);
  });
});

describe.skipIf(process.platform !== 'linux')('who uses a socket', () => {
  it('is the process that listens', async () => {
    const { listener } = await socketUse(await fakeServer(() => undefined));
    expect(listener?.pid).toBe(process.pid);
  });

  it.skipIf(!isInstalled('ss'))('is the process that is connected (needs ss)', async () => {
    const path = await fakeServer(() => undefined);
    const pid = await holdSocket(path);
    expect((await socketUse(path)).holder).toEqual({ name: expect.any(String), pid });
  });

  it('is not this process, which only asks', async () => {
    const path = await fakeServer(peer => peer.negotiate().then(() => undefined));
    await connected(path);
    expect((await socketUse(path)).holder).toBeUndefined();
  });

  it('is nobody where nothing is', async () => {
    expect(await socketUse(join(scratchFolder(), 'none'))).toEqual({});
  });
});
