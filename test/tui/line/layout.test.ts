import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringWidth } from '../../../src/text/width.js';
import { clipRows, layOut } from '../../../src/tui/line/layout.js';

/** The rows of a text with `|` at its cursor in a terminal of eight columns; `+` before those that wrap. */
function rowsOf(line: string, prompt = '> '): string[] {
  const cursor = line.indexOf('|');
  const laid = layOut({ prompt, text: line.replace('|', ''), cursor, columns: 8 });
  const rows = laid.rows.map(({ text, wraps }) => (wraps ? `+${text}` : text));
  return [...rows, `${laid.cursor.row}:${laid.cursor.column}`];
}

describe('layOut', () => {
  it.each([
    ['ab|', ['> ab', '0:4']],
    ['|ab', ['> ab', '0:2']],
    ['abcdefg|h', ['> abcdef', '+gh', '1:1']],
    ['abcdef|', ['> abcdef', '+', '1:0']],
    ['abcdef|\ng', ['> abcdef', '+', '… g', '1:0']],
    ['abcde|日', ['> abcde', '+日', '1:0']],
    ['abc日|e', ['> abc日e', '0:7']],
    ['a\n\n|b', ['> a', '… ', '… b', '2:2']],
    ['a\u202e|b', ['> a\\u202', '+Eb', '1:1']],
    ['e\u0301|', ['> e\u0301', '0:3']],
  ])('%j stands as %j', (line, rows) => {
    expect(rowsOf(line)).toEqual(rows);
  });

  it.each([
    ['a|', 'are you sure: ', ['are you ', 'sure: a', '1:7']],
    ['a|', 'yes or no: ', ['yes or ', 'no: a', '1:5']],
    ['a|', 'is_that so: ', ['is_that ', 'so: a', '1:5']],
    ['a|', 'is_that_ so: ', ['is_that_', 'so: a', '1:5']],
    ['a|', 'it_is_that so: ', ['it_is_th', '+at so: a', '+', '2:0']],
    ['a|', '\x1b[31mare you sure:\x1b[0m ', ['\x1b[31mare you ', 'sure:\x1b[0m a', '1:7']],
  ])('breaks a long prompt between words: %j behind %j', (line, prompt, rows) => {
    expect(rowsOf(line, prompt)).toEqual(rows);
  });

  it('takes no room for colours of the prompt', () => {
    expect(rowsOf('abcdef|g', '\x1b[32m>\x1b[0m ')).toEqual([
      '\x1b[32m>\x1b[0m abcdef',
      '+g',
      '1:0',
    ]);
  });

  it('underlines a part', () => {
    const { rows } = layOut({ prompt: '', text: 'abcd', cursor: 0, columns: 8, mark: [1, 3] });
    expect(rows[0]?.text).toBe('a\x1b[4mbc\x1b[24md');
  });

  it('never makes a row wider than the terminal, nor puts the cursor outside', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', '日', '👩‍👧', '\n', 'e\u0301', '\u202e'),
    });
    fc.assert(
      fc.property(text, fc.nat(60), fc.integer({ min: 1, max: 20 }), (value, at, columns) => {
        const laid = layOut({
          prompt: '> ',
          text: value,
          cursor: Math.min(at, value.length),
          columns,
        });
        const widths = laid.rows.map(row => stringWidth(row.text));
        expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
        expect(laid.cursor.column).toBeLessThan(columns);
        expect(laid.cursor.row).toBeLessThan(laid.rows.length);
      }),
    );
  });
});

describe('clipRows', () => {
  const rows = ['a', 'b', 'c', 'd'].map(text => ({ text, wraps: false }));
  it.each([
    [3, 2, 'cd', 1],
    [1, 2, 'ab', 1],
    [0, 2, 'ab', 0],
    [2, 9, 'abcd', 2],
  ])('with the cursor in row %i of four and room for %i shows %s', (row, height, shown, at) => {
    const clipped = clipRows({ rows, cursor: { row, column: 0 } }, height);
    expect(clipped.rows.map(({ text }) => text).join('')).toBe(shown);
    expect(clipped.cursor.row).toBe(at);
  });
});
