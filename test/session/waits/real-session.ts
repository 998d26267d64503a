// A session with a real server, as far as waits need one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { printJson } from '../../../src/json/print.js';
import type { JsonObject } from '../../../src/json/value.js';
import type { QmpClient } from '../../../src/qmp/client.js';
import { connect } from '../../../src/qmp/connect.js';
import type { Reply } from '../../../src/qmp/request.js';
import { SessionRecord } from '../../../src/session/session-record.js';
import { runWait } from '../../../src/session/waits/run-wait.js';
import type { WaitResult } from '../../../src/session/waits/wait.js';
import { until, whenOver } from '../../lab/lifetime.js';
import { type Server, startStorageDaemon } from '../../lab/servers.js';
import { spec } from './play.js';

export interface RealSession {
  readonly client: QmpClient;
  /** Executes a command; fails the test where it is answered with an error. */
  run(command: string, args?: JsonObject): Promise<Reply>;
  wait(line: string): Promise<WaitResult>;
}

export async function sessionWith(socket: string): Promise<RealSession> {
  const client = await connect(socket);
  whenOver(() => client.close());
  const record = new SessionRecord();
  client.onEvent(event => record.takeEvent(event));
  return {
    client,
    run: (command, args) => run(client, record, command, args),
    wait: line => runWait(spec(line), { client, record }, { timeoutMs: 10_000 }),
  };
}

/**
 * A storage daemon whose monitor is set up. It listens before that, and who connects in between gets a greeting and
 * never an answer (qemu-storage-daemon 7.2: 1 of some 300 starts). Its pid file is written last.
 */
export async function readyDaemon(args: readonly string[] = []): Promise<Server> {
  const server = await startStorageDaemon(['--pidfile', '$D/pid', ...args]);
  await until('the daemon is set up', () => existsSync(join(server.folder, 'pid')));
  return server;
}

function run(client: QmpClient, record: SessionRecord, command: string, args?: JsonObject) {
  const request = { name: command, ...(args && { argumentsText: printJson(args) }) };
  const sent = { command, args, jobIdMembers: ['job-id'] };
  return new Promise<Reply>((resolve, reject) => {
    const onReply = (reply: Reply) => {
      if (reply.kind === 'return') resolve(reply);
      else reject(new Error(`${command}: ${reply.desc}`));
    };
    client.submit(request, record.recording(sent, { onReply, onLost: reject }));
  });
}

const MIB = 1024 * 1024;

/** A node to copy from, and one to copy to that fails once, if told to, with that errno. */
export async function addNodes(session: RealSession, errno?: number): Promise<void> {
  const zeroes = { driver: 'null-co', size: 4 * MIB, 'read-zeroes': true };
  const inject = { event: 'none', iotype: 'write', errno: errno ?? 0, once: true };
  const target =
    errno === undefined
      ? { driver: 'null-co', size: 4 * MIB }
      : { driver: 'blkdebug', image: zeroes, 'inject-error': [inject] };
  await session.run('blockdev-add', { 'node-name': 'src', driver: 'null-co', size: 4 * MIB });
  await session.run('blockdev-add', { 'node-name': 'dst', ...target });
}

/** Starts a backup `b` of src to dst. */
export function backup(session: RealSession, more: JsonObject = {}): Promise<Reply> {
  const args = { 'job-id': 'b', device: 'src', target: 'dst', sync: 'full', ...more };
  return session.run('blockdev-backup', args);
}

export function mirror(session: RealSession): Promise<Reply> {
  const args = { 'job-id': 'm', device: 'src', target: 'dst', sync: 'full' };
  return session.run('blockdev-mirror', args);
}
