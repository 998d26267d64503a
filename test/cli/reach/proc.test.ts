// The system's tables of sockets, as Linux prints them.
import { describe, expect, it } from 'vitest';
import { tcpSockets, unixSockets } from '../../../src/cli/reach/proc.js';

const UNIX_HEAD = 'Num       RefCount Protocol Flags    Type St Inode Path';

describe('the table of unix sockets', () => {
  it.each<[string, string, object]>([
    [
      'one who listens',
      '000000001: 00000002 00000000 00010000 0001 01 92390 /run/vm.sock',
      { path: '/run/vm.sock', inode: 92390, listens: true },
    ],
    [
      "a server's end of a connection",
      '000000001: 00000003 00000000 00000000 0001 03    17 /run/vm.sock',
      { path: '/run/vm.sock', inode: 17, listens: false },
    ],
    [
      'a path with blanks',
      '000000001: 00000002 00000000 00010000 0001 01 5 /run/my  vm',
      { path: '/run/my  vm', inode: 5, listens: true },
    ],
  ])('has %s', (_what, line, socket) => {
    expect(unixSockets(`${UNIX_HEAD}\n${line}\n`)).toEqual([socket]);
  });

  it('passes over sockets without a path', () => {
    expect(unixSockets('000000001: 00000003 00000000 00000000 0001 03 557173\n')).toEqual([]);
  });
});

describe('the table of TCP sockets', () => {
  const row = (local: string, state: string) =>
    `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  0  0 1204 1 0\n`;

  it.each<[string, string, readonly object[]]>([
    ['one who listens', row('0100007F:115C', '0A'), [{ port: 4444, listens: true }]],
    ['a connection', row('0100007F:115C', '01'), [{ port: 4444, listens: false }]],
    ['IPv6', row('00000000000000000000000001000000:115C', '0A'), [{ port: 4444, listens: true }]],
    ['nothing of a connection that is over', row('0100007F:115C', '06'), []],
  ])('has %s', (_what, table, sockets) => {
    expect(tcpSockets(table)).toEqual(sockets);
  });
});
