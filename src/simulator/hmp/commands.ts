// The human monitor: a line of text in, text out. Errors are text as well; the command itself succeeds.
import { type JsonObject, own } from '../../json/value.js';
import { textOf } from '../arguments.js';
import { eitherNamed, nodeNamed } from '../block/graph.js';
import { transfer } from '../block/transfer.js';
import type { Handler, HandlerTable, World } from '../command.js';
import { deleteFrom, disksOf, loadVm, saveVm } from '../jobs/vm-snapshots.js';
import { Refusal, refusal } from '../refusal.js';
import type { Turn } from '../vm/turn.js';
import { HAND_OVERS } from './hand-over.js';
import { INFO_ROWS } from './info.js';
import { wordsOf } from './words.js';

interface HmpRow {
  readonly names: string;
  readonly usage: string;
  readonly help: string;
  readonly run: (turn: Turn, words: readonly string[], world: World) => string;
}

/** A table of QMP commands to run some of the lines with. */
export function hmpCommands(qmp: HandlerTable): HandlerTable {
  const rows = hmpRows(qmp);
  const byName = new Map(
    rows.flatMap(row => row.names.split('|').map(name => [name, row] as const)),
  );
  const run: Handler = (turn, args, world) => {
    const line = textOf(args, 'command-line') ?? '';
    if (args['cpu-index'] !== undefined && Number(args['cpu-index']) !== 0)
      throw refusal("Parameter 'cpu-index' expects a CPU number");
    return runLine(turn, line, byName, world).replaceAll('\n', '\r\n');
  };
  return { 'human-monitor-command': run };
}

function runLine(
  turn: Turn,
  line: string,
  rows: ReadonlyMap<string, HmpRow>,
  world: World,
): string {
  const [name, ...words] = wordsOf(line);
  if (name === undefined) return '';
  if (name === 'help' || name === '?') return helpText(words[0], rows);
  if (name === 'info') return infoText(turn, words, world);
  const row = rows.get(name);
  if (row === undefined) return `unknown command: '${name}'\n`;
  if (row.usage === '' && words.length > 0)
    return `${row.names}: extraneous characters at the end of line\n${seeHelp(name)}`;
  if (words.length < neededBy(row)) return `${name}: string expected\n${seeHelp(name)}`;
  try {
    return row.run(turn, words, world);
  } catch (failure) {
    if (failure instanceof Refusal) return `Error: ${failure.message}\n`;
    throw failure;
  }
}

const seeHelp = (name: string) => `Try "help ${name}" for more information\n`;

/** How many words it cannot go without. The one of options may be missing, and is then said to be. */
function neededBy({ usage }: HmpRow): number {
  if (usage.includes('[,prop')) return 0;
  return usage.split(' ').filter(word => /^[^[/]/.test(word)).length;
}

function infoText(turn: Turn, [name]: readonly string[], world: World): string {
  if (name === undefined)
    return INFO_ROWS.map(each => `info ${each.name}  -- ${each.help}\n`).join('');
  const row = INFO_ROWS.find(each => each.name === name);
  return row === undefined ? `unknown command: 'info ${name}'\n` : row.text(turn, world);
}

function helpText(name: string | undefined, rows: ReadonlyMap<string, HmpRow>): string {
  if (name === 'info')
    return INFO_ROWS.map(each => `info ${each.name}  -- ${each.help}\n`).join('');
  const shown = name === undefined ? [...new Set(rows.values())] : [rows.get(name)];
  return shown
    .flatMap(row => row ?? [])
    .map(({ names, usage, help }) => `${names}${usage === '' ? '' : ` ${usage}`}  -- ${help}\n`)
    .join('');
}

function hmpRows(qmp: HandlerTable): readonly HmpRow[] {
  /** Runs the QMP command of the same work. */
  const viaQmp =
    (name: string, argumentsOf: (words: readonly string[]) => JsonObject = () => ({})) =>
    (turn: Turn, words: readonly string[], world: World) => {
      own(qmp, name)?.(turn, argumentsOf(words), world);
      return '';
    };
  const first =
    (member: string) =>
    ([word = '']: readonly string[]) => ({ [member]: word });
  return [
    ...HAND_OVERS.map(({ names, usage, help, qmp: name, argumentsOf, print }) =>
      hmp(names, usage, help, (turn, words, world) => {
        const returned = qmp[name]?.(turn, argumentsOf(words, world), world);
        return print === undefined ? '' : print(returned ?? null);
      }),
    ),
    hmp('cpu', 'index', 'choose the CPU that is looked at', (_turn, [index]) =>
      index === '0' ? '' : 'invalid CPU index\n',
    ),
    hmp('mouse_set', 'index', 'choose the mouse', (_turn, [index = '']) =>
      index === '2' ? '' : `Mouse at index '${index}' not found\n`,
    ),
    hmp(
      'balloon',
      'target',
      'request VM to change its memory allocation (in MB)',
      viaQmp('balloon', ([mb]) => ({ value: Number(mb) * 2 ** 20 })),
    ),
    hmp(
      'block_resize',
      'device size',
      'resize a block image',
      viaQmp('block_resize', ([device = '', size]) => ({ device, size: Number(size) * 2 ** 20 })),
    ),
    hmp('chardev-remove', 'id', 'remove chardev', viaQmp('chardev-remove', first('id'))),
    hmp('commit', 'device|all', 'commit changes to the disk images', () => ''),
    hmp('cont|c', '', 'resume emulation', viaQmp('cont')),
    hmp('delvm', 'tag', 'delete a VM snapshot from its tag', (turn, [tag = '']) =>
      errorText(deleteFrom(turn, tag, disksOf(turn.vm))),
    ),
    hmp(
      'device_add',
      'driver[,prop=value][,...]',
      'add device, like -device on the command line',
      viaQmp('device_add', ([text = '']) => keyvalOf(text, 'driver')),
    ),
    hmp('device_del', 'device', 'remove device', viaQmp('device_del', first('id'))),
    hmp(
      'eject',
      '[-f] device',
      'eject a removable medium (use -f to force it)',
      viaQmp('eject', words => ({ device: words.at(-1) ?? '' })),
    ),
    hmp('loadvm', 'tag', 'restore a VM snapshot from its tag', (turn, [tag = '']) =>
      errorText(loadVm(turn, tag, disksOf(turn.vm))),
    ),
    hmp('migrate_cancel', '', 'cancel the current VM migration', viaQmp('migrate_cancel')),
    hmp('nmi', '', 'inject an NMI', viaQmp('inject-nmi')),
    hmp(
      'object_add',
      '[qom-type=]type,id=str[,prop=value]',
      'create QOM object',
      viaQmp('object-add', ([text = '']) => keyvalOf(text, 'qom-type')),
    ),
    hmp('object_del', 'id', 'destroy QOM object', viaQmp('object-del', first('id'))),
    hmp('print|p', '/fmt expr', 'print expression value', (_turn, words) =>
      sumText(words.join('')),
    ),
    hmp('qemu-io', '[-d] [device] "[command]"', 'run a qemu-io command on a block device', qemuIo),
    hmp('quit|q', '', 'quit the emulator', viaQmp('quit')),
    hmp('savevm', '[tag]', 'save a VM snapshot', (turn, [tag]) => saveText(turn, tag)),
    hmp('sendkey', 'keys [hold_ms]', 'send keys to the VM', () => ''),
    hmp(
      'set_link',
      'name on|off',
      'change the link status of a network adapter',
      viaQmp('set_link', ([name = '', up]) => ({ name, up: up === 'on' })),
    ),
    hmp('stop|s', '', 'stop emulation', viaQmp('stop')),
    hmp('system_powerdown', '', 'send system power down event', viaQmp('system_powerdown')),
    hmp('system_reset', '', 'reset the system', viaQmp('system_reset')),
    hmp('system_wakeup', '', 'wakeup guest from suspend', viaQmp('system_wakeup')),
  ];
}

function hmp(names: string, usage: string, help: string, run: HmpRow['run']): HmpRow {
  return { names, usage, help, run };
}

function errorText(error: string | undefined): string {
  return error === undefined ? '' : `Error: ${error}\n`;
}

/** Without a tag one is made of the date. */
function saveText(turn: Turn, tag: string | undefined): string {
  const disks = disksOf(turn.vm);
  const name = tag ?? `vm-${new Date(turn.now).toISOString().slice(0, 19).replace(/[-:T]/g, '')}`;
  for (const node of disks) {
    const old = node.snapshots.find(each => each.name === name);
    if (old !== undefined) deleteFrom(turn, name, [turn.vm.nodes.get(node.name) ?? node]);
  }
  return errorText(saveVm(turn, name, disksOf(turn.vm), disks[0]?.name ?? ''));
}

function keyvalOf(text: string, firstKey: string): JsonObject {
  if (text === '') return {};
  const parts = text.split(',').map((part, index) => {
    const at = part.indexOf('=');
    return at < 0 && index === 0 ? [firstKey, part] : [part.slice(0, at), part.slice(at + 1)];
  });
  return Object.fromEntries(parts);
}

/** A read or write of a node, which waits where the storage below does. */
function qemuIo(turn: Turn, words: readonly string[]): string {
  const [name = '', command = ''] = words[0] === '-d' ? words.slice(1) : words;
  const node = turn.vm.nodes.has(name) ? nodeNamed(turn.vm, name) : namedAsDevice(turn, name);
  const [word = '', ...rest] = wordsOf(command);
  const kind = /^(aio_)?(read|write)/.exec(word)?.[2];
  if (kind !== undefined || /^(flush|discard)/.test(word)) {
    const [offset = 0, length = 0] = rest.slice(-2).map(bytesOf);
    transfer(turn, node, { kind: kind === 'read' ? 'read' : 'write', offset, length });
  }
  return '';
}

const UNITS: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** A number of bytes, as in `64k`. */
function bytesOf(word: string): number {
  const [, number = '0', unit = ''] = /^(\d+)([kmgt]?)/i.exec(word) ?? [];
  return Number(number) * (UNITS[unit.toLowerCase()] ?? 1);
}

function namedAsDevice(turn: Turn, name: string) {
  const isDevice = turn.vm.backends.some(each => each.device === name);
  return isDevice ? eitherNamed(turn.vm, name) : nodeNamed(turn.vm, name);
}

/** Sums of whole numbers are all that is reckoned. */
function sumText(text: string): string {
  const expression = text.replace(/^\/[a-z]+/, '');
  if (!/^[0-9+]+$/.test(expression)) return 'unexpected end of expression\n';
  const sum = expression.split('+').reduce((total, part) => total + Number(part), 0);
  return `0x${sum.toString(16)}\n`;
}
