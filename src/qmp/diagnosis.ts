// Why a unix socket could not be connected, in words, from what stands at its path.
import { lstatSync, type Stats, statSync } from 'node:fs';
import { type TransportCode, TransportError } from './errors.js';
import { codeOf, messageOf } from './system-error.js';
import { type Target, targetText } from './target.js';

/** The error for a failed connect; `cause` is what the system said. */
export function unixFailure(path: string, cause: unknown): TransportError {
  const { code, words } = reasonFor(path, codeOf(cause)) ?? {
    code: 'failed' as const,
    words: messageOf(cause),
  };
  return new TransportError(`cannot connect to ${path}: ${words}`, { code, target: path, cause });
}

interface Reason {
  readonly code: TransportCode;
  readonly words: string;
}

function reasonFor(path: string, systemCode: string): Reason | undefined {
  switch (systemCode) {
    case 'ENOENT':
    case 'ENOTDIR':
      return missing(path);
    case 'EACCES':
    case 'EPERM':
      return { code: 'permission', words: `not permitted${ownerText(path)}` };
    case 'ECONNREFUSED':
    case 'ENOTSOCK':
    case 'EPROTOTYPE':
      return refused(path);
    case 'EAGAIN':
      return { code: 'busy', words: 'busy: other clients hold it, and its queue is full' };
    default:
      return undefined;
  }
}

function missing(path: string): Reason {
  const isDangling = statsOf(path, lstatSync)?.isSymbolicLink() ?? false;
  const words = isDangling ? 'a symbolic link to nothing' : 'no such file';
  return { code: 'missing', words };
}

/** Linux says ECONNREFUSED of a plain file as well as of a socket whose server is gone. */
function refused(path: string): Reason {
  const stats = statsOf(path, statSync);
  if (stats === undefined) return missing(path);
  if (stats.isSocket()) {
    return { code: 'stale', words: 'nobody listens on this socket; its server is gone' };
  }
  return { code: 'not-a-socket', words: `expected a socket, found ${fileKind(stats)}` };
}

function fileKind(stats: Stats): string {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a pipe';
  return stats.isFile() ? 'a plain file' : 'a device';
}

function ownerText(path: string): string {
  const stats = statsOf(path, statSync);
  if (stats === undefined) return ' (the folder may not be searched)';
  const mode = (stats.mode & 0o777).toString(8).padStart(3, '0');
  return ` (owner ${stats.uid}, group ${stats.gid}, mode ${mode}; this is user ${process.getuid?.() ?? '?'})`;
}

function statsOf(path: string, look: (path: string) => Stats): Stats | undefined {
  try {
    return look(path);
  } catch {
    return undefined;
  }
}

/** The error for a peer that accepted the connection and then said nothing. */
export function silentPeer(target: Target): TransportError {
  const text = targetText(target);
  const message = `${text} accepts but says nothing: busy, or a guest agent (--guest-agent)`;
  return new TransportError(message, { code: 'busy', target: text });
}
