// All commands of the simulated VM, by name: one table of a table for each subsystem.
import { BITMAP_COMMANDS } from './block/bitmaps.js';
import { DRIVE_COMMANDS } from './block/drives.js';
import { EXPORT_COMMANDS } from './block/exports.js';
import { NODE_COMMANDS } from './block/nodes.js';
import { BLOCK_QUERIES } from './block/queries.js';
import { SNAPSHOT_COMMANDS } from './block/snapshots.js';
import type { HandlerTable } from './command.js';
import { hmpCommands } from './hmp/commands.js';
import { JOB_COMMANDS } from './jobs/commands.js';
import { START_COMMANDS } from './jobs/start.js';
import { VM_SNAPSHOT_COMMANDS } from './jobs/vm-snapshots.js';
import { CHARDEV_COMMANDS } from './machine/chardevs.js';
import { DISPLAY_COMMANDS } from './machine/displays.js';
import { FACT_COMMANDS } from './machine/facts.js';
import { MEMORY_COMMANDS } from './machine/memory.js';
import { NETWORK_COMMANDS } from './machine/network.js';
import { MIGRATION_COMMANDS } from './migration/commands.js';
import { QOM_COMMANDS } from './qom/commands.js';
import { DEVICE_COMMANDS } from './qom/devices.js';
import { OBJECT_COMMANDS } from './qom/objects.js';
import { RUN_STATE_COMMANDS } from './run-state/commands.js';
import { TRANSACTION_COMMANDS } from './transaction.js';
import { YANK_COMMANDS } from './yank.js';

const QMP_COMMANDS: HandlerTable = {
  ...RUN_STATE_COMMANDS,
  ...NODE_COMMANDS,
  ...BLOCK_QUERIES,
  ...DRIVE_COMMANDS,
  ...BITMAP_COMMANDS,
  ...SNAPSHOT_COMMANDS,
  ...EXPORT_COMMANDS,
  ...START_COMMANDS,
  ...JOB_COMMANDS,
  ...VM_SNAPSHOT_COMMANDS,
  ...TRANSACTION_COMMANDS,
  ...MIGRATION_COMMANDS,
  ...YANK_COMMANDS,
  ...QOM_COMMANDS,
  ...DEVICE_COMMANDS,
  ...OBJECT_COMMANDS,
  ...CHARDEV_COMMANDS,
  ...NETWORK_COMMANDS,
  ...DISPLAY_COMMANDS,
  ...MEMORY_COMMANDS,
  ...FACT_COMMANDS,
};

/** What the simulator does of what it announces; the rest is refused by name. */
export const COMMANDS: HandlerTable = { ...QMP_COMMANDS, ...hmpCommands(QMP_COMMANDS) };
