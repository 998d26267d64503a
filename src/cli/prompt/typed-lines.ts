// What is typed at a prompt, as the lines that it will be run as: a paste has several, open brackets join some. Pure.
import { annotations } from '../../shell/annotations-table.js';
import { type Line, parseLine } from '../../shell/line.js';
import { veil } from '../../shell/veil.js';
import { LineAssembler } from '../script/line-assembler.js';

/** One line of what is typed. */
export interface TypedLine {
  readonly line: Line;
  /** Where it begins, in UTF-16 units. */
  readonly start: number;
}

/** The last one is open where brackets are. */
export function typedLines(text: string): readonly TypedLine[] {
  if (!text.includes('\n')) return [{ line: parseLine(text), start: 0 }];
  const assembler = new LineAssembler();
  const lines: TypedLine[] = [];
  let start = 0;
  let end = 0;
  const take = (line: Line | undefined) => {
    if (line === undefined) return;
    lines.push({ line, start });
    start = end;
  };
  for (const row of text.split('\n')) {
    end += row.length + 1;
    take(assembler.push(row)?.line);
  }
  take(assembler.end()?.line);
  return lines;
}

/** What is typed as it may be shown again: of the same length, stars for what is secret. */
export function withoutSecrets(text: string): string {
  return typedLines(text)
    .map(({ line }) => veil(annotations, line.text, []).text)
    .join('\n');
}

/** The line in which a place is. */
export function typedLineAt(lines: readonly TypedLine[], offset: number): TypedLine {
  return lines.findLast(({ start }) => start <= offset) ?? lines[0]!;
}
