// The QMP servers and guest agents of this host, as their command lines and the system's tables of sockets tell.
// Looks only: nothing is connected to.
import { type Process, rowsFrom, type SocketRow, ssOutput, useFrom } from '../../qmp/holder.js';
import type { Target } from '../../qmp/target.js';
import { type Address, type DeclaredServer, declaredBy } from './declared.js';
import {
  commandLines,
  fileInodeAt,
  pathIn,
  socketsOf,
  type TcpSocket,
  tcpSockets,
  type UnixSocket,
  unixSockets,
} from './proc.js';

/** A socket on which somebody listens. */
export interface FoundServer {
  /** Of the VM, if it has one. */
  readonly name: string | undefined;
  readonly pid: number;
  readonly kind: 'qmp' | 'guest-agent';
  readonly target: Extract<Target, { kind: 'unix' | 'tcp' }>;
  /** A VM that does not start before its first client comes, and then goes on when it leaves. */
  readonly waits: boolean;
  /** Who is connected to it; `unknown` where the system does not tell. */
  readonly holder: Process | 'unknown' | undefined;
}

/** The system's tables at one moment. */
interface Tables {
  readonly unix: readonly UnixSocket[];
  readonly tcp: readonly TcpSocket[];
  readonly rows: readonly SocketRow[];
}

/** All servers that can be found, by process id. */
export async function serversHere(): Promise<readonly FoundServer[]> {
  const tables = { unix: unixSockets(), tcp: tcpSockets(), rows: rowsFrom(await ssOutput()) };
  const found = commandLines().flatMap(({ pid, argv }) => {
    const declared = declaredBy(argv);
    return (declared?.servers ?? []).flatMap(server =>
      foundFrom({ pid, name: declared?.name }, server, tables),
    );
  });
  return [...found].sort((a, b) => a.pid - b.pid);
}

/** Whether a unix socket is that of a guest agent, or of the port through which QEMU passes one on. */
export function isAgentSocket(path: string): boolean {
  const unix = unixSockets();
  return commandLines().some(({ pid, argv }) =>
    declaredBy(argv)?.servers.some(
      ({ kind, address }) =>
        kind === 'guest-agent' && socketAt(pid, address, unix)?.path === pathIn(process.pid, path),
    ),
  );
}

interface Owner {
  readonly pid: number;
  readonly name: string | undefined;
}

function foundFrom(owner: Owner, server: DeclaredServer, tables: Tables): readonly FoundServer[] {
  const { kind, address, waits } = server;
  if (address.kind === 'tcp') {
    const own = tables.tcp.filter(socket => socket.port === address.port);
    if (!own.some(socket => socket.listens)) return [];
    const holder = own.some(socket => !socket.listens) ? 'unknown' : undefined;
    return [{ ...owner, kind, waits, target: address, holder }];
  }
  const socket = socketAt(owner.pid, address, tables.unix);
  if (socket === undefined || isTakenOver(socket, tables.rows)) return [];
  const target = { kind: 'unix', path: socket.path } as const;
  return [{ ...owner, kind, waits, target, holder: holderOf(socket, tables) }];
}

interface OwnSocket {
  /** Absolute. */
  readonly path: string;
  /** As it was given to bind. */
  readonly boundPath: string;
  readonly inode: number;
}

/** The listening socket of the process at the address, if there is one. */
function socketAt(
  pid: number,
  address: Address,
  unix: readonly UnixSocket[],
): OwnSocket | undefined {
  if (address.kind === 'tcp') return undefined;
  const own = socketsOf(pid);
  const inode = address.kind === 'fd' ? own?.get(address.fd) : undefined;
  if (address.kind === 'fd' && inode === undefined) return undefined;
  const inodes = own && new Set(own.values());
  const socket = unix.find(row => {
    if (!row.listens || inodes?.has(row.inode) === false) return false;
    if (address.kind === 'fd') return row.inode === inode;
    return pathIn(pid, row.path) === pathIn(pid, address.path);
  });
  return socket && { ...socket, path: pathIn(pid, socket.path), boundPath: socket.path };
}

/** Whether the path leads elsewhere by now, or nowhere. Where that cannot be told, it is taken to be right. */
function isTakenOver({ path, inode }: OwnSocket, rows: readonly SocketRow[]): boolean {
  const bound = rows.find(row => row.inode === inode)?.fileInode;
  const found = bound === undefined ? undefined : fileInodeAt(path);
  return found !== undefined && found !== bound;
}

function holderOf({ path, boundPath }: OwnSocket, { unix, rows }: Tables): FoundServer['holder'] {
  const isHeld = unix.some(row => !row.listens && row.path === boundPath);
  return isHeld ? (useFrom(rows, path).holder ?? 'unknown') : undefined;
}
