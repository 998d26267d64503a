// `vm:NAME` and `pid:N` -> the socket to connect to, as it is found on this host.
import { setTimeout as pause } from 'node:timers/promises';
import { TransportError } from '../../qmp/errors.js';
import { steadyNow } from '../../qmp/steady-clock.js';
import { type Target, targetText } from '../../qmp/target.js';
import { type FoundServer, serversHere } from './servers-here.js';

export type NamedTarget = Extract<Target, { kind: 'vm' | 'pid' }>;

/** How long to wait before it is looked for again, in ms. */
const RETRY_PAUSE = 100;

/**
 * The socket of that VM or process.
 * @param kind of the peer that is wanted.
 * @param retryMs for how long it is looked for, in ms.
 * @throws TransportError where there is none, or more than one VM of that name.
 */
export async function foundTarget(
  target: NamedTarget,
  kind: FoundServer['kind'],
  retryMs = 0,
): Promise<FoundServer['target']> {
  const deadline = steadyNow() + retryMs;
  for (;;) {
    try {
      return chosen(await serversHere(), target, kind).target;
    } catch (error) {
      if (steadyNow() + RETRY_PAUSE > deadline) throw error;
      await pause(RETRY_PAUSE);
    }
  }
}

/** The server that the target means. A socket that nobody holds is preferred, and the first of the rest. */
export function chosen(
  servers: readonly FoundServer[],
  target: NamedTarget,
  kind: FoundServer['kind'],
): FoundServer {
  const own = servers.filter(server => isMeant(server, target));
  const pids = new Set(own.map(server => server.pid));
  if (pids.size > 1) throw ambiguous(target, pids);
  const fitting = own.filter(server => server.kind === kind);
  const server = fitting.find(({ holder }) => holder === undefined) ?? fitting[0];
  if (server === undefined) throw missing(target, own.length > 0, kind, servers);
  return server;
}

function isMeant({ name, pid }: FoundServer, target: NamedTarget): boolean {
  return target.kind === 'vm' ? name === target.name : pid === target.pid;
}

function ambiguous(target: NamedTarget, pids: ReadonlySet<number>): TransportError {
  const names = [...pids].map(pid => `pid:${pid}`).join(', ');
  const message = `several VMs are '${targetText(target)}': ${names}`;
  return new TransportError(message, { code: 'bad-target', target: targetText(target) });
}

const WANTED = { qmp: 'a QMP socket', 'guest-agent': "a guest agent's socket" } as const;

function missing(
  target: NamedTarget,
  isThere: boolean,
  kind: FoundServer['kind'],
  servers: readonly FoundServer[],
): TransportError {
  const text = targetText(target);
  const names = [...new Set(servers.flatMap(({ name }) => name ?? []))].map(name => `'${name}'`);
  const others = names.length === 0 ? '' : `; there are ${names.join(', ')}`;
  const words = isThere
    ? `'${text}' has not ${WANTED[kind]}`
    : `no server '${text}' found on this host${target.kind === 'vm' ? others : ''}`;
  return new TransportError(`${words} (qmpsh list)`, { code: 'missing', target: text });
}
