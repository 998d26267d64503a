// What is different with guest agents: commands that are not answered when they succeed, and what they tell of
// themselves. qemu-ga's schema, `success-response` and guest-info.
import type { JsonValue } from '../json/value.js';
import { isJsonArray, isJsonObject } from '../json/value.js';
import type { QmpClient } from './client.js';

/**
 * Commands whose success is silence: the guest goes down. Their errors are answered. Behind each of them a ping is
 * sent, whose answer says that there was none; so a suspended guest has answered when it wakes up. The end of the
 * connection says it too.
 */
const SILENT: ReadonlySet<string> = new Set([
  'guest-shutdown',
  'guest-suspend-disk',
  'guest-suspend-ram',
  'guest-suspend-hybrid',
]);

/** Whether the agent does not answer the command when it has done it. */
export function isSilent(name: string): boolean {
  return SILENT.has(name);
}

/** What an agent says of itself. */
export interface AgentInfo {
  /** `7.2.22` */
  readonly version: string;
  readonly commands: readonly AgentCommand[];
}

export interface AgentCommand {
  readonly name: string;
  /** The administrator of the guest may have forbidden it. */
  readonly isEnabled: boolean;
}

/**
 * Asks the agent which commands it has: it describes them no further, and knows no query-qmp-schema.
 * @throws CommandError, InterruptedError.
 */
export async function agentInfo(client: QmpClient): Promise<AgentInfo> {
  const info = await client.execute('guest-info');
  const { version, supported_commands: rows } = isJsonObject(info) ? info : {};
  return {
    version: typeof version === 'string' ? version : 'unknown',
    commands: isJsonArray(rows) ? rows.flatMap(commandFrom) : [],
  };
}

function commandFrom(row: JsonValue): readonly AgentCommand[] {
  if (!isJsonObject(row) || typeof row.name !== 'string') return [];
  return [{ name: row.name, isEnabled: row.enabled !== false }];
}
