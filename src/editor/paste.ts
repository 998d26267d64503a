// Bracketed paste: everything up to its end mark is one event, made safe to stand in a line.
import type { Paste } from './keys.js';

const PASTE_END = '\x1b[201~';

/** What a chunk did to a paste: `paste` when it ended, and what of the input is not used yet. */
export interface TakenPaste {
  readonly pasted: string;
  readonly rest: string;
  readonly paste: Paste | undefined;
}

/** Adds `input` (bytes as characters) to what was `pasted`; a half end mark stays in `rest`. */
export function takePaste(pasted: string, input: string): TakenPaste {
  const end = input.indexOf(PASTE_END);
  if (end >= 0) {
    const paste = { kind: 'paste', text: pastedText(pasted + input.slice(0, end)) } as const;
    return { pasted: '', rest: input.slice(end + PASTE_END.length), paste };
  }
  const kept = input.length - markBegun(input);
  return { pasted: pasted + input.slice(0, kept), rest: input.slice(kept), paste: undefined };
}

/** How many characters at the end of the input may be the start of the end mark. */
function markBegun(input: string): number {
  const from = input.lastIndexOf('\x1b');
  const tail = from < 0 ? '' : input.slice(from);
  return PASTE_END.startsWith(tail) ? tail.length : 0;
}

function pastedText(bytes: string): string {
  return cleanText(Buffer.from(bytes, 'latin1').toString('utf8'));
}

/**
 * A text from outside as an editor keeps it: `\r\n` and `\r` become `\n`, a tab becomes a blank
 * (both separate words, and only the blank has a width), other control characters are dropped.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, '');
}
