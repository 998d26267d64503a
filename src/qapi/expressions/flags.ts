// The flags of commands and events. Each may be written with one value only: the one that is not its default.
import { entryOf, type ObjectNode } from '../parser/tree.js';
import { noteForm } from './forms.js';
import { complain, type Subject } from './subject.js';

/** The value a flag has where it is not written. */
const DEFAULTS = {
  boxed: false,
  gen: true,
  'success-response': true,
  'allow-oob': false,
  'allow-preconfig': false,
  coroutine: false,
} as const satisfies Record<string, boolean>;

export type Flag = keyof typeof DEFAULTS;

/** The value of a flag, written or not. Before QEMU 2.4 false was the string 'no'. */
export function isFlagSet(subject: Subject, node: ObjectNode, flag: Flag): boolean {
  const entry = entryOf(node, flag);
  const initial = DEFAULTS[flag];
  if (entry === undefined) return initial;
  if (entry.value === !initial) return !initial;
  if (initial && entry.value === 'no') {
    noteForm(subject.findings, entry.position, 'flagWord');
    return false;
  }
  complain(subject, entry.position, `flag '${flag}' may only be ${!initial}`);
  return initial;
}
