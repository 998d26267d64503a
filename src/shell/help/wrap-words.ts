// A paragraph of help -> lines that fit, broken between words.
import { stringWidth } from '../../text/width.js';
import { wrapText } from '../../text/wrap.js';

/** A word with the blanks after it; the blanks that a text begins with are one too. */
const WORD = /\S+ *| +/g;
/** What a word that is wider than a line may be broken after: paths, lists, names in parts. */
const PIECE = /[^|,/=:-]*[|,/=:-]+|[^|,/=:-]+/g;

/** The text in lines of at most `columns`. Only a word that is wider than a line by itself is broken. */
export function wrapWords(text: string, columns: number): string[] {
  const words = text.match(WORD) ?? [];
  const cut = (word: string) => pack(word.match(PIECE) ?? [], columns, cutAnywhere(columns));
  return pack(words, columns, cut).map(line => line.trimEnd());
}

/** A text whose lines were made for a wider terminal: those that do not fit are broken, each at its indentation. */
export function wrapLines(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap(line => {
      if (stringWidth(line) <= columns) return [line];
      const words = line.trimStart();
      const indent = line.slice(0, line.length - words.length);
      return wrapWords(words, Math.max(1, columns - indent.length)).map(part => indent + part);
    })
    .join('\n');
}

function cutAnywhere(columns: number): (piece: string) => string[] {
  return piece => wrapText(piece, columns);
}

/** As many parts to a line as fit; one that fits no line is cut into lines of its own. */
function pack(
  parts: readonly string[],
  columns: number,
  cut: (part: string) => readonly string[],
): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    const isFull = stringWidth((line + part).trimEnd()) > columns;
    if (isFull && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = '';
    }
    const pieces =
      stringWidth((line + part).trimEnd()) > columns ? cut(line + part) : [line + part];
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line];
}
