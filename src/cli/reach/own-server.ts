// A QEMU or qemu-storage-daemon as a child of ours: started with a socket that listens already, its words kept in a
// file, ended with this process whatever ends that.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  linkSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { TransportError } from '../../qmp/errors.js';
import { endText, startFailure } from './child.js';
import { endProcess } from './end-process.js';

/** The descriptor of the listening socket in the server. */
const MONITOR_FD = 3;

/** How long after its connection has failed a server may take to end, for that to be the reason, in ms. */
const DEATH_PAUSE = 500;

/** How much of a server's last words is shown, in UTF-16 units. */
const MAX_WORDS = 4096;

/**
 * Starts the program with a monitor on a socket of ours.
 * @throws TransportError where it cannot be started.
 */
export async function startServer(program: readonly string[]): Promise<OwnServer> {
  const [file = '', ...args] = program;
  refuseDaemon(args);
  const folder = mkdtempSync(join(runtimeFolder(), 'qmpsh-'));
  const socket = join(folder, 'qmp.sock');
  const listener = await listening(socket);
  const output = openSync(join(folder, 'log'), 'a', 0o600);
  const child = spawn(file, [...args, ...monitorOptions(file)], {
    stdio: ['ignore', output, output, descriptorOf(listener)],
    detached: true, // A Ctrl-C at the terminal is qmpsh's, not the server's.
  });
  const server = new OwnServer(child, folder, socket);
  await handOver(listener, socket);
  await server.started();
  return server;
}

/** It would leave its first process behind, whose end says nothing. */
function refuseDaemon(args: readonly string[]): void {
  if (!args.some(arg => /^--?daemonize$/.test(arg))) return;
  const message = "a started server cannot be '-daemonize'd: --keep leaves it running";
  throw new TransportError(message, { code: 'bad-target', target: '--' });
}

/** The longest folder below which a socket's path is not cut off. */
const MAX_FOLDER = 80;

function runtimeFolder(): string {
  const folder = process.env.XDG_RUNTIME_DIR ?? '';
  const isFit = isAbsolute(folder) && Buffer.byteLength(folder) <= MAX_FOLDER;
  return isFit && statSync(folder, { throwIfNoEntry: false }) ? folder : tmpdir();
}

async function listening(socket: string): Promise<Server> {
  const server = createServer().listen(socket);
  await once(server, 'listening');
  return server;
}

/** Node has no public name for it; libuv's handle does. */
function descriptorOf(server: Server): number {
  const handle = '_handle' in server ? server._handle : undefined;
  const fd = typeof handle === 'object' && handle && 'fd' in handle ? handle.fd : undefined;
  if (typeof fd === 'number') return fd;
  throw new Error('expected a listening socket with a descriptor');
}

/** Closes our end. Node removes the path with it, so the socket gets it back from a second link. */
async function handOver(listener: Server, socket: string): Promise<void> {
  const link = `${socket}.link`;
  linkSync(socket, link);
  listener.close();
  await once(listener, 'close');
  renameSync(link, socket);
}

/** The options by which the program makes a monitor of the descriptor, in its own spelling. */
export function monitorOptions(file: string): readonly string[] {
  const chardev = `socket,id=qmpsh,fd=${MONITOR_FD},server=on,wait=off`;
  return /storage-daemon/.test(basename(file))
    ? ['--chardev', chardev, '--monitor', 'chardev=qmpsh']
    : ['-chardev', chardev, '-mon', 'chardev=qmpsh,mode=control'];
}

/** A server that is ended with this process, until it is kept or forgotten. */
export class OwnServer {
  readonly socket: string;
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #endWithUs = () => {
    if (!this.hasEnded && this.#child.pid !== undefined) endProcess(this.#child.pid);
    this.#removeFolder();
  };
  #how: string | undefined;
  #isFailure = false;
  #wasSignalled = false;

  constructor(child: ChildProcess, folder: string, socket: string) {
    this.#child = child;
    this.#folder = folder;
    this.socket = socket;
    this.ended = new Promise(resolve => {
      const end = (how: string, isFailure: boolean) => {
        this.#how = how;
        this.#isFailure = isFailure;
        resolve();
      };
      child.once('error', error => end(startFailure(error), true));
      child.once('exit', (code, signal) => end(endText(code, signal), code !== 0));
    });
    process.once('exit', this.#endWithUs);
  }

  get name(): string {
    return basename(this.#child.spawnfile);
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  get hasEnded(): boolean {
    return this.#how !== undefined;
  }

  /** @throws TransportError where there is no such program. */
  async started(): Promise<void> {
    if (this.#child.pid !== undefined) return;
    await this.ended;
    const error = this.#deathError();
    this.forget();
    throw error;
  }

  /** What the server has printed so far, the end of it. */
  words(): string {
    return readFileSync(join(this.#folder, 'log'), 'utf8').slice(-MAX_WORDS);
  }

  /** The error for a server that could not be connected to, if that is because it has ended. */
  async earlyDeath(): Promise<TransportError | undefined> {
    await Promise.race([this.ended, pause(DEATH_PAUSE)]);
    return this.hasEnded ? this.#deathError() : undefined;
  }

  /** How it failed, in words with its own; undefined for one that runs, ended as it should, or was ended by us. */
  failure(): string | undefined {
    if (!this.#isFailure || this.#wasSignalled) return undefined;
    const words = this.words().trim();
    return `${this.name} ${this.#how}${words === '' ? '' : `: ${words}`}`;
  }

  signal(signal: NodeJS.Signals): void {
    this.#wasSignalled = true;
    this.#child.kill(signal);
  }

  /** Lets it run on without us. */
  keep(): void {
    process.off('exit', this.#endWithUs);
    this.#child.unref();
  }

  /** Once it has ended: takes away what there was of it. */
  forget(): void {
    process.off('exit', this.#endWithUs);
    this.#removeFolder();
  }

  #deathError(): TransportError {
    const message = this.failure() ?? `${this.name} ${this.#how} before it spoke`;
    return new TransportError(message, { code: 'failed', target: this.name });
  }

  #removeFolder(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
