// Yank instances: what can be pulled out of a server that hangs. Works out of band.
import type { JsonObject } from '../json/value.js';
import { objectsIn, textOf } from './arguments.js';
import type { HandlerTable, World } from './command.js';
import { release } from './hang.js';
import { yankMigration } from './migration/commands.js';
import { isUnderWay } from './migration/phases.js';
import { Refusal } from './refusal.js';
import type { Vm } from './vm/state.js';
import type { Turn } from './vm/turn.js';

export const YANK_COMMANDS: HandlerTable = {
  'query-yank': ({ vm }, _args, world) => instances(vm, world),
  yank: (turn, args, world) => {
    const there = instances(turn.vm, world).map(keyOf);
    const asked = objectsIn(args, 'instances');
    if (asked.some(instance => !there.includes(keyOf(instance))))
      throw new Refusal('Instance not found', 'DeviceNotFound');
    for (const instance of asked) pull(turn, instance);
    return undefined;
  },
};

/** The monitors among the instances that are asked for: their connections end. */
export function yankedMonitors(args: JsonObject, { monitors }: World): readonly string[] {
  const ids = objectsIn(args, 'instances')
    .filter(instance => textOf(instance, 'type') === 'chardev')
    .map(instance => textOf(instance, 'id') ?? '');
  return ids.filter(id => monitors.some(monitor => monitor.id === id));
}

function instances(vm: Vm, { monitors }: World): readonly JsonObject[] {
  const chardevs = [...vm.chardevs.values()].filter(each => each.isSocket);
  const nodes = [...vm.nodes.values()].filter(each => each.driver === 'nbd');
  return [
    ...monitors.map(({ id }) => ({ type: 'chardev', id })),
    ...chardevs.map(({ id }) => ({ type: 'chardev', id })),
    ...nodes.map(({ name }) => ({ 'node-name': name, type: 'block-node' })),
    ...(isUnderWay(vm.migration) ? [{ type: 'migration' }] : []),
  ];
}

function keyOf(instance: JsonObject): string {
  return ['type', 'id', 'node-name'].map(name => textOf(instance, name) ?? '').join(' ');
}

function pull(turn: Turn, instance: JsonObject): void {
  const type = textOf(instance, 'type');
  if (type === 'migration') {
    yankMigration(turn);
    return;
  }
  if (type === 'chardev') {
    disconnect(turn, textOf(instance, 'id') ?? '');
    return;
  }
  const node = turn.vm.nodes.get(textOf(instance, 'node-name') ?? '');
  if (node === undefined) return;
  turn.setNode({ ...node, isStuck: false, isYanked: true });
  if (turn.vm.hang?.node === node.name) release(turn);
}

function disconnect(turn: Turn, id: string): void {
  const chardev = turn.vm.chardevs.get(id);
  if (chardev === undefined) return;
  turn.change({ chardevs: new Map(turn.vm.chardevs).set(id, { ...chardev, isOpen: false }) });
}
