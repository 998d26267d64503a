import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakPainted, cutPainted, paintedWidth } from '../../../src/tui/draw/painted.js';

const RED = '\x1b[31m';
const RESET = '\x1b[0m';

describe('a row that is too long', () => {
  it.each<[what: string, row: string, rows: string[]]>([
    ['is left as it is where it fits', 'ten columns', ['ten columns']],
    ['is broken between words', 'twelve columns', ['twelve ', 'columns']],
    ['loses the blank at which it is broken', 'twelve_colum ns', ['twelve_colum', 'ns']],
    ['is broken within a word that is wider', 'ninety_nine_columns', ['ninety_nine_', 'columns']],
    ['is not broken early for a long word', 'a ninety_nine_columns', ['a ninety_nin', 'e_columns']],
    ['is broken by what characters take', '日本語日本語 日本', ['日本語日本語', '日本']],
    [
      'keeps its colours',
      `${RED}twelve columns${RESET}`,
      [`${RED}twelve ${RESET}`, `${RED}columns${RESET}`],
    ],
  ])('%s', (_what, row, rows) => {
    expect(breakPainted(row, 12)).toEqual(rows);
  });

  it('is cut within a word, and says so', () => {
    expect(cutPainted('twelve columns', 12)).toBe('twelve colu…');
  });

  const unit = fc.constantFrom('a', 'b', ' ', '日', '👩‍👧', RED, RESET, 'e\u0301');
  const row = fc.string({ unit, maxLength: 60 });
  it('is never wider than the columns, and loses no more than blanks', () => {
    const bare = (text: string) => text.replace(/\x1b\[\d+m| /g, '');
    fc.assert(
      fc.property(row, fc.integer({ min: 2, max: 20 }), (text, columns) => {
        const rows = breakPainted(text, columns);
        expect(Math.max(...rows.map(paintedWidth))).toBeLessThanOrEqual(columns);
        expect(bare(rows.join(''))).toBe(bare(text));
      }),
    );
  });
});
