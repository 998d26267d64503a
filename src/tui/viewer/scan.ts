// Where tokens and values of a JSON text end. Reads nothing into values, so digits stay as they came and any size will
// do. The text must be JSON already; in any other text all of this still ends.

export const CODE = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openList: 0x5b,
  backslash: 0x5c,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const;

/** The offset of the first character from `at` that is no blank. */
export function skipBlank(text: string, at: number): number {
  let next = at;
  while (next < text.length && text.charCodeAt(next) <= 0x20) next += 1;
  return next;
}

/** The offset after the string whose opening quote stands at `open`. */
export function stringEnd(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === CODE.quote) return at + 1;
    if (code === CODE.backslash) at += 1;
  }
  return text.length;
}

/** The offset after the number or word at `start`; never `start` itself. */
export function wordEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && !endsWord(text.charCodeAt(at))) at += 1;
  return Math.min(at, text.length);
}

function endsWord(code: number): boolean {
  return code <= 0x20 || code === CODE.comma || code === CODE.colon || isClose(code);
}

export function isOpen(code: number): boolean {
  return code === CODE.openObject || code === CODE.openList;
}

export function isClose(code: number): boolean {
  return code === CODE.closeObject || code === CODE.closeList;
}

/** The offset after the object or list that begins at `open`. */
export function containerEnd(text: string, open: number): number {
  let depth = 0;
  let at = open;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === CODE.quote) {
      at = stringEnd(text, at);
      continue;
    }
    at += 1;
    if (isOpen(code)) depth += 1;
    else if (isClose(code)) depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}
