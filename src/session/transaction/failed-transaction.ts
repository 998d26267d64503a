// Why a transaction came to nothing: which of its actions failed, and what is left of it.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../json/value.js';
import { actionWords } from '../../shell/action-words.js';
import type { Annotations } from '../../shell/annotations.js';
import { filesWritten } from '../../shell/written-files.js';
import { objectsOf } from './open-transaction.js';

/**
 * What to say below the server's error, a line each. The server does not tell which action failed: it is the one whose
 * values its text quotes, and where that is none, or several, no more is said than is known.
 */
export function transactionFailure(
  annotations: Annotations,
  args: JsonObject,
  desc: string,
): readonly string[] {
  const actions = objectsOf(args.actions);
  if (actions.length === 0) return [];
  const suspects = suspectsOf(actions, desc);
  const tried = actions.slice(0, (suspects.at(-1) ?? actions.length) + 1);
  // The one that could not even be made is in the error.
  const files = filesLeft(annotations, tried).filter(file => !desc.includes(`create '${file}'`));
  const left =
    files.length === 0 ? [] : [`files that may have been made remain: ${files.join(', ')}`];
  return [
    failedWords(actions, suspects),
    'nothing was changed: all of a transaction is done, or none',
    ...left,
  ];
}

function failedWords(actions: readonly JsonObject[], suspects: readonly number[]): string {
  const [first, ...others] = suspects;
  const count = actions.length === 1 ? '' : ` of ${actions.length}`;
  if (first === undefined) return `the server does not tell which action${count} failed`;
  if (others.length > 0)
    return `one of the actions ${suspects.map(at => at + 1).join(', ')}${count} failed`;
  const action = actions[first] ?? {};
  return `action ${first + 1}${count} failed: ${nameOf(action)} (${actionWords(action)})`;
}

/** The indices of the actions that the error can be about. */
function suspectsOf(actions: readonly JsonObject[], desc: string): readonly number[] {
  // QEMU's input check names the place itself: `Parameter 'actions[1].data.x' is unexpected`.
  const place = /'actions\[(\d+)\]/.exec(desc)?.[1];
  if (place !== undefined) return [Number(place)];
  const all = actions.map((_, at) => at);
  const aborting = all.filter(at => actions[at]?.type === 'abort');
  if (aborting.length > 0 && /\babort/i.test(desc)) return aborting.slice(0, 1);
  const named = all.filter(at => desc.includes(`'${nameOf(actions[at] ?? {})}'`));
  const quoting = all.filter(at => textsOf(actions[at]?.data).some(text => quotes(desc, text)));
  const both = narrowest(actions, quoting, desc);
  return named.length > 0 ? named : both;
}

/** Of several, those that have the most in common with the text. */
function narrowest(
  actions: readonly JsonObject[],
  found: readonly number[],
  desc: string,
): readonly number[] {
  const counts = found.map(
    at => new Set(textsOf(actions[at]?.data).filter(text => quotes(desc, text))).size,
  );
  const most = Math.max(...counts);
  return found.filter((_, index) => counts[index] === most);
}

/** Whether the text stands in the error as a word of its own, not as part of a longer name. */
function quotes(desc: string, text: string): boolean {
  if (text === '') return false;
  for (let at = desc.indexOf(text); at >= 0; at = desc.indexOf(text, at + 1)) {
    const around = `${desc[at - 1] ?? ' '}${desc[at + text.length] ?? ' '}`;
    if (!/[\w-]/.test(around)) return true;
  }
  return false;
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isJsonArray(value)) return value.flatMap(textsOf);
  return isJsonObject(value) ? Object.values(value).flatMap(textsOf) : [];
}

/** What snapshots and backups had made before the end is not taken back (7.2: `blockdev-snapshot-sync`). */
function filesLeft(annotations: Annotations, actions: readonly JsonObject[]): readonly string[] {
  return actions.flatMap(action => {
    const data = isJsonObject(action.data) ? action.data : {};
    return filesWritten(annotations, nameOf(action), data);
  });
}

function nameOf({ type }: JsonObject): string {
  return typeof type === 'string' ? type : '';
}
