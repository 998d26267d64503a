// A string token, as bytes in its quotes, -> the text it stands for, by the rules of QEMU's JSON parser.

export type ReadString = { readonly text: string } | { readonly problem: string };

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** @param token in Latin-1, a character for each byte. */
export function readStringToken(token: string): ReadString {
  const body = token.slice(1, -1);
  let text = '';
  for (let at = 0; at < body.length; ) {
    const next = body[at] === '\\' ? readEscape(token, at + 1) : readCharacters(body, at);
    if ('problem' in next) return next;
    text += next.text;
    at += next.length;
  }
  return { text };
}

type Read = { readonly text: string; readonly length: number } | { readonly problem: string };

/** @param at where the backslash stands in the token. */
function readEscape(token: string, at: number): Read {
  const letter = token[at + 1] ?? '';
  if (letter === 'u') return readUnicode(token, at);
  const text = ESCAPES[letter];
  if (text === undefined) return { problem: 'invalid escape sequence in string' };
  return { text, length: 2 };
}

function readUnicode(token: string, at: number): Read {
  const first = hexAt(token, at + 2);
  const second = token.startsWith('\\u', at + 6) ? hexAt(token, at + 8) : -1;
  const isPair = first >= 0xd800 && first <= 0xdbff && second >= 0xdc00 && second <= 0xdfff;
  const code = isPair ? 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00) : first;
  const length = isPair ? 12 : 6;
  if (isCharacter(code)) return { text: String.fromCodePoint(code), length };
  return { problem: `${token.slice(at, at + length)} is not a valid Unicode character` };
}

function hexAt(token: string, at: number): number {
  const digits = token.slice(at, at + 4);
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : -1;
}

/** Surrogates and the code points set apart by Unicode as no characters are refused. */
function isCharacter(code: number): boolean {
  if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return false;
  return !(code >= 0xfdd0 && code <= 0xfdef) && (code & 0xfffe) !== 0xfffe;
}

const ASCII = /[\x01-\x5b\x5d-\x7f]+/y;
const INVALID = { problem: 'invalid UTF-8 sequence in string' } as const;
/** Of a sequence of so many bytes, the least code point: others would be longer than need be. */
const LEAST = [0, 0, 0x80, 0x800, 0x10000];

function readCharacters(body: string, at: number): Read {
  ASCII.lastIndex = at;
  const plain = ASCII.exec(body)?.[0];
  if (plain !== undefined) return { text: plain, length: plain.length };
  // The one long form that is taken: NUL in two bytes.
  if (body.startsWith('\xc0\x80', at)) return { text: '\0', length: 2 };
  const length = sequenceLength(body.charCodeAt(at));
  if (length === 0) return INVALID;
  let code = body.charCodeAt(at) & (0x7f >> length);
  for (let next = at + 1; next < at + length; next += 1) {
    const byte = body.charCodeAt(next);
    if ((byte & 0xc0) !== 0x80) return INVALID;
    code = (code << 6) | (byte & 0x3f);
  }
  const isGood = code >= (LEAST[length] ?? 0) && isCharacter(code);
  return isGood ? { text: String.fromCodePoint(code), length } : INVALID;
}

function sequenceLength(byte: number): number {
  if (byte >= 0xc2 && byte <= 0xdf) return 2;
  if (byte >= 0xe0 && byte <= 0xef) return 3;
  return byte >= 0xf0 && byte <= 0xf4 ? 4 : 0;
}
