// The block graph: which nodes there are, who uses them, and what happens to those that nobody uses any more.
import { Refusal, refusal } from '../refusal.js';
import type { Backend, BlockNode, Job, Vm } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';

/** The node of that name. @throws Refusal in the words of a command that takes nodes alone. */
export function nodeNamed(vm: Vm, name: string): BlockNode {
  return deviceOrNode(vm, '', name);
}

/** What `device` or `node-name` means. @throws Refusal where neither is there. */
export function deviceOrNode(vm: Vm, device: string, name: string): BlockNode {
  const backend = device === '' ? undefined : vm.backends.find(each => each.device === device);
  if (backend !== undefined && backend.root === undefined)
    throw refusal(`Device '${device}' has no medium`);
  const node = vm.nodes.get(backend?.root ?? name);
  if (node === undefined) throw refusal(`Cannot find device='${device}' nor node-name='${name}'`);
  return node;
}

/** What one name means that may be either. */
export function eitherNamed(vm: Vm, name: string): BlockNode {
  return deviceOrNode(vm, name, name);
}

/** The drive of that name, or that of the device with that id or path. @throws Refusal where there is none. */
export function backendOf(vm: Vm, device: string | undefined, id: string | undefined): Backend {
  if ((device === undefined) === (id === undefined))
    throw refusal("Need exactly one of 'device' and 'id'");
  const found = vm.backends.find(each => isMeant(each, device, id));
  if (found !== undefined) return found;
  const known = id !== undefined && vm.devices.has(id);
  if (known) throw refusal('Device does not have a block device backend');
  throw new Refusal(`Device '${device ?? id}' not found`, 'DeviceNotFound');
}

/** A device's id is the last part of its path or more; a virtio disk's backend is that of the device within it. */
function isMeant(backend: Backend, device: string | undefined, id: string | undefined): boolean {
  if (device !== undefined) return backend.device === device;
  const path = backend.path.startsWith('/') ? backend.path : `/machine/peripheral/${backend.path}`;
  return path === id || path === `/machine/peripheral/${id}`;
}

export function setBackend(turn: Turn, changed: Backend): void {
  const backends = turn.vm.backends.map(each => (each.qdev === changed.qdev ? changed : each));
  turn.change({ backends });
}

export function childrenOf({ file, backing, others }: BlockNode): readonly string[] {
  return [file, backing, ...others].filter(name => name !== undefined);
}

/** The node and all below it. */
export function nodesBelow(vm: Vm, node: BlockNode | undefined): readonly BlockNode[] {
  if (node === undefined) return [];
  return [node, ...childrenOf(node).flatMap(name => nodesBelow(vm, vm.nodes.get(name)))];
}

export function parentsOf({ nodes }: Vm, name: string): readonly BlockNode[] {
  return [...nodes.values()].filter(node => childrenOf(node).includes(name));
}

export function backendsOn({ backends }: Vm, name: string): readonly Backend[] {
  return backends.filter(backend => backend.root === name);
}

/** The job that works on the node, if one does. */
export function jobOn({ jobs }: Vm, name: string): Job | undefined {
  return [...jobs.values()].find(job => job.status !== 'concluded' && job.nodes.includes(name));
}

/** Whether anything but its user keeps the node. */
export function isReferenced(vm: Vm, name: string): boolean {
  return (
    parentsOf(vm, name).length > 0 ||
    backendsOn(vm, name).length > 0 ||
    jobOn(vm, name) !== undefined ||
    vm.exports.some(each => each.node === name)
  );
}

/** Closes a node that nobody uses, and then those below it. */
export function dropUnused(turn: Turn, name: string): void {
  const node = turn.vm.nodes.get(name);
  if (node === undefined || node.isMonitorOwned || isReferenced(turn.vm, name)) return;
  dropNode(turn, node);
}

export function dropNode(turn: Turn, node: BlockNode): void {
  turn.dropNode(node.name);
  for (const child of childrenOf(node)) dropUnused(turn, child);
}

/** Whoever used the one node uses the other from now on. */
export function replaceUses(turn: Turn, from: string, to: string): void {
  const swap = (name: string | undefined) => (name === from ? to : name);
  for (const parent of parentsOf(turn.vm, from)) {
    if (parent.name === to) continue;
    const { file, backing, others, ...rest } = parent;
    const links = { file: swap(file), backing: swap(backing) };
    turn.setNode({
      ...rest,
      ...Object.fromEntries(Object.entries(links).filter(([, name]) => name !== undefined)),
      others: others.map(name => swap(name) ?? name),
    });
  }
  const backends = turn.vm.backends.map(each =>
    each.root === from ? { ...each, root: to } : each,
  );
  const exports = turn.vm.exports.map(each => (each.node === from ? { ...each, node: to } : each));
  turn.change({ backends, exports });
}

/** What lies under another image is left alone. */
export function usedAsBacking(name: string, above: BlockNode): Refusal {
  return refusal(`Node '${name}' is busy: node is used as backing hd of '${above.name}'`);
}

/** The node and all that it is backed by, from the top down. */
export function chainOf({ nodes }: Vm, name: string): readonly string[] {
  const chain: string[] = [];
  for (let at: string | undefined = name; at !== undefined && !chain.includes(at); ) {
    chain.push(at);
    at = nodes.get(at)?.backing;
  }
  return chain;
}

/** How a permission conflict over a node is told: who holds it, and who would have it. */
export function writeConflict(
  node: string,
  permissions: string,
  holder: string,
  other: string,
): Refusal {
  const use = `(uses node '${node}' as 'root' child)`;
  return refusal(
    `Permission conflict on node '${node}': permissions '${permissions}' are both required by ${holder} ${use} and unshared by ${other} ${use}.`,
  );
}

/** A drive as error texts call it. */
export function backendText({ device, qdev, path }: Backend): string {
  if (device !== '') return `device '${device}'`;
  return `block device '${path === qdev ? `/machine/peripheral/${qdev}` : path}'`;
}
