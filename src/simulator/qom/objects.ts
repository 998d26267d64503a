// Objects that users make: object-add, object-del, and the queries that list some kinds of them.
import type { JsonObject } from '../../json/value.js';
import { objectIn, textOf } from '../arguments.js';
import { hasFolder } from '../block/files.js';
import { groupLimits } from '../block/throttle.js';
import type { HandlerTable } from '../command.js';
import { refusal } from '../refusal.js';
import type { Vm } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';
import { IDENTIFIER } from './devices.js';

export const OBJECT_COMMANDS: HandlerTable = {
  'object-add': add,
  'object-del': (turn, args) => {
    const id = textOf(args, 'id') ?? '';
    const objects = new Map(turn.vm.objects);
    if (!objects.delete(id)) throw refusal(`object '${id}' not found`);
    if (isInUse(turn.vm, id)) throw refusal(`object '${id}' is in use, can not be deleted`);
    turn.change({ objects });
    return undefined;
  },
  'query-iothreads': ({ vm }) =>
    ofType(vm, 'iothread').map(({ id, properties }, index) => ({
      'poll-shrink': properties['poll-shrink'] ?? 0,
      'thread-id': THREAD + index,
      'aio-max-batch': properties['aio-max-batch'] ?? 0,
      'poll-grow': properties['poll-grow'] ?? 0,
      'poll-max-ns': properties['poll-max-ns'] ?? 32_768,
      id,
    })),
  'query-memdev': ({ vm }) => [
    ...ofType(vm, 'memory-backend').map(({ id, properties }) => memdev(id, properties)),
    memdev('pc.ram', { size: vm.ramBytes }),
  ],
};

/** Thread ids are made up. */
const THREAD = 4243;

function add(turn: Turn, args: JsonObject): undefined {
  const { 'qom-type': type, id, ...properties } = args;
  const name = String(id);
  if (!IDENTIFIER.test(name)) throw refusal("Parameter 'id' expects an identifier");
  if (turn.vm.objects.has(name) || name === 'pc.ram')
    throw refusal(`attempt to add duplicate property '${name}' to object (type 'container')`);
  const path = textOf(properties, 'mem-path');
  if (path !== undefined && !hasFolder(turn.vm, path))
    throw refusal(`can't open backing store ${path} for guest RAM: No such file or directory`);
  const isSecret = type === 'secret';
  const own = type === 'throttle-group' ? withLimits(properties) : properties;
  if (isSecret && properties.data === undefined && properties.file === undefined)
    throw refusal("Either 'file' or 'data' must be provided");
  const added = { id: name, type: String(type), properties: isSecret ? {} : own };
  turn.change({ objects: new Map(turn.vm.objects).set(name, added) });
  return undefined;
}

function withLimits(properties: JsonObject): JsonObject {
  return { ...properties, limits: groupLimits(objectIn(properties, 'limits') ?? {}) };
}

/** By a node, or by a device. */
function isInUse({ nodes, devices }: Vm, id: string): boolean {
  return (
    [...nodes.values()].some(({ options }) => options['throttle-group'] === id) ||
    [...devices.values()].some(({ properties }) => properties.iothread === id)
  );
}

function ofType({ objects }: Vm, type: string) {
  return [...objects.values()].filter(each => each.type.startsWith(type));
}

function memdev(id: string, properties: JsonObject): JsonObject {
  return {
    share: properties.share ?? false,
    reserve: properties.reserve ?? true,
    prealloc: properties.prealloc ?? false,
    'host-nodes': [],
    size: properties.size ?? 0,
    merge: properties.merge ?? true,
    dump: properties.dump ?? true,
    policy: 'default',
    id,
  };
}
