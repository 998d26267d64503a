// What a prompt knows of the VM at the other end, asked for once after connecting.
import { isJsonObject, type JsonValue } from '../../json/value.js';
import type { QmpClient } from '../../qmp/client.js';
import { targetFromText } from '../../qmp/target.js';

/** Each is absent where the server does not know it: a storage daemon has neither name nor run state. */
export interface VmFacts {
  readonly name?: string;
  /** `QEMU 7.2.22`. */
  readonly version: string;
  readonly status?: string;
  /** The process that listens on the socket, where it is one of this host. */
  readonly pid?: number;
}

/** Whether both are the same VM as far as one can tell: by name, else by process. */
export function isSameVm(one: VmFacts, other: VmFacts): boolean {
  if (one.name !== undefined || other.name !== undefined) return one.name === other.name;
  return one.pid === other.pid && one.version === other.version;
}

/** How long to wait for the facts: a blocked main loop must not keep the prompt away. */
const PATIENCE_MS = 500;

/** Asks for name and run state; what is not answered in time is left out. */
export async function askFacts(client: QmpClient): Promise<VmFacts> {
  if (client.isGuestAgent) return { version: 'a guest agent' };
  const [name, status] = await Promise.all([
    answerOf(client, 'query-name', 'name'),
    answerOf(client, 'query-status', 'status'),
  ]);
  return {
    version: versionOf(client),
    ...(name === undefined ? {} : { name }),
    ...(status === undefined ? {} : { status }),
  };
}

/** The process that listens on a target of this host, if that can be found out. */
export async function listenerOf(text: string): Promise<number | undefined> {
  const target = targetFromText(text);
  if (target.kind !== 'unix') return undefined;
  const { socketUse } = await import('../../qmp/holder.js');
  return (await socketUse(target.path).catch(() => undefined))?.listener?.pid;
}

async function answerOf(
  client: QmpClient,
  command: string,
  member: string,
): Promise<string | undefined> {
  try {
    const reply = await client.send(
      { name: command },
      { signal: AbortSignal.timeout(PATIENCE_MS) },
    );
    return reply.kind === 'return' ? textIn(reply.value, member) : undefined;
  } catch {
    return undefined;
  }
}

function textIn(value: JsonValue, member: string): string | undefined {
  const found = isJsonObject(value) ? value[member] : undefined;
  return typeof found === 'string' ? found : undefined;
}

function versionOf(client: QmpClient): string {
  return `QEMU ${client.greeting?.version ?? 'of an unknown version'}`;
}

/** `fedora-vm · QEMU 7.2.22 · running · /run/vm.sock · pid 4711` */
export function factsLine({ name, version, status, pid }: VmFacts, target: string): string {
  const process = pid === undefined ? undefined : `pid ${pid}`;
  return [name, version, status, target, process].filter(Boolean).join(' · ');
}
