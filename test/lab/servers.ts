// Starts real servers for tests: QEMU, qemu-storage-daemon, the guest agent. Each ends with the test that started it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';
import { connect } from '../../src/index.js';
import { scratchFolder, until, whenOver } from './lifetime.js';

export interface Server {
  /** The path of its socket. */
  readonly socket: string;
  /** The folder of the socket, for whatever else a test needs; removed with the test. */
  readonly folder: string;
  readonly pid: number;
  readonly process: ChildProcess;
  /** What it has said on stderr so far. */
  stderr(): string;
  /** Sends a signal, SIGTERM if none is named, and waits for the end; a stopped process is continued. */
  kill(signal?: NodeJS.Signals): Promise<Exit>;
  readonly exited: Promise<Exit>;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ServerOptions {
  /** Options that make the monitor; `$S` is the socket's path, `$D` the folder. */
  readonly monitor?: readonly string[];
  /** The socket's path, where a test needs a certain one. */
  readonly socket?: string;
  /** `none` unless given here. */
  readonly machine?: string;
  /** Of a guest agent: commands that it refuses, as its administrator may say. */
  readonly refused?: readonly string[];
}

/** The programs that tests need, by the names of Debian's packages. */
export const QEMU = 'qemu-system-x86_64';
export const STORAGE_DAEMON = 'qemu-storage-daemon';
export const GUEST_AGENT = 'qemu-ga';

/**
 * Starts QEMU without a guest, and waits until it has set itself up. `$S` and `$D` in any argument stand for the
 * socket's path and its folder.
 */
export function startQemu(
  args: readonly string[] = [],
  options: ServerOptions = {},
): Promise<Server> {
  const monitor = options.monitor ?? ['-qmp', 'unix:$S,server=on,wait=off'];
  const base = ['-nodefaults', '-display', 'none', '-no-user-config'];
  return start(
    QEMU,
    ['-machine', options.machine ?? 'none', ...base, ...monitor, ...args],
    options,
  );
}

/**
 * Starts QEMU with a monitor on a TCP port too, and waits until its main loop runs: a TCP client that comes before
 * is at times never greeted, or reset behind telnet (7.2 on a loaded machine: 7 and 30 of 120 starts). `options` are
 * the chardev's, each after a comma.
 */
export async function startQemuOnTcp(options = ''): Promise<Server & { readonly target: string }> {
  const port = await freePort();
  const server = await startQemu(['-qmp', `tcp:127.0.0.1:${port},server=on,wait=off${options}`]);
  await (await connect(server.socket)).close();
  return { ...server, target: `127.0.0.1:${port}` };
}

/** A port that nobody listens on, just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Starts qemu-storage-daemon, as `startQemu` does QEMU. */
export function startStorageDaemon(
  args: readonly string[] = [],
  options: ServerOptions = {},
): Promise<Server> {
  const monitor = options.monitor ?? [
    '--chardev',
    'socket,id=mon0,path=$S,server=on,wait=off',
    '--monitor',
    'chardev=mon0',
  ];
  return start(STORAGE_DAEMON, [...monitor, ...args], options);
}

/** Starts the guest agent, on this machine: never send it what changes anything. */
export function startGuestAgent(options: ServerOptions = {}): Promise<Server> {
  const refused = options.refused === undefined ? [] : ['-b', options.refused.join(',')];
  const args = ['-m', 'unix-listen', '-p', '$S', '-f', '$D/qga.pid', '-t', '$D', ...refused];
  return start(GUEST_AGENT, args, options);
}

/** Makes a disk image in the folder and gives its path. `size` is qemu-img's: `64M`. */
export function makeImage(format: string, size: string, folder = scratchFolder()): string {
  const path = join(folder, `${format}-${size}-${imageCount++}.img`);
  execFileSync('qemu-img', ['create', '-q', '-f', format, path, size]);
  return path;
}

let imageCount = 0;

/**
 * `describe` for tests that need real servers: where a program is absent they are skipped, and say so, but fail with
 * QMPSH_REQUIRE_REAL=1.
 */
export function describeReal(
  title: string,
  tests: () => void,
  programs: readonly string[] = [QEMU],
): void {
  const absent = programs.filter(program => !isInstalled(program));
  if (absent.length === 0 || process.env.QMPSH_REQUIRE_REAL === '1') describe(title, tests);
  else describe.skip(`${title} (skipped: ${absent.join(', ')} not installed)`, tests);
}

/** Whether the program can be started from here. */
export function isInstalled(program: string): boolean {
  return searchPath().some(folder => isExecutable(join(folder, program)));
}

/** Debian keeps the guest agent in /usr/sbin, which is not everybody's path. */
function searchPath(): readonly string[] {
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts a program and waits until it listens on its socket, and sleeps; fails with its stderr if it ends before. */
async function start(
  program: string,
  args: readonly string[],
  options: ServerOptions,
): Promise<Server> {
  const folder = scratchFolder();
  const socket = options.socket ?? join(folder, 's');
  const child = spawnServer(
    program,
    args.map(arg => arg.replaceAll('$S', socket).replaceAll('$D', folder)),
  );
  const server = serverFrom(child, socket, folder);
  const sockets = [socket, ...furtherMonitors(args).map(path => path.replace('$S', socket))];
  whenOver(() => server.kill('SIGKILL'));
  await Promise.race([
    until(`${program} listens`, () => sockets.every(isListening) || hasEnded(child)),
    server.exited,
  ]);
  if (hasEnded(child)) throw new Error(`${program} ended: ${server.stderr()}`);
  await isSetUp(child);
  return server;
}

/** In how many looks, 2 ms apart, a process must be asleep to be taken for set up. */
const LOOKS = 3;

/**
 * Waits until a server has set itself up, and sleeps: those who connect before may be told of RESUME before they are
 * greeted, never be heard, or be thrown out (7.2: 1 in 1,000).
 */
async function isSetUp(child: ChildProcess): Promise<void> {
  let asleep = 0;
  await until('the server is set up', () => {
    asleep = isAsleep(child) ? asleep + 1 : 0;
    return asleep >= LOOKS || hasEnded(child);
  });
}

/** By the third field of /proc/PID/stat. */
function isAsleep({ pid }: ChildProcess): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')')).startsWith(') S');
  } catch {
    return false; // Gone.
  }
}

function spawnServer(program: string, args: readonly string[]): ChildProcess {
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PATH: searchPath().join(delimiter) },
  });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  child.once('exit', () => process.off('exit', killAtExit));
  return child;
}

function serverFrom(child: ChildProcess, socket: string, folder: string): Server {
  let stderr = '';
  child.stderr?.on('data', chunk => {
    stderr += String(chunk);
  });
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  exited.catch(() => undefined);
  const kill = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    if (signal !== 'SIGKILL') child.kill('SIGCONT');
    return exited;
  };
  return {
    socket,
    folder,
    pid: child.pid ?? -1,
    process: child,
    stderr: () => stderr,
    kill,
    exited,
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Monitors beside the first, which listen a moment later; behind one with wait=on they may never. */
function furtherMonitors(args: readonly string[]): string[] {
  if (args.some(arg => arg.includes('wait=on'))) return [];
  return args.flatMap(arg => /^unix:(\$S\.?\d+),server=on/.exec(arg)?.[1] ?? []);
}

/** `__SO_ACCEPTCON` of Linux, as /proc/net/unix prints it. */
const LISTENS = '00010000';

/** Whether somebody listens on the path. Asks the system, since to connect would take a monitor's only place. */
export function isListening(path: string): boolean {
  return readFileSync('/proc/net/unix', 'utf8')
    .split('\n')
    .some(line => line.endsWith(` ${path}`) && line.split(/\s+/)[3] === LISTENS);
}
