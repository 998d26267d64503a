// What the guest reads of its disks: their first sectors, when it begins to run. That is seen only where they cannot be
// read.
import { nodesBelow } from '../block/graph.js';
import { errorText, rulesOf, transfer } from '../block/transfer.js';
import { isRunningState, stopVm } from '../run-state/commands.js';
import type { Backend } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';

const BOOT = { kind: 'read', offset: 0, length: 65_536 } as const;

/** A guest that was set going reads those of its disks that may fail. */
export function readAsGuest(turn: Turn): void {
  for (const backend of turn.vm.backends) {
    if (!isRunningState(turn.vm.runState)) return;
    const node = turn.vm.nodes.get(backend.root ?? '');
    const mayFail = nodesBelow(turn.vm, node).some(each => rulesOf(each).length > 0);
    const error = mayFail && node ? transfer(turn, node, BOOT) : undefined;
    if (error !== undefined) failDisk(turn, backend, error);
  }
}

const EIO = 5;
const ENOSPC = 28;

/** The disk fails below the guest, which is told, or stopped where the device says so. */
export function failDisk(turn: Turn, backend: Backend, errno = EIO): void {
  const policy = turn.vm.devices.get(backend.qdev)?.properties.rerror;
  const action = policy === 'report' || policy === 'ignore' ? policy : 'stop';
  turn.emit('BLOCK_IO_ERROR', {
    device: backend.device,
    nospace: errno === ENOSPC,
    'node-name': backend.root ?? '',
    reason: errorText(errno),
    operation: 'read',
    action,
  });
  if (action === 'stop') stopVm(turn, 'io-error');
}
