// What /proc tells: processes and their sockets. As much as this user may see; nothing here throws.
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** The command line of every process, with its id. */
export function commandLines(): readonly {
  readonly pid: number;
  readonly argv: readonly string[];
}[] {
  const pids = attempt(() => readdirSync('/proc')) ?? [];
  return pids.flatMap(name => {
    const text = /^\d+$/.test(name)
      ? attempt(() => readFileSync(`/proc/${name}/cmdline`, 'utf8'))
      : '';
    return text ? [{ pid: Number(name), argv: text.replace(/\0$/, '').split('\0') }] : [];
  });
}

/** The inodes of the process's sockets, by descriptor; undefined where this user may not look. */
export function socketsOf(pid: number): ReadonlyMap<number, number> | undefined {
  const folder = `/proc/${pid}/fd`;
  const descriptors = attempt(() => readdirSync(folder));
  return (
    descriptors &&
    new Map(
      descriptors.flatMap(fd => {
        const link = attempt(() => readlinkSync(`${folder}/${fd}`)) ?? '';
        const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
        return inode === undefined ? [] : [[Number(fd), Number(inode)] as const];
      }),
    )
  );
}

/** The path as the process sees it, made absolute where its folder is known. */
export function pathIn(pid: number, path: string): string {
  const folder = attempt(() => readlinkSync(`/proc/${pid}/cwd`));
  return folder === undefined ? path : resolve(folder, path);
}

/** A unix socket with a path. */
export interface UnixSocket {
  /** As it was given to bind. */
  readonly path: string;
  readonly inode: number;
  /** Else it is the server's end of a connection. */
  readonly listens: boolean;
}

/** __SO_ACCEPTCON, as /proc/net/unix prints it. */
const LISTENS = '00010000';
const UNIX_ROW = /^\S+: \S+ \S+ (\S+) \S+ \S+ +(\d+) (.+)$/;

export function unixSockets(table = textOf('/proc/net/unix')): readonly UnixSocket[] {
  return table.split('\n').flatMap(line => {
    const [, flags, inode, path] = UNIX_ROW.exec(line) ?? [];
    return path === undefined ? [] : [{ path, inode: Number(inode), listens: flags === LISTENS }];
  });
}

/** A TCP socket of this host. */
export interface TcpSocket {
  readonly port: number;
  readonly listens: boolean;
}

/** TCP_ESTABLISHED and TCP_LISTEN, as /proc/net/tcp prints them. */
const ESTABLISHED = '01';
const LISTENING = '0A';
const TCP_ROW = /^ *\d+: [0-9A-F]+:([0-9A-F]{4}) \S+ ([0-9A-F]{2}) /;

export function tcpSockets(
  table = textOf('/proc/net/tcp') + textOf('/proc/net/tcp6'),
): readonly TcpSocket[] {
  return table.split('\n').flatMap(line => {
    const [, port = '', state] = TCP_ROW.exec(line) ?? [];
    if (state !== ESTABLISHED && state !== LISTENING) return [];
    return [{ port: Number.parseInt(port, 16), listens: state === LISTENING }];
  });
}

/** The inode of the file at the path; undefined where this user may not look. */
export function fileInodeAt(path: string): number | 'missing' | undefined {
  return attempt(() => statSync(path, { throwIfNoEntry: false })?.ino ?? 'missing');
}

function textOf(path: string): string {
  return attempt(() => readFileSync(path, 'utf8')) ?? '';
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
