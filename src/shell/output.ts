// A reply -> what stdout gets for it, in each of the forms that the options choose. How replies are laid out for people,
// and colours, come from src/shell/human, where they are wanted.

import { printString } from '../json/print.js';
import { indented, oneLine } from '../json/text.js';
import type { JsonValue } from '../json/value.js';
import { escapeText } from './escape.js';
import { type Outcome, returnText } from './outcome.js';
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
  /** For `human`, and for `pretty` in colours. */
  readonly layouts?: Layouts;
}

/** What a terminal shows, escaped and ready to be printed, without a newline at its end. */
export interface Layouts {
  /**
   * @param command whose whole return the JSON is; undefined for anything else.
   * @param value what the JSON says, where it has been read.
   */
  reply(json: string, command: string | undefined, value?: JsonValue): string;
  error(message: string): string;
  lines(lay: NonNullable<Outcome['lines']>): string;
  pretty(json: string): string;
}

/** The text for what became of a line; undefined where nothing is to be printed. */
export function outcomeText(
  form: OutputForm,
  outcome: Outcome,
  command: string | undefined,
): string | undefined {
  const { json, text, lines, isReply, reply, failure } = outcome;
  if (json === undefined) return undefined;
  if (text !== undefined && form.layout === 'human') return escapeText(text);
  if (lines !== undefined && form.layout === 'human' && form.layouts !== undefined)
    return form.layouts.lines(lines);
  if (!isReply && form.get === undefined) return ownText(form, json, outcome.command);
  if (!isReply) return valueText(form, pickText(json, form.get ?? []));
  if (form.layout !== 'human' || form.layouts === undefined) return replyText(form, outcome, json);
  const value = returnText(outcome);
  if (value === undefined) return form.layouts.error(failure?.message ?? json);
  return form.get === undefined
    ? form.layouts.reply(value, command, reply?.value)
    : form.layouts.reply(pickText(value, form.get), undefined);
}

/** What a directive has found; `command` is the query that found it. */
function ownText(form: OutputForm, json: string, command: string | undefined): string {
  if (form.layout !== 'human' || form.raw) return valueText(form, json);
  return form.layouts?.reply(json, command) ?? valueText(form, json);
}

/** The text for a whole reply, which is JSON on one line already, `{"return": ...}` or `{"error": ...}`; without a newline at its end. */
function replyText(form: OutputForm, outcome: Outcome, replyJson: string): string {
  const isWhole = !form.returnOnly && !form.raw && form.get === undefined;
  if (isWhole) return form.layout === 'json' ? replyJson : layOut(form, replyJson);
  const value = returnText(outcome);
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

function layOut({ layout, layouts }: OutputForm, json: string): string {
  if (layout === 'json') return oneLine(json);
  if (layouts === undefined) return indented(json);
  return layout === 'human' ? layouts.reply(json, undefined) : layouts.pretty(json);
}

/** The line that `-k` prints for a line that was not understood, refused, or not answered in time. */
export function ownErrorJson(kind: 'syntax' | 'refused' | 'timeout', desc: string): string {
  return `{"error": {"class": "qmpsh.${kind}", "desc": ${printString(desc)}}}`;
}
