// Today's rules on how the text of documentation is set, outside of examples. QEMU enforces them since 10.2.
import type { Comment } from '../parser/tree.js';
import { commentLines } from './doc-block.js';

/** Columns of a line, with the `# ` before it. qapi-code-gen.rst, "Documentation markup". */
const WIDEST = 70;
const PREFIX = '# '.length;

/** A line that begins what is shown as it stands: an example, or a block after two colons. */
const BEGINS_LITERAL = /^ *(?:\.\. +(?:qmp-example|code-block)::.*|::)$|::$/;
/** What cannot be broken. */
const ADDRESS = /^ *(?:https?|ftp):\/\/\S*$/;
/** What looks like the end of a sentence with one blank after it: few lines have it, so it is looked for first. */
const ONE_BLANK = /[.!?] [A-Z0-9(]/;
/** And is one: not an abbreviation, or the number of a list. */
const SENTENCE_END = /(?<!\be\.g)(?<!\bi\.e)(?<!^ *\d+)[.!?] [A-Z0-9(]/;

const NONE: ReadonlySet<number> = new Set();

/** Checks the lines of a comment. */
export function checkText(
  comment: Comment,
  complain: (line: number, detail: string) => void,
): void {
  const lines = commentLines(comment);
  const literal = comment.text.includes('::') ? literalLines(lines) : NONE;
  for (const [index, line] of lines.entries()) {
    if (literal.has(index)) continue;
    if (line.length + PREFIX > WIDEST && !ADDRESS.test(line)) {
      complain(index, `a line of documentation is longer than ${WIDEST} characters`);
    }
    if (ONE_BLANK.test(line) && SENTENCE_END.test(line)) {
      complain(index, 'two blanks must stand between sentences');
    }
  }
}

/** The lines that are shown as they stand: those below a marker, as far as they are indented like the first. */
function literalLines(lines: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  let least: number | undefined;
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    const indent = line.search(/\S/);
    if (isOpen && indent >= 0) {
      least ??= indent;
      if (indent < least || indent === 0) isOpen = false;
      else found.add(index);
    }
    if (!isOpen && line.includes('::') && BEGINS_LITERAL.test(line)) {
      isOpen = true;
      least = undefined;
    }
  }
  return found;
}
