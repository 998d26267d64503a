import fc from 'fast-check';
import reference from 'string-width';
import { describe, expect, it } from 'vitest';
import { fitWidth, fitWidthAtEnd, stringWidth } from '../../src/text/width.js';

describe('stringWidth', () => {
  it.each([
    ['', 0],
    ['query-status', 12],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['ｱ', 1],
    ['Ａ', 2],
    ['🙂', 2],
    ['👩‍👩‍👧‍👦', 2],
    ['❤', 1],
    ['❤\ufe0f', 2],
    ['❤\u200d🔥', 2],
    ['☝🏽', 2],
    ['👍🏽', 2],
    ['🇫🇷🇩🇪', 4],
    ['1\ufe0f\u20e3', 2],
    ['\u1112\u1161\u11ab', 2],
    ['한', 2],
    ['\u200b\ufeff\u202e', 0],
    ['a\tb\u009b', 2],
    ['\ud800', 0],
    ['…─▏', 3],
  ])('%j takes %i columns', (text, columns) => {
    expect(stringWidth(text)).toBe(columns);
  });

  it('agrees with string-width on what people write', () => {
    const characters = fc.constantFrom(
      ...[
        'a',
        'Z',
        '-',
        ' ',
        'é',
        'e\u0301',
        '日',
        '本',
        'ｱ',
        'Ａ',
        '한',
        'ж',
        'ا',
        'א',
        '…',
        '█',
        '❤',
      ],
      ...[
        '🙂',
        '❤\ufe0f',
        '👩‍👧',
        '🏳\ufe0f‍🌈',
        '👍🏽',
        '☝🏻',
        '🇫🇷',
        '1\ufe0f\u20e3',
        '⌚',
        '✂\ufe0f',
        '\u1112\u1161\u11ab',
      ],
    );
    fc.assert(
      fc.property(fc.array(characters), parts => {
        expect(stringWidth(parts.join(''))).toBe(reference(parts.join('')));
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees with string-width on every code point of the first two planes but the listed ones', () => {
    const different: number[] = [];
    for (let code = 0; code <= 0x1ffff; code += 1) {
      const char = String.fromCodePoint(code);
      if (stringWidth(char) !== reference(char) && !isHangulPart(code)) different.push(code);
    }
    expect(different).toEqual([]);
  });

  it.each([
    ['a lone vowel or final of Hangul, as terminals have it', '\u1161', 0, 1],
    ['two letters that are no flag, drawn as two', '🇦🇦', 2, 1],
    ['a skin tone after what has no skin, drawn beside it', 'a🏽', 3, 1],
    ['a letter that goes before another', '\u0d4ea', 2, 1],
  ])('differs for %s', (_what, text, ours, theirs) => {
    expect([stringWidth(text), reference(text)]).toEqual([ours, theirs]);
  });
});

function isHangulPart(code: number): boolean {
  return (code >= 0x1160 && code <= 0x11ff) || (code >= 0xd7b0 && code <= 0xd7fb);
}

describe('fitWidth', () => {
  it.each([
    ['query', 10, 'query'],
    ['query', 3, 'que'],
    ['日本語', 5, '日本'],
    ['ae\u0301b', 2, 'ae\u0301'],
    ['x', 0, ''],
  ])('%j in %i columns is %j', (text, columns, fitting) => {
    expect(fitWidth(text, columns)).toBe(fitting);
  });
});

describe('fitWidthAtEnd', () => {
  it.each([
    ['query', 10, 'query'],
    ['query', 3, 'ery'],
    ['query', 0, ''],
    ['日本語', 5, '本語'],
    ['bae\u0301', 2, 'ae\u0301'],
    ['日本', 1, ''],
    ['日本', -1, ''],
  ])('%j in %i columns is %j', (text, columns, fitting) => {
    expect(fitWidthAtEnd(text, columns)).toBe(fitting);
  });
});
