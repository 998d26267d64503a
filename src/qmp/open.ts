// A target -> an open transport. Only what Node can reach by itself: unix sockets, TCP and file descriptors; why
// it could not is worked out in diagnosis.ts.
import type { Socket } from 'node:net';
import { type TransportCode, TransportError } from './errors.js';
import { SocketTransport } from './socket-transport.js';
import { codeOf, messageOf } from './system-error.js';
import { type Target, targetText } from './target.js';
import { streamTransport, type Transport } from './transport.js';

/** The longest path that fits a socket address on Linux: sun_path has 108 bytes, one of them NUL. */
export const MAX_SOCKET_PATH = 107;

/**
 * Opens the target.
 * @throws TransportError, or the signal's reason.
 */
export async function openTransport(target: Target, signal: AbortSignal): Promise<Transport> {
  switch (target.kind) {
    case 'unix':
      return openUnix(target.path, signal);
    case 'tcp':
      return openTcp(target.host, target.port, signal);
    case 'fd':
      return streamTransport(await openDescriptor(target.fd));
    default:
      throw new TransportError(`no transport for '${targetText(target)}'`, {
        code: 'unsupported',
        target: targetText(target),
      });
  }
}

async function openUnix(path: string, signal: AbortSignal): Promise<Transport> {
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) return openLongPath(path, signal);
  const { connect } = await import('node:net');
  try {
    return await connected(new SocketTransport(onread => connect({ path, onread })), signal);
  } catch (error) {
    throw signal.aborted ? error : await diagnosed(path, error);
  }
}

async function diagnosed(path: string, error: unknown): Promise<TransportError> {
  const { unixFailure } = await import('./diagnosis.js');
  return await unixFailure(path, error);
}

/** The system cuts a longer path silently, and may so reach another socket: go by the folder, opened. */
async function openLongPath(path: string, signal: AbortSignal): Promise<Transport> {
  const { existsSync } = await import('node:fs');
  const { open } = await import('node:fs/promises');
  const { dirname, basename } = await import('node:path');
  if (!existsSync('/proc/self/fd'))
    throw tooLong(path, 'and there is no /proc/self/fd to shorten it');
  const folder = await open(dirname(path)).catch(() => undefined);
  if (folder === undefined) return Promise.reject(await diagnosed(path, systemError('ENOENT')));
  try {
    const short = `/proc/self/fd/${folder.fd}/${basename(path)}`;
    if (Buffer.byteLength(short) > MAX_SOCKET_PATH) throw tooLong(path, 'even from its own folder');
    return await openUnix(short, signal).catch(error =>
      Promise.reject(renamed(error, short, path)),
    );
  } finally {
    await folder.close();
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function tooLong(path: string, why: string): TransportError {
  const message = `expected a socket path of at most ${MAX_SOCKET_PATH} bytes, found one of ${Buffer.byteLength(path)}, ${why}`;
  return new TransportError(message, { code: 'path-too-long', target: path });
}

/** The same error about the path that the user gave. */
function renamed(error: unknown, short: string, path: string): unknown {
  if (!(error instanceof TransportError)) return error;
  const { code, cause } = error;
  return new TransportError(error.message.replaceAll(short, path), { code, target: path, cause });
}

async function openTcp(host: string, port: number, signal: AbortSignal): Promise<Transport> {
  const { connect } = await import('node:net');
  try {
    const how = { host, port, noDelay: true };
    return await connected(new SocketTransport(onread => connect({ ...how, onread })), signal);
  } catch (error) {
    throw signal.aborted ? error : tcpFailure(targetText({ kind: 'tcp', host, port }), error);
  }
}

async function openDescriptor(fd: number): Promise<Socket> {
  const { Socket: NetSocket } = await import('node:net');
  try {
    return new NetSocket({ fd });
  } catch (cause) {
    const message = `expected an open socket or pipe as descriptor ${fd}: ${messageOf(cause)}`;
    throw new TransportError(message, { code: 'missing', target: `fd:${fd}`, cause });
  }
}

/** The transport when its socket is connected; destroyed, when it is not or the signal comes first. */
function connected(transport: SocketTransport, signal: AbortSignal): Promise<Transport> {
  const { socket } = transport;
  return new Promise((resolve, reject) => {
    const settled = () => {
      signal.removeEventListener('abort', stop);
      socket.off('error', fail).off('connect', succeed);
    };
    const fail = (error: unknown) => {
      settled();
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    const stop = () => fail(signal.reason);
    const succeed = () => {
      settled();
      resolve(transport);
    };
    socket.once('error', fail).once('connect', succeed);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

interface TcpRow {
  readonly code: TransportCode;
  readonly words: string;
}

const TCP_FAILURES: Readonly<Record<string, TcpRow | undefined>> = {
  ECONNREFUSED: { code: 'refused', words: 'nobody listens there' },
  ENOTFOUND: { code: 'missing', words: 'no such host' },
  EAI_AGAIN: { code: 'missing', words: 'the name of the host could not be looked up' },
  EHOSTUNREACH: { code: 'unreachable', words: 'no way to that host' },
  ENETUNREACH: { code: 'unreachable', words: 'no way to that network' },
  ETIMEDOUT: { code: 'connect-timeout', words: 'no answer from that host' },
  EACCES: { code: 'permission', words: 'not permitted' },
  EPERM: { code: 'permission', words: 'not permitted' },
};

function tcpFailure(target: string, cause: unknown): TransportError {
  const row = TCP_FAILURES[codeOf(cause)] ?? { code: 'failed', words: messageOf(cause) };
  return new TransportError(`cannot connect to ${target}: ${row.words}`, { ...row, target, cause });
}
