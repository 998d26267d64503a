import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { error } from '../../src/shell/problem.js';
import { underline } from '../../src/shell/underline.js';
import { stringWidth } from '../../src/text/width.js';

/** What is shown of a line with its mistake between brackets, in so many columns. */
function shown(marked: string, message: string, columns?: number): string[] {
  const span = { start: marked.indexOf('['), end: marked.indexOf(']') - 1 };
  const line = marked.replace(/[[\]]/g, '');
  return underline(line, error('syntax', span, message), columns).split('\n');
}

describe('a mistake under its line', () => {
  it.each<[what: string, line: string, message: string, columns: number, rows: string[]]>([
    ['has its message beside the mark', 'stop [x]', 'what?', 40, ['  stop x', '       ^ what?']],
    [
      'has it below where there is no room',
      'stop [wrong]',
      'there is no such member',
      30,
      ['  stop wrong', '       ^^^^^', '    there is no such member'],
    ],
    [
      'shows the part of a long line that is around it',
      `${'a'.repeat(40)} [b] ${'c'.repeat(40)}`,
      'what?',
      30,
      [`  ${'a'.repeat(13)} b ${'c'.repeat(12)}`, `  ${' '.repeat(14)}^ what?`],
    ],
    [
      'marks no more than is shown',
      `[${'a'.repeat(40)}]`,
      '',
      22,
      [`  ${'a'.repeat(20)}`, `  ${'^'.repeat(20)}`, '    '],
    ],
    [
      'has its mark below it behind wide characters and such as take no column',
      'stop "日本" "e\u0301" [x]',
      'what?',
      40,
      ['  stop "日本" "e\u0301" x', `${' '.repeat(18)}^ what?`],
    ],
    [
      'has a mark as wide as it is',
      'stop [日本]',
      'no “日本” here',
      40,
      ['  stop 日本', '       ^^^^ no “日本” here'],
    ],
    [
      'shows the part around it of a long line of wide characters',
      `${'日'.repeat(40)}[b]${'本'.repeat(40)}`,
      'what?',
      30,
      [`  ${'日'.repeat(7)}b${'本'.repeat(6)}`, `  ${' '.repeat(14)}^ what?`],
    ],
  ])('%s', (_what, line, message, columns, rows) => {
    expect(shown(line, message, columns)).toEqual(rows);
  });

  it('has its line and its mark within the columns, the one under the other', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '=', '日', '\t'),
      maxLength: 120,
    });
    fc.assert(
      fc.property(text, fc.nat(120), fc.integer({ min: 20, max: 100 }), (line, at, columns) => {
        const start = Math.min(at, line.length);
        const problem = error('syntax', { start, end: start + 1 }, 'm');
        const [part = '', mark = ''] = underline(line, problem, columns).split('\n');
        const carets = mark.slice(0, mark.lastIndexOf('^') + 1);
        expect(Math.max(stringWidth(part), carets.length)).toBeLessThanOrEqual(columns);
        const below = characterAt(part, mark.indexOf('^'));
        expect(below).toBe(line[start]?.replace('\t', ' '));
      }),
    );
  });
});

/** The character that begins in a column of a row; undefined where none does. */
function characterAt(row: string, column: number): string | undefined {
  return [...row].find((_character, index, all) => {
    return stringWidth(all.slice(0, index).join('')) === column;
  });
}
