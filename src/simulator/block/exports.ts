// The NBD server and what it exports.
import type { JsonObject } from '../../json/value.js';
import { textOf } from '../arguments.js';
import type { HandlerTable } from '../command.js';
import { refusal } from '../refusal.js';
import type { BlockExport } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';
import { eitherNamed, nodeNamed } from './graph.js';

export const EXPORT_COMMANDS: HandlerTable = {
  'nbd-server-start': turn => {
    if (turn.vm.nbdServer) throw refusal('NBD server already running');
    turn.change({ nbdServer: true });
    return undefined;
  },
  'nbd-server-stop': turn => {
    needServer(turn);
    for (const each of turn.vm.exports) if (each.type === 'nbd') drop(turn, each);
    turn.change({ nbdServer: false });
    return undefined;
  },
  'nbd-server-add': (turn, args) => {
    needServer(turn);
    const device = textOf(args, 'device') ?? '';
    const node = eitherNamed(turn.vm, device);
    const exportName = textOf(args, 'name') ?? device;
    return add(turn, { id: exportName, type: 'nbd', node: node.name, exportName });
  },
  'nbd-server-remove': (turn, args) => {
    const found = exportNamed(turn, textOf(args, 'name') ?? '');
    drop(turn, found);
    return undefined;
  },
  'block-export-add': (turn, args) => addExport(turn, args),
  'block-export-del': (turn, args) => {
    drop(turn, exportNamed(turn, textOf(args, 'id') ?? ''));
    return undefined;
  },
};

function needServer({ vm }: Turn): void {
  if (!vm.nbdServer) throw refusal('NBD server not running');
}

function addExport(turn: Turn, args: JsonObject): undefined {
  const id = textOf(args, 'id') ?? '';
  const type = textOf(args, 'type') ?? '';
  if (turn.vm.exports.some(each => each.id === id))
    throw refusal(`Block export id '${id}' is already in use`);
  const node = nodeNamed(turn.vm, textOf(args, 'node-name') ?? '');
  if (type === 'nbd') needServer(turn);
  return add(turn, { id, type, node: node.name, exportName: textOf(args, 'name') ?? node.name });
}

function add(turn: Turn, added: BlockExport): undefined {
  const isNbd = added.type === 'nbd';
  const clash = turn.vm.exports.some(
    each => each.type === 'nbd' && each.exportName === added.exportName,
  );
  if (isNbd && clash) throw refusal(`NBD server already has export named '${added.exportName}'`);
  turn.change({ exports: [...turn.vm.exports, added] });
  return undefined;
}

function exportNamed({ vm }: Turn, id: string): BlockExport {
  const found = vm.exports.find(each => each.id === id);
  if (found === undefined) throw refusal(`Export '${id}' is not found`);
  return found;
}

function drop(turn: Turn, gone: BlockExport): void {
  turn.change({ exports: turn.vm.exports.filter(each => each !== gone) });
  turn.emit('BLOCK_EXPORT_DELETED', { id: gone.id });
}
