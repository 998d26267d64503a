// The line under a reply: that it is all there, and how long it took. Pure.
import { type Outcome, returnText } from '../../shell/outcome.js';
import { durationText } from '../../tui/draw/duration.js';

/** `  ok 0.4 ms · 3 items`; undefined where nothing came. */
export function replyFoot(outcome: Outcome, tookMs: number): string | undefined {
  const { json, isReply, failure } = outcome;
  if (json === undefined || !isReply) return undefined;
  const items = failure === undefined ? itemCount(returnText(outcome)) : undefined;
  const told = items === undefined ? '' : ` · ${items} ${items === 1 ? 'item' : 'items'}`;
  const verdict = failure === undefined ? 'ok' : 'failed';
  return `\x1b[2m  ${verdict} ${durationText(tookMs)}${told}\x1b[22m`;
}

/** Counting goes through the whole list: of a long one it is not worth the time. */
const LONGEST_COUNTED = 200_000;

function itemCount(value: string | undefined): number | undefined {
  if (value === undefined || !value.startsWith('[') || value.length > LONGEST_COUNTED)
    return undefined;
  const list: unknown = JSON.parse(value);
  return Array.isArray(list) ? list.length : undefined;
}
