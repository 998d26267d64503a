// Opens a node and the nodes below it, from the options of blockdev-add.
import { parseJson } from '../../json/parse.js';
import { printJson } from '../../json/print.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../json/value.js';
import { flagOf, listIn, numberOf, textOf } from '../arguments.js';
import { refusal } from '../refusal.js';
import { newNode } from '../vm/spec.js';
import type { BlockNode, Vm } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';
import { fileNamed } from './files.js';
import { eitherNamed } from './graph.js';
import { checkGroup } from './throttle.js';

/** Members that are children of a node, besides `file` and `backing`. */
const CHILD_ROLES = ['image', 'target', 'test', 'raw', 'log', 'data-file', 'header'] as const;
/** Drivers that lie over a file of a format of their own. */
const FORMATS: ReadonlySet<string> = new Set([
  'qcow2',
  'vmdk',
  'vdi',
  'vhdx',
  'qed',
  'luks',
  'qcow',
  'vpc',
]);
const NULL_SIZE = 2 ** 30;
const MAX_NODE_NAME = 31;

/** @throws Refusal where it cannot be opened; what was opened below it then stays with the caller's state. */
export function openNode(turn: Turn, options: JsonObject, isMonitorOwned: boolean): BlockNode {
  const driver = textOf(options, 'driver') ?? '';
  checkGroup(turn.vm, options);
  const file = openChild(turn, options.file) ?? openChild(turn, options.image);
  const backing = openChild(turn, options.backing);
  const others = [
    ...otherChildren(options).map(([, value]) => openChild(turn, value) ?? ''),
    ...writeTarget(turn, options),
  ];
  const base = turn.vm.nodes.get(file ?? others[0] ?? '');
  const node = newNode(freshName(turn, textOf(options, 'node-name')), driver, {
    ...content(turn, driver, options, base),
    readOnly: flagOf(options, 'read-only') ?? false,
    options,
    others,
    isMonitorOwned,
    ...(file === undefined ? {} : { file }),
    ...(backing === undefined ? {} : { backing }),
  });
  turn.setNode(node);
  return node;
}

type Child = readonly [role: string, value: JsonValue];

/** The children besides `file` and `backing`, by their roles; an `image` alone is what `file` is for others. */
function otherChildren(options: JsonObject): readonly Child[] {
  const single = CHILD_ROLES.filter(role => role !== 'image' || options.file !== undefined);
  const list = listIn(options, 'children').map((value, at): Child => [`children.${at}`, value]);
  return [...single.map((role): Child => [role, options[role] ?? null]), ...list].filter(
    ([, value]) => typeof value === 'string' || isJsonObject(value),
  );
}

/** What a child of a node is to it. */
export function roleOf(node: BlockNode, child: string): string {
  if (child === node.backing) return 'backing';
  if (child === node.file)
    return node.options.file === undefined && node.options.image ? 'image' : 'file';
  return otherChildren(node.options)[node.others.indexOf(child)]?.[0] ?? 'file';
}

/** A child is the name of a node, or the options of a new one that lives as long as its parent. */
function openChild(turn: Turn, value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : eitherNamed(turn.vm, value).name;
  return isJsonObject(value) ? openNode(turn, value, false).name : undefined;
}

/** What is written to a directory shown as a disk goes into an image of its own first. */
function writeTarget(turn: Turn, { driver, rw }: JsonObject): readonly string[] {
  if (driver !== 'vvfat' || rw !== true) return [];
  const target = newNode(freshName(turn, undefined), 'qcow', { size: VVFAT_SIZE });
  turn.setNode(target);
  return [target.name];
}

const VVFAT_SIZE = 528_450_048;

function freshName(turn: Turn, given: string | undefined): string {
  if (given === undefined) return `#block${turn.count()}`;
  if (!/^[A-Za-z][A-Za-z0-9\-._]*$/.test(given)) throw refusal(`Invalid node-name: '${given}'`);
  if (given.length > MAX_NODE_NAME) throw refusal('Node name too long');
  if (turn.vm.nodes.has(given)) throw refusal(`Duplicate nodes with node-name='${given}'`);
  if (turn.vm.backends.some(each => each.device === given))
    throw refusal(`node-name=${given} is conflicting with a device id`);
  return given;
}

type Content = Pick<BlockNode, 'filename' | 'size'>;

/** What is in the node: what the file below it holds, or what its driver makes up. */
function content(
  turn: Turn,
  driver: string,
  options: JsonObject,
  base: BlockNode | undefined,
): Content {
  if (driver === 'null-co' || driver === 'null-aio') return nullContent(driver, options);
  if (driver === 'nbd') return nbdContent(turn, options);
  const filename = textOf(options, 'filename');
  if (filename !== undefined) return { filename, size: fileNamed(turn.vm, filename).size };
  if (base === undefined) return { filename: `json:{"driver": "${driver}"}`, size: NULL_SIZE };
  if (FORMATS.has(driver)) return imageContent(turn, driver, base);
  const isNamed = driver === 'raw' && !base.filename.startsWith('json:');
  return { filename: isNamed ? base.filename : optionsText(turn.vm, options), size: base.size };
}

/** What has no file name of its own goes by its options and those of its children, which are open. */
function optionsText(vm: Vm, options: JsonObject): string {
  const { 'node-name': _own, ...rest } = options;
  const shown = Object.entries(rest).flatMap(([name, value]) =>
    name === 'inject-error' ? dotted(name, value) : [[name, expanded(vm, value)] as const],
  );
  return `json:${printJson(Object.fromEntries(shown))}`;
}

/** The rules of blkdebug keep the flat form that its options have on a command line. */
function dotted(name: string, value: JsonValue): readonly (readonly [string, JsonValue])[] {
  if (isJsonArray(value)) return value.flatMap((each, at) => dotted(`${name}.${at}`, each));
  if (!isJsonObject(value)) return [[name, value]];
  return Object.entries(value).flatMap(([key, each]) => dotted(`${name}.${key}`, each));
}

function expanded(vm: Vm, value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(each => expanded(vm, each));
  const node = typeof value === 'string' ? vm.nodes.get(value) : undefined;
  if (node === undefined) return value;
  if (!node.filename.startsWith('json:')) return { driver: node.driver, filename: node.filename };
  return parseJson(node.filename.slice('json:'.length));
}

function nullContent(driver: string, options: JsonObject): Content {
  const { size } = options;
  const isGiven = typeof size === 'number' || typeof size === 'bigint';
  const given = isGiven ? `, "size": ${size}` : '';
  return { filename: `json:{"driver": "${driver}"${given}}`, size: isGiven ? size : NULL_SIZE };
}

function nbdContent({ vm }: Turn, options: JsonObject): Content {
  const server = isJsonObject(options.server) ? options.server : {};
  const where = textOf(server, 'path') ?? `${textOf(server, 'host')}:${textOf(server, 'port')}`;
  const name = textOf(options, 'export') ?? '';
  return { filename: `nbd+unix:///${name}?socket=${where}`, size: vm.diskBytes };
}

/** @throws Refusal where the file below is of another format. */
function imageContent(turn: Turn, driver: string, base: BlockNode): Content {
  const latency = numberOf(base.options, 'latency-ns') ?? 0;
  if (latency > 0) turn.change({ hang: { began: turn.now } });
  if (latency > 0) turn.arm('release', latency / 1e6, { kind: 'release' });
  const isFile = base.driver === 'file' || base.driver === 'host_device';
  const found = isFile ? fileNamed(turn.vm, base.filename) : undefined;
  const isOfFormat = base.driver === 'nbd' || found?.format === driver;
  if (!isOfFormat) throw refusal(`Image is not in ${driver} format`);
  return { filename: base.filename, size: found?.size ?? base.size };
}
