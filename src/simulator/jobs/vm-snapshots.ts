// Snapshots of the whole VM, as jobs: snapshot-save, snapshot-load, snapshot-delete.
import type { JsonObject } from '../../json/value.js';
import { textOf, textsIn } from '../arguments.js';
import { addSnapshot, dropSnapshot } from '../block/snapshots.js';
import type { Handler, HandlerTable } from '../command.js';
import { migrateIntoImage } from '../migration/phases.js';
import { continueVm, isRunningState, stopVm } from '../run-state/commands.js';
import type { BlockNode, Vm } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';
import { armStep, checkJobId, createJob, jobOf, newJob, setStatus } from './life.js';

/** Does the work; gives what went wrong. */
type Work = (
  turn: Turn,
  tag: string,
  nodes: readonly BlockNode[],
  vmState: string,
) => string | undefined;

export const VM_SNAPSHOT_COMMANDS: HandlerTable = {
  'snapshot-save': asJob('snapshot-save', saveVm),
  'snapshot-load': asJob('snapshot-load', loadVm),
  'snapshot-delete': asJob('snapshot-delete', deleteFrom),
};

/** The job says what went wrong; the command itself succeeds. */
function asJob(type: string, work: Work): Handler {
  return (turn, args) => {
    const id = textOf(args, 'job-id') ?? '';
    checkJobId(turn.vm, id);
    createJob(turn, newJob({ id, type, isBlockJob: false, autoDismiss: false }));
    setStatus(turn, id, 'running');
    const error = runWork(turn, args, work);
    if (error !== undefined) turn.setJob({ ...jobOf(turn, id), error });
    armStep(turn, id, 1, 'end');
    return undefined;
  };
}

function runWork(turn: Turn, args: JsonObject, work: Work): string | undefined {
  const names = textsIn(args, 'devices');
  const missing = names.find(name => !turn.vm.nodes.has(name));
  if (missing !== undefined) return `No block device node '${missing}'`;
  const nodes = names.flatMap(name => turn.vm.nodes.get(name) ?? []);
  const vmState = textOf(args, 'vmstate') ?? names[0] ?? '';
  return work(turn, textOf(args, 'tag') ?? '', nodes, vmState);
}

function unfit(nodes: readonly BlockNode[]): string | undefined {
  const node = nodes.find(each => each.driver !== 'qcow2');
  return node && `Device '${node.name}' is writable but does not support snapshots`;
}

const VM_STATE_SIZE = 1_646_592;

export function saveVm(
  turn: Turn,
  tag: string,
  nodes: readonly BlockNode[],
  vmState: string,
): string | undefined {
  const problem = unfit(nodes);
  if (problem !== undefined) return problem;
  if (nodes.some(node => has(node, tag)))
    return `Snapshot '${tag}' already exists in one or more devices`;
  if (!turn.vm.nodes.has(vmState)) return `vmstate block device '${vmState}' does not exist`;
  const wasRunning = pause(turn);
  migrateIntoImage(turn);
  for (const node of nodes) addSnapshot(turn, node, tag, node.name === vmState ? VM_STATE_SIZE : 0);
  if (wasRunning) continueVm(turn);
  return undefined;
}

function has(node: BlockNode, tag: string): boolean {
  return node.snapshots.some(each => each.name === tag);
}

function pause(turn: Turn): boolean {
  const wasRunning = isRunningState(turn.vm.runState);
  if (wasRunning) stopVm(turn, 'restore-vm');
  return wasRunning;
}

/** A load that fails leaves the VM stopped. */
export function loadVm(turn: Turn, tag: string, nodes: readonly BlockNode[]): string | undefined {
  const wasRunning = pause(turn);
  const problem = unfit(nodes);
  if (problem !== undefined) return problem;
  if (nodes.some(node => !has(node, tag)))
    return `Snapshot '${tag}' does not exist in one or more devices`;
  if (wasRunning) continueVm(turn);
  return undefined;
}

export function deleteFrom(
  turn: Turn,
  tag: string,
  nodes: readonly BlockNode[],
): string | undefined {
  for (const node of nodes) {
    const snapshot = node.snapshots.find(each => each.name === tag);
    if (snapshot !== undefined) dropSnapshot(turn, node, snapshot);
  }
  return undefined;
}

/** The nodes that snapshots of all disks are kept in: those of drives that can have some. */
export function disksOf({ nodes, backends }: Vm): readonly BlockNode[] {
  return backends.flatMap(({ root }) => (root === undefined ? [] : (nodes.get(root) ?? [])));
}
