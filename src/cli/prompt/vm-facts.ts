// What a prompt knows of the VM at the other end, asked for once after connecting.
import { isJsonObject, type JsonValue } from '../../json/value.js';
import type { QmpClient } from '../../qmp/client.js';

/** Each is absent where the server does not know it: a storage daemon has neither name nor run state. */
export interface VmFacts {
  readonly name?: string;
  /** `7.2.22`. */
  readonly version: string;
  readonly status?: string;
}

/** How long to wait for the facts: a blocked main loop must not keep the prompt away. */
const PATIENCE_MS = 500;

/** Asks for name and run state; what is not answered in time is left out. */
export async function askFacts(client: QmpClient): Promise<VmFacts> {
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
  return client.greeting?.version ?? 'unknown version';
}

/** `fedora-vm · QEMU 7.2.22 · running · /run/vm.sock` */
export function factsLine({ name, version, status }: VmFacts, target: string): string {
  return [name, `QEMU ${version}`, status, target].filter(Boolean).join(' · ');
}
