// Connects to servers that were found, for what only they can tell. Never to one that is held, whose holder would be
// waited for, nor to one that waits for its first client, which would start the VM.

import type { JsonValue } from '../../json/value.js';
import { isJsonObject } from '../../json/value.js';
import { connect } from '../../qmp/connect.js';
import type { FoundServer } from './servers-here.js';

/** What a server says of itself; null where it was not asked or did not say. */
export interface Probed {
  /** `7.2.22` */
  readonly version: string | null;
  /** The run state: `running`. A qemu-storage-daemon has none. */
  readonly status: string | null;
}

const UNKNOWN: Probed = { version: null, status: null };

/** How long a server has to answer, in ms. */
const PATIENCE = 1_000;

/** Asks one server. Never rejects. */
export async function probe(server: FoundServer): Promise<Probed> {
  const mayAsk = server.kind === 'qmp' && server.holder === undefined && !server.waits;
  return mayAsk ? ask(server.target) : UNKNOWN;
}

async function ask(target: FoundServer['target']): Promise<Probed> {
  try {
    const client = await connect(target, { timeoutMs: PATIENCE });
    const version = client.greeting?.version ?? null;
    const signal = AbortSignal.timeout(PATIENCE);
    const status = await client.execute('query-status', undefined, { signal }).catch(() => null);
    await client.close();
    return { version, status: statusOf(status) };
  } catch {
    return UNKNOWN;
  }
}

function statusOf(reply: JsonValue): string | null {
  const status = isJsonObject(reply) ? reply.status : null;
  return typeof status === 'string' ? status : null;
}
