// The one table of live values: which queries find which kind. It is all that completion ever sends.
import { AGENT_SOURCES } from './agent-sources.js';
import { BLOCK_SOURCES } from './block-sources.js';
import { DEMO_SOURCES } from './demo-sources.js';
import { LIST_SOURCES } from './list-sources.js';
import { MACHINE_SOURCES } from './machine-sources.js';
import { OBJECT_SOURCES } from './object-sources.js';
import type { Group, SourceRow } from './source-row.js';
import { TEXT_SOURCES } from './text-sources.js';

/** By kind of source (schema/README.md). What the schema or this host tells is not here. */
export const SOURCES: Readonly<Record<string, SourceRow>> = {
  ...AGENT_SOURCES,
  ...BLOCK_SOURCES,
  ...DEMO_SOURCES,
  ...LIST_SOURCES,
  ...MACHINE_SOURCES,
  ...OBJECT_SOURCES,
  ...TEXT_SOURCES,
};

const EVERYTHING: readonly Group[] = [
  ...(['block', 'chardev', 'cpu', 'device', 'export'] as const),
  ...(['job', 'migration', 'network', 'object', 'trace'] as const),
];

interface ChangeRow {
  readonly names: RegExp;
  readonly groups: readonly Group[];
}

/** Commands, and what they may change. The first that fits counts; one that fits none changes nothing here. */
const COMMANDS: readonly ChangeRow[] = [
  { names: /^guest-set-|^guest-fsfreeze-/, groups: ['agent'] },
  { names: /^query-|^qom-(get|list)|-list-|^trace-event-get/, groups: [] },
  { names: /^human-monitor-command$|^x-exit-preconfig$/, groups: EVERYTHING },
  { names: /^transaction$/, groups: ['block', 'job'] },
  { names: /^block-export|^nbd-server/, groups: ['export', 'block'] },
  { names: /^block-job|^job-/, groups: ['job', 'block'] },
  { names: /block|drive|snapshot|bitmap|backing|eject/, groups: ['block', 'job', 'device'] },
  { names: /^device/, groups: ['device', 'block', 'network', 'chardev', 'object'] },
  { names: /^object|^qom-set|^(add|remove)-fd/, groups: ['object', 'device', 'network'] },
  { names: /^chardev/, groups: ['chardev', 'object'] },
  { names: /^netdev|^set_link/, groups: ['network'] },
  { names: /^migrate|^client_migrate|^x-colo/, groups: ['migration', 'block'] },
  { names: /^trace-event-set/, groups: ['trace'] },
];

/** The same of events. */
const EVENTS: readonly ChangeRow[] = [
  { names: /^DEVICE_(DELETED|UNPLUG)|^ACPI/, groups: ['device', 'block', 'network', 'object'] },
  { names: /^DEVICE_TRAY/, groups: ['block'] },
  { names: /^(BLOCK_)?JOB_/, groups: ['job', 'block'] },
  { names: /^BLOCK_EXPORT/, groups: ['export', 'block'] },
  { names: /^MIGRATION/, groups: ['migration', 'block'] },
  { names: /^NETDEV|^NIC_/, groups: ['network'] },
];

/** What a command may have changed. */
export function changedBy(command: string): readonly Group[] {
  return COMMANDS.find(row => row.names.test(command))?.groups ?? [];
}

/** What an event says has changed. */
export function changedByEvent(name: string): readonly Group[] {
  return EVENTS.find(row => row.names.test(name))?.groups ?? [];
}
