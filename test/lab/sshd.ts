// An ssh server of our own on loopback, with keys of its own, for targets behind ssh.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { scratchFolder, until, whenOver } from './lifetime.js';

/** The program that `startSshd` needs. */
export const SSHD = 'sshd';

export interface SshServer {
  /** The ssh command that knows the host `lab` and how to log in there: `ssh -F .../config`. */
  readonly ssh: string;
  readonly port: number;
}

/** Starts the server; it ends with the test. */
export async function startSshd(): Promise<SshServer> {
  const folder = scratchFolder();
  const port = await freePort();
  makeKeys(folder);
  writeFileSync(join(folder, 'sshd_config'), serverConfig(folder, port));
  writeFileSync(join(folder, 'config'), clientConfig(folder, port));
  makePrivilegeFolder();
  const log = join(folder, 'log');
  const config = join(folder, 'sshd_config');
  const child = spawn('/usr/sbin/sshd', ['-D', '-f', config, '-E', log], { stdio: 'ignore' });
  whenOver(() => child.kill());
  await until('sshd listens', () => textOf(log).includes('Server listening'));
  return { ssh: `ssh -F ${join(folder, 'config')}`, port };
}

function makeKeys(folder: string): void {
  for (const name of ['host_key', 'id']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]);
  }
}

function serverConfig(folder: string, port: number): string {
  return `Port ${port}
ListenAddress 127.0.0.1
HostKey ${folder}/host_key
PidFile none
AuthorizedKeysFile ${folder}/id.pub
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
PermitRootLogin prohibit-password
StrictModes no
`;
}

function clientConfig(folder: string, port: number): string {
  return `Host lab
  HostName 127.0.0.1
  Port ${port}
  User ${userInfo().username}
  IdentityFile ${folder}/id
Host *
  IdentitiesOnly yes
  UserKnownHostsFile ${folder}/known_hosts
  StrictHostKeyChecking accept-new
`;
}

/** As root, sshd wants an empty folder to lock itself into. */
function makePrivilegeFolder(): void {
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A TCP port on which nobody listens at this moment. */
export function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      server.close(() => resolve(port ?? 0));
    });
  });
}
