// One character of UTF-8 out of bytes that may be cut anywhere, and may be no UTF-8 at all.
// Source of fact: The Unicode Standard, table 3-7 (well-formed byte sequences).
import { characterKey, type KeyPress } from './keys.js';

const REPLACEMENT = '\ufffd';

/** The character at `at`, whose byte there is 0x80 or above; undefined when its last bytes have not come. */
export function readUtf8(
  input: string,
  at: number,
): { length: number; event?: KeyPress } | undefined {
  const wanted = sequenceLength(input.charCodeAt(at));
  let end = at + 1;
  while (end < at + wanted && isContinuation(input.charCodeAt(end))) end += 1;
  if (end < at + wanted && end >= input.length) return undefined;
  const character = decode(input.slice(at, end));
  const isControl = character >= '\x80' && character < '\xa0';
  return isControl ? { length: end - at } : { length: end - at, event: characterKey(character) };
}

function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 1;
}

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0;
}

/** Overlong forms and surrogates decode to several replacement characters; one is enough. */
function decode(bytes: string): string {
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  return text.includes(REPLACEMENT) ? REPLACEMENT : text;
}
