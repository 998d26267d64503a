// Where a text may be cut: the borders of what a person sees as one character.
// Between two plain characters there is always such a border, so plain text never loads the segmenter,
// whose first use costs some 10 to 20 ms.

let segmenter: Intl.Segmenter | undefined;

/**
 * Characters of one unit that nothing but a mark behind them, which is not among them, makes more of: Latin, and the
 * punctuation, arrows, frames and symbols that a screen is made of. Not CR, for CR LF is one.
 */
const PLAIN = '\\x00-\\x0c\\x0e-\\u02ff\\u2010-\\u2027\\u2030-\\u205e\\u2190-\\u2bff';
const PLAIN_TEXT = new RegExp(`^[${PLAIN}]*$`);
const PLAIN_UNIT = new RegExp(`^[${PLAIN}\\r]$`);

/** The offset after the character that begins at, or stands around, `at`. */
export function nextBoundary(text: string, at: number): number {
  if (at >= text.length) return text.length;
  if (isPlainBorder(text, at + 1)) return at + 1;
  const { index, segment } = characterAround(text, at);
  return index + segment.length;
}

/** The offset of the character that ends at, or stands around, `at`. */
export function previousBoundary(text: string, at: number): number {
  if (at <= 0) return 0;
  if (isPlainBorder(text, at - 1)) return at - 1;
  return characterAround(text, at - 1).index;
}

/** `at` itself where it is a border, else the next one; always within the text. */
export function snapToBoundary(text: string, at: number): number {
  if (at <= 0) return 0;
  if (at >= text.length || isPlainBorder(text, at)) return Math.min(at, text.length);
  const { index, segment } = characterAround(text, at);
  return index === at ? at : index + segment.length;
}

/** The characters of a text, one after the other. */
export function* graphemesOf(text: string): Generator<string> {
  if (PLAIN_TEXT.test(text)) yield* text;
  else for (let at = 0; at < text.length; ) at += yield* wholeCharacters(text, at);
}

/** UTF-16 units segmented at a time: the segmenter's time grows with the square of what it is given. */
const WINDOW = 256;

/** The next characters from `at`, some or all; returns their length. */
function* wholeCharacters(text: string, at: number, window = WINDOW): Generator<string, number> {
  const end = isLowSurrogate(text, at + window) ? at + window + 1 : at + window;
  const characters = Array.from(unicodeSegments(text.slice(at, end)), ({ segment }) => segment);
  // Whether the last one ends here is known only with what follows.
  if (end < text.length) characters.pop();
  if (characters.length === 0) return yield* wholeCharacters(text, at, window * 2);
  yield* characters;
  return characters.reduce((length, character) => length + character.length, 0);
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit < 0xe000;
}

/** Whether the place before `at` lies between plain characters (or at an end), and so is a border. */
function isPlainBorder(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return isPlainAt(text, at - 1) || isPlainAt(text, at);
  return isPlainAt(text, at - 1) && isPlainAt(text, at) && !isCrLf(text, at);
}

function isPlainAt(text: string, at: number): boolean {
  return PLAIN_UNIT.test(text.charAt(at));
}

function isCrLf(text: string, at: number): boolean {
  return text[at - 1] === '\r' && text[at] === '\n';
}

/** Segments only the stretch around `at` that holds other characters. */
function characterAround(text: string, at: number): { index: number; segment: string } {
  let start = at;
  while (start > 0 && !isPlainBorder(text, start)) start -= 1;
  let end = at + 1;
  while (end < text.length && !isPlainBorder(text, end)) end += 1;
  const found = unicodeSegments(text.slice(start, end)).containing(at - start);
  return { index: start + (found?.index ?? 0), segment: found?.segment ?? '' };
}

function unicodeSegments(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
}
