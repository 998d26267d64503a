// A unix socket of another host: QMP over the standard input and output of ssh, which runs socat or nc there.
import { isatty } from 'node:tty';
import { type SshTarget, targetText } from '../../qmp/target.js';
import type { Transport } from '../../qmp/transport.js';
import { type ChildCommand, openChild } from './child.js';

/** Opens the target by the ssh of this host. */
export function openSsh(target: SshTarget): Transport {
  return openChild(sshCommand(target, process.env.QMPSH_SSH ?? 'ssh', isatty(0)));
}

/**
 * The ssh command that reaches the target.
 * @param ssh the program, with options if need be, split at blanks: `ssh -F config`.
 * @param mayAsk whether somebody is there to type a password.
 */
export function sshCommand(target: SshTarget, ssh: string, mayAsk: boolean): ChildCommand {
  const [file = 'ssh', ...options] = ssh.split(/\s+/).filter(word => word !== '');
  const { user, host, port, path } = target;
  const args = [
    ...options,
    '-T',
    ...(mayAsk ? [] : ['-o', 'BatchMode=yes']),
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    '--',
    host,
    remoteCommand(path),
  ];
  return { file, args, target: targetText(target) };
}

/** Of the programs that can do it, whichever is there. */
const RELAY = [
  'if command -v socat >/dev/null 2>&1; then exec socat - "$1"',
  'elif command -v nc >/dev/null 2>&1; then exec nc -U "$2"',
  'else echo "neither socat nor nc is installed there" >&2; exit 127',
  'fi',
].join('; ');

/** For whatever shell the user has there: it sees plain words only, and a POSIX shell gets the script. */
function remoteCommand(path: string): string {
  const words = ['sh', '-c', RELAY, 'sh', `UNIX-CONNECT:${socatWord(path)}`, path];
  return `env LC_ALL=C ${words.map(shellWord).join(' ')}`;
}

/** The text as one word of a shell. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The text as a part of socat's address, where commas, colons, quotes and brackets have a meaning. */
function socatWord(text: string): string {
  return text.replace(/[\\,:!"'([{]/g, char => `\\${char}`);
}
