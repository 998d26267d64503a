// Why there is no connection, in words: from what stands at the path, and from who holds it.
import { lstatSync, type Stats, statSync } from 'node:fs';
import { type TransportCode, TransportError } from './errors.js';
import { isGuestAgent, type Process, type SocketUse, socketUse } from './holder.js';
import { codeOf, messageOf } from './system-error.js';
import { type Target, targetText } from './target.js';

/** The error for a failed connect; `cause` is what the system said. */
export async function unixFailure(path: string, cause: unknown): Promise<TransportError> {
  const reason = reasonFor(path, codeOf(cause)) ?? { code: 'failed', words: messageOf(cause) };
  const { code, words } = reason;
  const more = code === 'busy' ? useText(path, await socketUse(path)) : '';
  const message = `cannot connect to ${path}: ${words}${more}`;
  return new TransportError(message, { code, target: path, cause });
}

/** The error for a peer that accepted the connection and then said nothing. */
export async function silentPeer(target: Target): Promise<TransportError> {
  const text = targetText(target);
  const use = target.kind === 'unix' ? await socketUse(target.path) : {};
  const words = isGuestAgent(use) ? 'a guest agent (--guest-agent)' : SILENT;
  const path = target.kind === 'unix' ? target.path : '';
  return new TransportError(`${text} says nothing: ${words}${useText(path, use)}`, {
    code: 'busy',
    target: text,
  });
}

const SILENT = 'busy, or a guest agent (--guest-agent)';

/** libvirt's own name for the folder of a domain's monitor, and for the programs that hold it. */
const LIBVIRT_PATH = /\/domain-\d+-([^/]+)\/monitor\.sock$/;
const LIBVIRT = /^(?:libvirtd|virtqemud)$/;

/** Who holds the socket, and how to reach it where that is libvirt: `; held by socat (pid 7)`. */
function useText(path: string, { holder, listener }: SocketUse): string {
  const held = holder && `; held by ${processText(holder)}`;
  const served = listener && `; served by ${processText(listener)}`;
  const domain = LIBVIRT_PATH.exec(path)?.[1];
  const isLibvirt = holder === undefined ? domain !== undefined : LIBVIRT.test(holder.name);
  return `${held ?? served ?? ''}${isLibvirt ? `; ${proxyText(domain)}` : ''}`;
}

function processText({ name, pid }: Process): string {
  return `${name} (pid ${pid})`;
}

function proxyText(domain = 'DOMAIN'): string {
  const name = /^[\w.+-]+$/.test(domain) ? domain : `'${domain.replaceAll("'", "'\\''")}'`;
  return `libvirt shares it by: virt-qemu-qmp-proxy ${name} /tmp/${/^[\w.+-]+$/.test(domain) ? domain : 'vm'}.sock`;
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
