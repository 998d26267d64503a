// The path of --get: which part of a returned value is wanted. `status`, `[].inserted.node-name`, `[0].device`.
import { textMembers } from '../json/text.js';

export type PathStep =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  /** `[]`: each element of a list. */
  | { readonly kind: 'each' };

export type PathRead =
  | { readonly ok: true; readonly steps: readonly PathStep[] }
  | { readonly ok: false; readonly message: string };

const STEP = /\.?(?:\[(\d*)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+))/y;

/** Reads a path; a member whose name has dots or brackets is written `["a.b"]`. `.` is the whole value. */
export function readPath(text: string): PathRead {
  if (text === '.') return { ok: true, steps: [] };
  const steps: PathStep[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const at = STEP.lastIndex;
    const found = STEP.exec(text);
    if (found === null)
      return { ok: false, message: `expected a member, [N] or [] at '${text.slice(at)}'` };
    steps.push(stepOf(found));
  }
  return { ok: true, steps };
}

function stepOf([, index, quoted, name]: RegExpExecArray): PathStep {
  if (index === '') return { kind: 'each' };
  if (index !== undefined) return { kind: 'index', index: Number(index) };
  return { kind: 'member', name: name ?? quoted?.replace(/\\(.)/g, '$1') ?? '' };
}

/**
 * The JSON text of the wanted part of a value's JSON text, digits and key order untouched; `null` where it is not
 * there. After `[]` it is a list with one element for each.
 */
export function pickText(text: string, steps: readonly PathStep[]): string {
  const [step, ...rest] = steps;
  if (step === undefined) return text;
  const members = textMembers(text);
  if (step.kind === 'each')
    return `[${members.map(member => pickText(member.text, rest)).join(', ')}]`;
  const key = step.kind === 'member' ? step.name : String(step.index);
  const isList = text.trimStart().startsWith('[');
  const found = members.find(member => member.key === key);
  if (found === undefined || (step.kind === 'index' && !isList)) return 'null';
  return pickText(found.text, rest);
}
