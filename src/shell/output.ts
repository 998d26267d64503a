// A reply -> what stdout gets for it, in each of the forms that the options choose. Colours are not made here.

import { printString } from '../json/print.js';
import { indented, memberText, oneLine } from '../json/text.js';
import { escapeText } from './escape.js';
import { type PathStep, pickText } from './value-path.js';

/** Which form, and how much of a reply: `-o`, `-r`, `-R`, `-g`. */
export interface OutputForm {
  readonly layout: 'human' | 'pretty' | 'json';
  /** What is under `return` alone, instead of the whole reply. */
  readonly returnOnly: boolean;
  /** Strings as text. */
  readonly raw: boolean;
  /** The part of the return that is wanted. */
  readonly get?: readonly PathStep[];
}

/** The text for a whole reply, `{"return": ...}` or `{"error": ...}`, without a newline at its end. */
export function replyText(form: OutputForm, replyJson: string): string {
  if (!form.returnOnly && !form.raw && form.get === undefined) return layOut(form, replyJson);
  const value = memberText(replyJson, 'return');
  if (value === undefined) return 'null';
  return valueText(form, form.get === undefined ? value : pickText(value, form.get));
}

/** The text for a value's JSON. */
export function valueText(form: OutputForm, json: string): string {
  if (form.raw && json.startsWith('"')) return rawString(json);
  return layOut(form, json);
}

function rawString(json: string): string {
  const text: unknown = JSON.parse(json);
  return typeof text === 'string' ? escapeText(text).replace(/\n$/, '') : json;
}

function layOut(form: OutputForm, json: string): string {
  return form.layout === 'json' ? oneLine(json) : indented(json);
}

/** The line that `-k` prints for a line that was not understood, refused, or not answered in time. */
export function ownErrorJson(kind: 'syntax' | 'refused' | 'timeout', desc: string): string {
  return `{"error": {"class": "qmpsh.${kind}", "desc": ${printString(desc)}}}`;
}
