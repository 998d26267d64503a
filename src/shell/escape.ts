// What a server sends is data: before it is shown, everything that could act on a terminal is spelled out.

/**
 * C0 (a newline and a tab too), DEL, C1, the bidi controls, line and paragraph separators, zero-width marks, and
 * lone surrogates. Unicode 15, "Bidirectional Algorithm" 2; ECMA-48 for C0 and C1.
 */
const HARMFUL =
  /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The text on one line, what is harmful in it as `\u001B`; newlines and tabs as `\n` and `\t`. */
export function escapeLine(text: string): string {
  return text.replace(HARMFUL, escapeChar);
}

/**
 * As escapeLine, for a text that stands beside another. Marks at its start, which a terminal draws over the character
 * before them, and what joins to it, are escaped too.
 */
export function escapeCell(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  // Not a constant: to make the pattern, which most runs do not need, is 1 of 100 of their time.
  const joining = /^[\p{M}\p{Default_Ignorable_Code_Point}]+/u;
  return escapeLine(text).replace(joining, marks => [...marks].map(escapeMark).join(''));
}

function escapeMark(mark: string): string {
  return Array.from({ length: mark.length }, (_, at) => escapeChar(mark.charAt(at))).join('');
}

/** The text with its lines and tabs, what else is harmful in it as `\u001B`. `\r\n` is a newline. */
export function escapeText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(HARMFUL, char => (char === '\n' || char === '\t' ? char : escapeChar(char)));
}

/**
 * As escapeText, for a message that stands among others: its further lines are indented, so that none of them can pass
 * for a message of its own.
 */
export function escapeMessage(text: string): string {
  return escapeText(text).replace(/\n(?=.)/g, '\n  ');
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r' };

function escapeChar(char: string): string {
  return SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
