import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringWidth } from '../../src/text/width.js';
import { cutWidth, padWidth, wrapText } from '../../src/text/wrap.js';

const texts = fc.string({ unit: 'grapheme', maxLength: 60 });

describe('wrapText', () => {
  it.each([
    ['', 5, ['']],
    ['short', 5, ['short']],
    ['two words', 5, ['two', 'words']],
    ['a verylongword', 6, ['a very', 'longwo', 'rd']],
    ['日本語です', 5, ['日本', '語で', 'す']],
    ['e\u0301e\u0301e\u0301', 2, ['e\u0301e\u0301', 'e\u0301']],
    ['日本', 1, ['日', '本']],
  ])('%j in %i columns', (text, columns, lines) => {
    expect(wrapText(text, columns)).toEqual(lines);
  });

  it('loses nothing but blanks', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 30 }), (text, columns) => {
        const bare = (some: string) => some.replace(/\s/gu, '');
        expect(bare(wrapText(text, columns).join(''))).toBe(bare(text));
      }),
    );
  });
});

describe('cutWidth', () => {
  it.each([
    ['whole', 5, 'end', 'whole'],
    ['too long', 5, 'end', 'too…'],
    ['/vm/root.qcow2', 6, 'start', '…qcow2'],
    ['日本語', 4, 'end', '日…'],
    ['日本語', 4, 'start', '…語'],
    ['ab', 1, 'end', '…'],
    ['ab', 1, 'start', '…'],
    ['ab', 0, 'end', ''],
  ] as const)('%j to %i columns at its %s: %j', (text, columns, where, cut) => {
    expect(cutWidth(text, columns, where)).toBe(cut);
  });

  it('keeps to the columns, whatever the text', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 30 }), (text, columns) => {
        for (const where of ['end', 'start'] as const)
          expect(stringWidth(cutWidth(text, columns, where))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe('padWidth', () => {
  it.each([
    ['a', 3, 'left', 'a  '],
    ['a', 3, 'right', '  a'],
    ['日', 3, 'left', '日 '],
    ['wider', 3, 'left', 'wider'],
  ] as const)('%j to %i columns from the %s: %j', (text, columns, side, padded) => {
    expect(padWidth(text, columns, side)).toBe(padded);
  });
});
