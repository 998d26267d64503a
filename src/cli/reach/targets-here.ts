// The QMP servers of this host as targets that one may type: their sockets, and the names of their VMs.
import { targetText } from '../../qmp/target.js';
import type { FoundServer } from './servers-here.js';

/** A target, with what to say of it. */
export interface TargetHere {
  readonly name: string;
  readonly detail: string;
}

/** All of them; none where this host does not tell. */
export async function targetsHere(): Promise<readonly TargetHere[]> {
  const { serversHere } = await import('./servers-here.js');
  const servers = await serversHere().catch(() => []);
  return [...servers.map(bySocket), ...servers.flatMap(server => byName(server, servers))];
}

function bySocket({ target, name, pid, kind, holder }: FoundServer): TargetHere {
  const what = kind === 'guest-agent' ? 'guest agent of ' : '';
  const held = holder === undefined || holder === 'unknown' ? '' : ', in use';
  return { name: targetText(target), detail: `${what}${name ?? 'no name'}, pid ${pid}${held}` };
}

/** A name that two VMs have leads to neither. */
function byName(server: FoundServer, all: readonly FoundServer[]): readonly TargetHere[] {
  const { name, pid, kind } = server;
  const pids = new Set(all.filter(row => row.name === name).map(row => row.pid));
  const isFirst = all.find(row => row.pid === pid && row.kind === 'qmp') === server;
  if (name === undefined || kind !== 'qmp' || !isFirst || pids.size > 1) return [];
  return [{ name: `vm:${name}`, detail: `pid ${pid}` }];
}
