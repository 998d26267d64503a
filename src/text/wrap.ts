// A long text -> lines that fit, and a text made to fit into so many columns. By display width, characters kept whole.
import { graphemesOf } from './graphemes.js';
import { fitWidth, stringWidth } from './width.js';

const CUT = '…';

/**
 * The text in lines of at most `columns`; broken after a blank where one is in the second half of the line.
 * Nothing of it is lost but the blank at a break. A character wider than `columns` stands alone.
 */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const character of graphemesOf(text)) {
    const more = stringWidth(character);
    if (width + more > columns && line !== '') {
      const end = breakOf(line);
      lines.push(line.slice(0, end).trimEnd());
      line = line.slice(end);
      width = stringWidth(line);
    }
    line += character;
    width += more;
  }
  return [...lines, line];
}

function breakOf(line: string): number {
  const blank = line.lastIndexOf(' ') + 1;
  return blank > line.length / 2 ? blank : line.length;
}

/** The text with `…` where it was too long: at its end, or at its start where that is what can be missed. */
export function cutWidth(text: string, columns: number, where: 'end' | 'start'): string {
  if (stringWidth(text) <= columns) return text;
  if (columns < 1) return '';
  return where === 'end'
    ? fitWidth(text, columns - 1).trimEnd() + CUT
    : CUT + lastColumns(text, columns - 1);
}

function lastColumns(text: string, columns: number): string {
  if (/^[ -~]*$/.test(text)) return columns > 0 ? text.slice(-columns) : '';
  const characters = [...graphemesOf(text)];
  let start = characters.length;
  for (let left = columns; start > 0; start -= 1) {
    left -= stringWidth(characters[start - 1] ?? '');
    if (left < 0) break;
  }
  return characters.slice(start).join('');
}

/** The text with blanks up to `columns`. */
export function padWidth(text: string, columns: number, side: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, columns - stringWidth(text)));
  return side === 'left' ? text + blanks : blanks + text;
}
