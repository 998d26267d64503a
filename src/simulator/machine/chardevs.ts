// Character devices.
import type { JsonObject } from '../../json/value.js';
import { numberOf, objectIn, textOf } from '../arguments.js';
import { hasFolder } from '../block/files.js';
import type { HandlerTable, World } from '../command.js';
import { refusal } from '../refusal.js';
import type { Chardev } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';

const BACKENDS = [
  'file',
  'serial',
  'pipe',
  'socket',
  'udp',
  'pty',
  'null',
  'mux',
  'msmouse',
  'stdio',
  'vc',
  'ringbuf',
  'memory',
];

export const CHARDEV_COMMANDS: HandlerTable = {
  'query-chardev': ({ vm }, _args, { monitors }) => [
    ...[...vm.chardevs.values()].toReversed().map(info),
    ...monitors.map(({ id, filename, isOpen }) => ({
      'frontend-open': true,
      filename: isOpen ? filename : `disconnected:${filename}`,
      label: id,
    })),
  ],
  'query-chardev-backends': () => BACKENDS.map(name => ({ name })),
  'chardev-add': add,
  'chardev-remove': (turn, args, world) => {
    const chardev = chardevOf(turn, textOf(args, 'id') ?? '', world, 'Chardev');
    if (chardev.isBusy) throw refusal(`Chardev '${chardev.id}' is busy`);
    const chardevs = new Map(turn.vm.chardevs);
    chardevs.delete(chardev.id);
    turn.change({ chardevs });
    return undefined;
  },
  'chardev-change': (turn, args, world) => {
    const old = chardevOf(turn, textOf(args, 'id') ?? '', world, 'Chardev');
    if (old.isBusy) throw refusal("Chardev doesn't support chardev hotswap");
    keep(turn, { ...made(turn, old.id, args), isBusy: old.isBusy });
    return undefined;
  },
  'chardev-send-break': (turn, args, world) => {
    chardevOf(turn, textOf(args, 'id') ?? '', world, 'Chardev');
    return undefined;
  },
  'ringbuf-write': (turn, args, world) => {
    const ring = ringOf(turn, args, world);
    keep(turn, { ...ring, buffer: (ring.buffer + decoded(args)).slice(-RING_SIZE) });
    return undefined;
  },
  'ringbuf-read': (turn, args, world) => {
    const ring = ringOf(turn, args, world);
    const size = numberOf(args, 'size') ?? 0;
    if (size <= 0) throw refusal('size must be greater than zero');
    keep(turn, { ...ring, buffer: ring.buffer.slice(size) });
    const read = ring.buffer.slice(0, size);
    return textOf(args, 'format') === 'base64' ? Buffer.from(read).toString('base64') : read;
  },
};

const RING_SIZE = 4096;

function info({ filename, id, isOpen, isSocket, isBusy }: Chardev): JsonObject {
  const shown = isSocket && !isOpen ? `disconnected:${filename}` : filename;
  return { 'frontend-open': isBusy, filename: shown, label: id };
}

function chardevOf({ vm }: Turn, id: string, { monitors }: World, word: string): Chardev {
  const found = vm.chardevs.get(id);
  if (found !== undefined) return found;
  if (monitors.some(monitor => monitor.id === id)) throw refusal(`Chardev '${id}' is busy`);
  throw refusal(`${word} '${id}' not found`);
}

function ringOf(turn: Turn, args: JsonObject, world: World): Chardev {
  const chardev = chardevOf(turn, textOf(args, 'device') ?? '', world, 'Device');
  if (chardev.type !== 'ringbuf') throw refusal(`${chardev.id} is not a ringbuf device`);
  return chardev;
}

function decoded(args: JsonObject): string {
  const data = textOf(args, 'data') ?? '';
  return textOf(args, 'format') === 'base64' ? Buffer.from(data, 'base64').toString() : data;
}

function keep(turn: Turn, chardev: Chardev): void {
  turn.change({ chardevs: new Map(turn.vm.chardevs).set(chardev.id, chardev) });
}

function add(turn: Turn, args: JsonObject, { monitors }: World): JsonObject | undefined {
  const id = textOf(args, 'id') ?? '';
  if (turn.vm.chardevs.has(id) || monitors.some(monitor => monitor.id === id))
    throw refusal(`Chardev with id '${id}' already exists`);
  const chardev = made(turn, id, args);
  keep(turn, chardev);
  return chardev.type === 'pty' ? { pty: chardev.filename.slice('pty:'.length) } : undefined;
}

function made(turn: Turn, id: string, args: JsonObject): Chardev {
  const backend = objectIn(args, 'backend') ?? {};
  const type = textOf(backend, 'type') ?? 'null';
  const data = objectIn(backend, 'data') ?? {};
  const isRing = type === 'ringbuf' || type === 'memory';
  checkMakeable(turn, id, type, data);
  return {
    id,
    type: isRing ? 'ringbuf' : type,
    filename: filenameOf(turn, type, data),
    isOpen: false,
    isBusy: false,
    isSocket: type === 'socket',
    buffer: '',
  };
}

/** @throws Refusal where there can be no such device. */
function checkMakeable({ vm }: Turn, id: string, type: string, data: JsonObject): void {
  const out = textOf(data, 'out');
  if (type === 'file' && out !== undefined && !hasFolder(vm, out))
    throw unmade(id, `Could not open '${out}': No such file or directory`);
  const size = numberOf(data, 'size');
  if (size !== undefined && !Number.isInteger(Math.log2(size)))
    throw unmade(id, 'size of ringbuf chardev must be power of two');
}

function unmade(id: string, why: string) {
  return refusal(`Failed to add chardev '${id}': ${why}`);
}

function filenameOf(turn: Turn, type: string, data: JsonObject): string {
  if (type === 'pty') return `pty:/dev/pts/${turn.count()}`;
  if (type === 'file') return textOf(data, 'out') ?? 'file';
  if (type !== 'socket') return type;
  const addr = objectIn(data, 'addr') ?? {};
  const where = objectIn(addr, 'data') ?? {};
  const side = data.server === false ? '' : ',server=on';
  if (textOf(addr, 'type') === 'unix') return `unix:${textOf(where, 'path')}${side}`;
  return `tcp:${textOf(where, 'host')}:${textOf(where, 'port')}${side}`;
}
