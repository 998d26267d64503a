// How many columns a text takes in a terminal. Small and quick, for it runs on every key and frame:
// a walk over code points with one table, no segmenter, nothing loaded for Latin and the signs of a screen.
// Source of fact: Unicode 17 EastAsianWidth (W and F) and emoji-data; ambiguous characters are narrow.
import { graphemesOf, previousBoundary } from './graphemes.js';

/** The wide characters, as ranges of hexadecimal code points. */
const WIDE =
  '1100-115f 231a-231b 2329-232a 23e9-23ec 23f0 23f3 25fd-25fe 2614-2615 2630-2637 2648-2653 267f ' +
  '268a-268f 2693 26a1 26aa-26ab 26bd-26be 26c4-26c5 26ce 26d4 26ea 26f2-26f3 26f5 26fa 26fd 2705 ' +
  '270a-270b 2728 274c 274e 2753-2755 2757 2795-2797 27b0 27bf 2b1b-2b1c 2b50 2b55 2e80-2e99 ' +
  '2e9b-2ef3 2f00-2fd5 2ff0-303e 3041-3096 3099-30ff 3105-312f 3131-318e 3190-31e5 31ef-321e ' +
  '3220-3247 3250-a48c a490-a4c6 a960-a97c ac00-d7a3 f900-faff fe10-fe19 fe30-fe52 fe54-fe66 ' +
  'fe68-fe6b ff01-ff60 ffe0-ffe6 16fe0-16fe4 16ff0-16ff6 17000-18cda 18cff-18d20 18d80-18df2 ' +
  '18e00-19191 191a0-191d2 1aff0-1aff3 1aff5-1affb 1affd-1affe 1b000-1b128 1b132 1b150-1b152 1b155 ' +
  '1b164-1b168 1b170-1b2fb 1d300-1d356 1d360-1d376 1f004 1f0cf 1f18e 1f191-1f19a 1f1ae 1f200-1f202 ' +
  '1f210-1f23b 1f240-1f248 1f250-1f251 1f260-1f265 1f300-1f320 1f32d-1f335 1f337-1f37c 1f37e-1f393 ' +
  '1f3a0-1f3ca 1f3cf-1f3d3 1f3e0-1f3f0 1f3f4 1f3f8-1f43e 1f440 1f442-1f4fc 1f4ff-1f53d 1f54b-1f54e ' +
  '1f550-1f567 1f57a 1f595-1f596 1f5a4 1f5fb-1f64f 1f680-1f6c5 1f6cc 1f6d0-1f6d2 1f6d5-1f6d9 ' +
  '1f6dc-1f6df 1f6eb-1f6ec 1f6f4-1f6fc 1f7da 1f7e0-1f7eb 1f7f0 1f90c-1f93a 1f93c-1f945 1f947-1f9ff ' +
  '1fa70-1fa7c 1fa80-1fac6 1fac8 1facc-1fadd 1fadf-1faeb 1faef-1fafa 20000-2fffd 30000-3fffd';

const PICTOGRAPH = /^\p{Extended_Pictographic}$/u;
const EMOJI = /^\p{Emoji}$/u;
const MODIFIER_BASE = /^\p{Emoji_Modifier_Base}$/u;
const KEYCAP_BASE = /^[0-9#*]$/;

/** Characters of one column that no character before them changes: most of what is ever shown. */
const NARROW =
  ' -~\\xa1-\\xac\\xae-\\u02ff\\u2010-\\u2027\\u2030-\\u205e\\u2190-\\u22ff\\u2500-\\u25fc\\u2758-\\u2794';
const NARROW_TEXT = new RegExp(`^[${NARROW}]*$`);

const JOINER = '\u200d';
const EMOJI_STYLE = '\ufe0f';
const KEYCAP = '\u20e3';

/** Columns of a text without line breaks and escape sequences; control characters count as nothing. */
export function stringWidth(text: string): number {
  return NARROW_TEXT.test(text) ? text.length : widthBeyondNarrow(text);
}

/** The character being walked: what it began with, its columns, and how the last code point may go on. */
interface Cluster {
  readonly base: string;
  readonly width: number;
  readonly goesOn: 'joiner' | 'flag' | undefined;
}

const NOTHING: Cluster = { base: '', width: 0, goesOn: undefined };

function widthBeyondNarrow(text: string): number {
  let width = 0;
  let cluster = NOTHING;
  for (const char of text) {
    const grown = growCluster(cluster, char);
    width += grown === undefined ? cluster.width : 0;
    cluster = grown ?? startCluster(char);
  }
  return width + cluster.width;
}

function startCluster(char: string): Cluster {
  const goesOn = isRegionalIndicator(char) ? 'flag' : undefined;
  return { base: char, width: codePointWidth(char), goesOn };
}

/** The cluster with one more code point, or undefined if that begins another. */
function growCluster(cluster: Cluster, char: string): Cluster | undefined {
  const { base, width, goesOn } = cluster;
  if (goesOn === 'joiner' && PICTOGRAPH.test(char)) return { base, width: 2, goesOn: undefined };
  if (goesOn === 'flag' && isRegionalIndicator(char)) return { base, width: 2, goesOn: undefined };
  if (isSkinTone(char) && MODIFIER_BASE.test(base)) return { base, width: 2, goesOn: undefined };
  if (char === JOINER) return { base, width, goesOn: PICTOGRAPH.test(base) ? 'joiner' : undefined };
  if (char === EMOJI_STYLE && isEmojiByStyle(base)) return { base, width: 2, goesOn: undefined };
  if (char === KEYCAP && KEYCAP_BASE.test(base)) return { base, width: 2, goesOn: undefined };
  if (codePointWidth(char) === 0 && base !== '') return { base, width, goesOn: undefined };
  return undefined;
}

function isEmojiByStyle(base: string): boolean {
  return EMOJI.test(base) && !KEYCAP_BASE.test(base) && !isRegionalIndicator(base);
}

function isRegionalIndicator(char: string): boolean {
  return char >= '\u{1f1e6}' && char <= '\u{1f1ff}';
}

function isSkinTone(char: string): boolean {
  return char >= '\u{1f3fb}' && char <= '\u{1f3ff}';
}

function codePointWidth(char: string): number {
  if (NARROW_TEXT.test(char)) return 1;
  if (takesNoColumn(char)) return 0;
  return isWide(char.codePointAt(0) ?? 0) ? 2 : 1;
}

let noColumn: RegExp | undefined;

/** Combining marks, controls and what is never shown; and the vowels and finals of Hangul, drawn into the initial. */
function takesNoColumn(char: string): boolean {
  // Made when first needed: it takes 0.4 ms, which a first prompt feels.
  noColumn ??=
    /^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Cs}\u1160-\u11ff\ud7b0-\ud7fb]$/u;
  return noColumn.test(char);
}

let wideRanges: readonly (readonly [first: number, last: number])[] | undefined;

function isWide(code: number): boolean {
  wideRanges ??= WIDE.split(' ').map(parseRange);
  let [low, high] = [0, wideRanges.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = wideRanges[middle] ?? [0, 0];
    if (code < first) high = middle - 1;
    else if (code > last) low = middle + 1;
    else return true;
  }
  return false;
}

function parseRange(range: string): readonly [number, number] {
  const [first = '', last = first] = range.split('-');
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
}

/** The longest start of the text, by whole characters, that takes at most `columns`. */
export function fitWidth(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  if (NARROW_TEXT.test(text)) return text.slice(0, Math.max(0, columns));
  let end = 0;
  let left = columns;
  for (const character of graphemesOf(text)) {
    left -= stringWidth(character);
    if (left < 0) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** The longest end of the text, by whole characters, that takes at most `columns`. */
export function fitWidthAtEnd(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  if (NARROW_TEXT.test(text)) return text.slice(text.length - Math.max(0, columns));
  let start = text.length;
  let left = columns;
  while (start > 0) {
    const before = previousBoundary(text, start);
    left -= stringWidth(text.slice(before, start));
    if (left < 0) break;
    start = before;
  }
  return text.slice(start);
}
