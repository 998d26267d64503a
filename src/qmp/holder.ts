// Who listens on a unix socket, and who is connected to it: from `ss`, else from /proc. Only ever a hint: parsed
// with suspicion, and undefined wherever rights, programs or systems do not tell.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { normalize, resolve } from 'node:path';

/** A process; its name is the kernel's, 15 characters at most: `qemu-system-x86`. */
export interface Process {
  readonly name: string;
  readonly pid: number;
}

export interface SocketUse {
  /** Who serves it. */
  readonly listener?: Process;
  /** Who is connected to it, and served; another process than this. */
  readonly holder?: Process;
}

/** Who uses the socket at that path, of this host. Never rejects. */
export async function socketUse(path: string): Promise<SocketUse> {
  return useFrom(rowsFrom(await ssOutput()), path);
}

/** Who uses the socket at that path, by the rows of `ss`. */
export function useFrom(rows: readonly SocketRow[], path: string): SocketUse {
  const names = namesOf(path);
  const own = rows.filter(row => isSameSocket(row, names));
  const listener = own.find(row => row.state === 'LISTEN')?.user ?? listenerFromProc(names);
  const peers = own.filter(row => row.state === 'ESTAB').map(row => row.peerInode);
  const holders = rows.filter(row => peers.includes(row.inode)).map(row => row.user);
  const holder = holders.find(user => user !== undefined && user.pid !== process.pid);
  return { ...(listener && { listener }), ...(holder && { holder }) };
}

/** What `ss -xape` prints; '' where there is no ss. */
export function ssOutput(): Promise<string> {
  return outputOf('ss', ['-xape']);
}

/** Whether the guest agent serves the socket: it waits to be spoken to. */
export function isGuestAgent({ listener }: SocketUse): boolean {
  return listener?.name === 'qemu-ga';
}

/** One socket, as `ss -xape` prints it. */
export interface SocketRow {
  readonly state: string;
  /** The path it was bound to, as it was given to bind; `*` for none. */
  readonly name: string;
  readonly inode: number;
  /** That of the socket at the other end; 0 for none. */
  readonly peerInode: number;
  readonly user?: Process;
  /** That of the file it was bound to; another file may have its path now. */
  readonly fileInode?: number;
}

const ROW = /^u_\w+\s+(\S+)\s+\d+\s+\d+\s+(\S.*?)\s+(\d+)\s+\S+\s+(\d+)(?:\s+(.*))?$/;
const FILE = /<-> ino:(\d+)/;
const USER = /\("([^"]*)",pid=(\d+)/;

/** Reads the output of `ss -xape`; lines that it does not understand are passed over. */
export function rowsFrom(output: string): readonly SocketRow[] {
  return output.split('\n').flatMap(line => {
    const [, state, name, inode, peerInode, rest = ''] = ROW.exec(line) ?? [];
    if (state === undefined || name === undefined) return [];
    const [, program, pid] = USER.exec(rest) ?? [];
    const [, fileInode] = FILE.exec(rest) ?? [];
    const user = program === undefined ? {} : { user: { name: program, pid: Number(pid) } };
    const file = fileInode === undefined ? {} : { fileInode: Number(fileInode) };
    return [{ state, name, inode: Number(inode), peerInode: Number(peerInode), ...user, ...file }];
  });
}

/** A server may have been given the path in another way than this process: relative, or through a link. */
function namesOf(path: string): ReadonlySet<string> {
  const absolute = resolve(path);
  return new Set([path, normalize(path), absolute, attempt(() => realpathSync(path)) ?? absolute]);
}

function isSameSocket({ name, user }: SocketRow, names: ReadonlySet<string>): boolean {
  if (names.has(name))
    return !isRelative(name) || user === undefined || isBelow(user.pid, name, names);
  return isRelative(name) && user !== undefined && isBelow(user.pid, name, names);
}

function isRelative(name: string): boolean {
  return !/^[/@*]/.test(name);
}

/** Whether the relative name, as the process sees it, is one of the names. */
function isBelow(pid: number, name: string, names: ReadonlySet<string>): boolean {
  const folder = attempt(() => readlinkSync(`/proc/${pid}/cwd`));
  return folder === undefined ? names.has(name) : names.has(resolve(folder, name));
}

/** __SO_ACCEPTCON, as /proc/net/unix prints it. */
const LISTENS = '00010000';

function listenerFromProc(names: ReadonlySet<string>): Process | undefined {
  const table = attempt(() => readFileSync('/proc/net/unix', 'utf8')) ?? '';
  for (const line of table.split('\n')) {
    const [, , , flags, , , inode, ...name] = line.split(' ').filter(word => word !== '');
    if (flags === LISTENS && names.has(name.join(' '))) return processWith(`socket:[${inode}]`);
  }
  return undefined;
}

/** The first process with that open file, as far as this user may look. */
function processWith(link: string): Process | undefined {
  const pids = (attempt(() => readdirSync('/proc')) ?? []).filter(name => /^\d+$/.test(name));
  const pid = pids.find(pid => hasOpen(pid, link));
  if (pid === undefined) return undefined;
  const name = attempt(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim());
  return { name: name ?? 'unknown', pid: Number(pid) };
}

function hasOpen(pid: string, link: string): boolean {
  const folder = `/proc/${pid}/fd`;
  const descriptors = attempt(() => readdirSync(folder)) ?? [];
  return descriptors.some(fd => attempt(() => readlinkSync(`${folder}/${fd}`)) === link);
}

/** The program's standard output, or '' if it is absent, fails or takes long. */
function outputOf(program: string, args: readonly string[]): Promise<string> {
  return new Promise(done => {
    execFile(program, args, { timeout: 2_000, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) =>
      done(stdout),
    );
  });
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
