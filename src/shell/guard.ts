// What a prompt asks before harm is done, judged on the decoded request, whatever way it was written.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json/value.js';
import type { Annotations } from './annotations.js';
import { effectOf } from './judge.js';

/** A request about to be sent, and what is known of the VM. */
export interface Guarded {
  readonly annotations: Annotations;
  readonly command: string;
  readonly args: JsonObject;
  /** The VM's name, where it has one. */
  readonly vm: string | undefined;
  /** Of `block_resize`: what the image has now, in bytes. */
  readonly sizeNow?: bigint | undefined;
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
  const shrink = shrinkWords(guarded);
  if (shrink !== undefined) return asks(shrink);
  if (command === 'yank') return yanksChardev(args) ? asks(YANK_WORDS) : undefined;
  const effect = effectOf(annotations, command, args);
  if (effect === 'end') return asks(`${whatOf(command, args)} loses the state of the guest`);
  return effect === 'damage' ? asks(damageWords(command, args)) : undefined;
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
  return (
    command === 'human-monitor-command' && typeof line === 'string' && /^\s*(q|quit)\s*$/.test(line)
  );
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
    ? `SHRINKS the image from ${sizeNow} to ${wanted} bytes: what lies beyond is lost`
    : undefined;
}

/** What is lost, by command; others lose data of images. */
const DAMAGE: ReadonlyMap<string, string> = new Map([
  ['device_del', 'pulls a device out of the guest'],
  ['snapshot-delete', 'deletes a snapshot'],
  ['blockdev-snapshot-delete-internal-sync', 'deletes a snapshot'],
  ['chardev-remove', 'removes a character device'],
  ['netdev_del', 'removes a network backend'],
]);

function damageWords(command: string, args: JsonObject): string {
  return `${whatOf(command, args)} ${DAMAGE.get(command) ?? 'may overwrite or drop data'}`;
}

function whatOf(command: string, args: JsonObject): string {
  const line = textOf(args['command-line']);
  if (command === 'human-monitor-command' && line !== undefined) return `'${line}'`;
  const what = textOf(args.id) ?? textOf(args.target) ?? textOf(args.tag) ?? textOf(args.name);
  return what === undefined ? `'${command}'` : `'${command}' of '${what}'`;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
