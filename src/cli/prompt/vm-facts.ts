// What a prompt knows of the VM at the other end, asked for once after connecting.
import { readFileSync } from 'node:fs';
import { isJsonObject, type JsonValue, own } from '../../json/value.js';
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
  /** What that process was started with as `-uuid`. */
  readonly uuid?: string;
}

/** Whether both are the same VM as far as one can tell: by UUID and name, else by process. */
export function isSameVm(one: VmFacts, other: VmFacts): boolean {
  if (one.uuid !== other.uuid) return false;
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

/** The process that listens on a target of this host, and the UUID it was given, as far as they can be found out. */
export async function listenerOf(text: string): Promise<Pick<VmFacts, 'pid' | 'uuid'>> {
  const target = targetFromText(text);
  if (target.kind !== 'unix') return {};
  const { socketUse } = await import('../../qmp/holder.js');
  const pid = (await socketUse(target.path)).listener?.pid;
  if (pid === undefined) return {};
  const uuid = uuidOf(pid);
  return uuid === undefined ? { pid } : { pid, uuid };
}

/** From the command line: asking the server is not among what qmpsh sends by itself. */
function uuidOf(pid: number): string | undefined {
  const argv = commandLineOf(pid).split('\0');
  const at = argv.findIndex(word => /^--?uuid$/.test(word));
  return at < 0 ? undefined : argv[at + 1]?.toLowerCase();
}

/** Empty where it may not be read, or the process is gone. */
function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
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
  const found = isJsonObject(value) ? own(value, member) : undefined;
  return typeof found === 'string' ? found : undefined;
}

function versionOf(client: QmpClient): string {
  return `QEMU ${client.greeting?.version ?? 'of an unknown version'}`;
}

/** `fedora-vm · QEMU 7.2.22 · running · /run/vm.sock · pid 4711` */
export function factsLine({ name, version, status, pid, uuid }: VmFacts, target: string): string {
  const process = pid === undefined ? undefined : `pid ${pid}`;
  return [name, version, status, target, uuid, process].filter(Boolean).join(' · ');
}
