// Network backends and links.
import type { JsonObject } from '../../json/value.js';
import { flagOf, textOf } from '../arguments.js';
import type { HandlerTable } from '../command.js';
import { deviceNotFound, refusal } from '../refusal.js';
import type { Device, Vm } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';

export const NETWORK_COMMANDS: HandlerTable = {
  netdev_add: (turn, args) => {
    const id = textOf(args, 'id') ?? '';
    if (turn.vm.netdevs.has(id)) throw refusal(`Duplicate ID '${id}'`);
    if (args.type === 'socket' && !SOCKETS.some(name => name in args))
      throw refusal('exactly one of listen=, connect=, mcast= or udp= is required');
    const added = { id, type: textOf(args, 'type') ?? 'user' };
    turn.change({ netdevs: new Map(turn.vm.netdevs).set(id, added) });
    return undefined;
  },
  netdev_del: (turn, args) => {
    const id = textOf(args, 'id') ?? '';
    const netdevs = new Map(turn.vm.netdevs);
    if (!netdevs.delete(id)) throw deviceNotFound(id);
    turn.change({ netdevs });
    return undefined;
  },
  set_link: setLink,
  'query-rx-filter': ({ vm }, args) => {
    const name = textOf(args, 'name');
    const found = nicsOf(vm).filter(nic => name === undefined || nic.id === name);
    if (name !== undefined && found.length === 0) throw refusal(`invalid net client name: ${name}`);
    return found.map(rxFilter);
  },
};

/** What a backend of the type socket needs one of. */
const SOCKETS = ['listen', 'connect', 'mcast', 'udp', 'fd'];

export function nicsOf({ devices }: Vm): readonly Device[] {
  return [...devices.values()].filter(each => typeof each.properties.netdev === 'string');
}

function setLink(turn: Turn, args: JsonObject): undefined {
  const name = textOf(args, 'name') ?? '';
  const nic = nicsOf(turn.vm).find(each => each.id === name || each.properties.netdev === name);
  if (nic === undefined && !turn.vm.netdevs.has(name)) throw deviceNotFound(name);
  if (nic === undefined) return undefined;
  const changed = { ...nic, isLinkUp: flagOf(args, 'up') ?? true };
  turn.change({ devices: new Map(turn.vm.devices).set(nic.id, changed) });
  return undefined;
}

function rxFilter({ id, properties }: Device): JsonObject {
  return {
    promiscuous: true,
    name: id,
    'main-mac': properties.mac ?? '52:54:00:12:34:56',
    unicast: 'normal',
    vlan: 'all',
    'vlan-table': [],
    'unicast-table': [],
    multicast: 'normal',
    'multicast-overflow': false,
    'unicast-overflow': false,
    'multicast-table': [],
    'broadcast-allowed': true,
  };
}
