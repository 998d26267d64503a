// What a prompt asks before harm is done, judged on the decoded request, whatever way it was written.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json/value.js';
import type { Annotations } from './annotations.js';
import { effectOf } from './judge.js';
import { bytesText } from './numbers.js';
import { filesWritten } from './written-files.js';

const HMP = 'human-monitor-command';

/** A request about to be sent, and what is known of the VM. */
export interface Guarded {
  readonly annotations: Annotations;
  readonly command: string;
  readonly args: JsonObject;
  /** The VM's name, where it has one. */
  readonly vm: string | undefined;
  /** Of `block_resize`: what the image has now, in bytes. */
  readonly sizeNow?: bigint | undefined;
  /** Whether this host has that file: the server is taken to be on it. Nothing is asked of files without it. */
  readonly fileExists?: (path: string) => boolean;
}

/** A question, to be answered with `yes`. */
export interface GuardQuestion {
  readonly text: string;
  /** Asked even where confirmation is off: only --yes skips it. */
  readonly always: boolean;
}

/** What to ask, or undefined where nothing is lost. */
export function guardQuestion(guarded: Guarded): GuardQuestion | undefined {
  const { annotations, command, args } = guarded;
  if (command === 'quit' || isHmpQuit(command, args)) return ends(guarded);
  const harm = shrinkWords(guarded) ?? overwriteWords(guarded);
  if (harm !== undefined) return asks(harm);
  if (command === 'yank') return yanksChardev(args) ? asks(YANK_WORDS) : undefined;
  const words =
    command === 'transaction' ? actionWords(guarded) : effectWords(annotations, command, args);
  return words === undefined ? undefined : asks(words);
}

function effectWords(
  annotations: Annotations,
  command: string,
  args: JsonObject,
): string | undefined {
  const effect = effectOf(annotations, command, args);
  if (effect === 'end') return `${whatOf(command, args)} loses the state of the guest`;
  return effect === 'damage' ? damageWords(command, args) : undefined;
}

/** Each action of a transaction that does harm, and its target. */
function actionWords({ annotations, args }: Guarded): string | undefined {
  const words = actionsOf(args).flatMap(
    ({ type, data }) => effectWords(annotations, type, data) ?? [],
  );
  return words.length === 0 ? undefined : `in this 'transaction' ${words.join(', ')}`;
}

function actionsOf({
  actions,
}: JsonObject): { readonly type: string; readonly data: JsonObject }[] {
  const rows = isJsonArray(actions) ? actions.filter(isJsonObject) : [];
  return rows.map(({ type, data }) => ({
    type: textOf(type) ?? '',
    data: isJsonObject(data) ? data : {},
  }));
}

/** Files of this host that the request, or an action in it, would write over. */
function overwriteWords(guarded: Guarded): string | undefined {
  const { annotations, command, args, fileExists } = guarded;
  const requests = command === 'transaction' ? actionsOf(args) : [{ type: command, data: args }];
  const words = requests.flatMap(({ type, data }) => {
    const files = filesWritten(annotations, type, data).filter(path => fileExists?.(path));
    return files.map(path => `${nameOf(type, data)} overwrites ${path}`);
  });
  return words.length === 0 ? undefined : words.join(', ');
}

function asks(text: string): GuardQuestion {
  return { text: `${text}; type yes: `, always: false };
}

function ends({ vm }: Guarded): GuardQuestion {
  const name = vm === undefined ? 'the VM' : `the VM ${vm}`;
  return { text: `ENDS ${name} (.quit or Ctrl-D leaves qmpsh); type yes: `, always: true };
}

function isHmpQuit(command: string, args: JsonObject): boolean {
  const line = args['command-line'];
  return command === HMP && typeof line === 'string' && /^\s*(q|quit)\s*$/.test(line);
}

const YANK_WORDS = "'yank' of a character device may cut this very monitor off";

function yanksChardev({ instances }: JsonObject): boolean {
  return (
    isJsonArray(instances) && instances.some(row => isJsonObject(row) && row.type === 'chardev')
  );
}

/** A resize to less than the image has. */
function shrinkWords({ command, args, sizeNow }: Guarded): string | undefined {
  const size = args.size;
  const isNumber = typeof size === 'number' || typeof size === 'bigint';
  if (command !== 'block_resize' || sizeNow === undefined || !isNumber) return undefined;
  const wanted = BigInt(size);
  return wanted < sizeNow
    ? `SHRINKS the image from ${sizeText(sizeNow)} to ${sizeText(wanted)}: what lies beyond is lost`
    : undefined;
}

/** `10737418240 bytes (10 GiB)` */
function sizeText(bytes: bigint): string {
  return bytes < 1024n ? `${bytes} bytes` : `${bytes} bytes (${bytesText(bytes)})`;
}

const DELETES = 'deletes a snapshot';
const PULLS = 'pulls a device out of the guest';
const REMOVES_NET = 'removes a network backend';
const NMI = 'interrupts the guest as a hardware fault does: many kernels panic or dump on it';
const INJECTS = 'injects a hardware error into the guest';

/** What is done, by the name in QMP or in the human monitor; others lose data of images. */
const DAMAGE: ReadonlyMap<string, string> = new Map([
  ['device_del', PULLS],
  ['pci_del', PULLS],
  ['usb_del', PULLS],
  ['drive_del', 'pulls a drive from under the guest'],
  ['snapshot-delete', DELETES],
  ['blockdev-snapshot-delete-internal-sync', DELETES],
  ['snapshot_delete_blkdev_internal', DELETES],
  ['delvm', DELETES],
  ['savevm', 'writes a snapshot, over one of the same name'],
  ['commit', 'writes an overlay into its backing image'],
  ['chardev-remove', 'removes a character device'],
  ['netdev_del', REMOVES_NET],
  ['host_net_remove', REMOVES_NET],
  ['inject-nmi', NMI],
  ['nmi', NMI],
  ['mce', INJECTS],
  ['inject-ghes-v2-error', INJECTS],
  ['pcie_aer_inject_error', INJECTS],
  ['cxl-inject-poison', INJECTS],
  ['cxl_inject_poison', INJECTS],
  ['cxl-inject-uncorrectable-errors', INJECTS],
  ['cxl-release-dynamic-capacity', 'takes memory from the guest'],
  ['o', 'writes to an I/O port of the guest'],
]);

function damageWords(command: string, args: JsonObject): string {
  const done = DAMAGE.get(verbOf(command, args)) ?? 'may overwrite or drop data';
  return `${whatOf(command, args)} ${done}`;
}

/** The command's name; of a line of the human monitor its first word, without a format (`o/b`). */
function verbOf(command: string, args: JsonObject): string {
  if (command !== HMP) return command;
  return /^[^\s/]*/.exec((textOf(args['command-line']) ?? '').trimStart())?.[0] ?? '';
}

function whatOf(command: string, args: JsonObject): string {
  const line = textOf(args['command-line']);
  if (command === HMP && line !== undefined) return `'${line}'`;
  const what = textOf(args.id) ?? textOf(args.target) ?? textOf(args.tag) ?? textOf(args.name);
  return what === undefined ? `'${command}'` : `'${command}' of '${what}'`;
}

function nameOf(command: string, args: JsonObject): string {
  return `'${verbOf(command, args)}'`;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
