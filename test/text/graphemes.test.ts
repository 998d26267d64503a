import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  graphemesOf,
  nextBoundary,
  previousBoundary,
  snapToBoundary,
} from '../../src/text/graphemes.js';

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'a',
        ' ',
        '\r',
        '\n',
        'é',
        '\u0301',
        '日',
        '👩',
        '\u200d',
        '🇫',
        '\ufe0f',
        '\ud83d',
      ),
      fc.string({ unit: 'binary', maxLength: 2 }),
    ),
  )
  .map(parts => parts.join(''));

function borders(of: string): number[] {
  return [...Array.from(new Intl.Segmenter().segment(of), ({ index }) => index), of.length];
}

describe('borders between characters', () => {
  it('are those of the Unicode segmenter', () => {
    fc.assert(
      fc.property(text, value => {
        const expected = Array.from(new Intl.Segmenter().segment(value), part => part.segment);
        expect([...graphemesOf(value)]).toEqual(expected);
      }),
    );
  });

  it('are those of the Unicode segmenter for every character of one unit, beside itself and others', () => {
    const segmenter = new Intl.Segmenter();
    const around = (code: number) => {
      const char = String.fromCharCode(code);
      return `${char}${char}a${char}…${char}\u0301`;
    };
    for (let first = 0; first <= 0xffff; first += 32) {
      const value = Array.from({ length: 32 }, (_, at) => around(first + at)).join(' ');
      const expected = Array.from(segmenter.segment(value), part => part.segment);
      expect([...graphemesOf(value)], `from ${first}`).toEqual(expected);
    }
  });

  it('are found in long texts too, and soon', () => {
    const unit = 'e\u0301日👩\u200d👧🇫🇷\u{1d165}';
    const long = unit.repeat(2000) + '\u0301'.repeat(1000);
    const segments = Array.from(new Intl.Segmenter().segment(unit), part => part.segment);
    const found = [...graphemesOf(long)];
    expect(found.slice(0, 8)).toEqual([...segments, ...segments].slice(0, 8));
    expect(found.length).toBe(segments.length * 2000);
    expect(found.join('')).toBe(long);
  });

  it('are found forwards, backwards and from the middle of a character', () => {
    fc.assert(
      fc.property(text, fc.nat(30), (value, at) => {
        const all = borders(value);
        expect(nextBoundary(value, at)).toBe(all.find(border => border > at) ?? value.length);
        expect(previousBoundary(value, Math.min(at, value.length))).toBe(
          all.findLast(border => border < Math.min(at, value.length)) ?? 0,
        );
        expect(snapToBoundary(value, at)).toBe(all.find(border => border >= at) ?? value.length);
      }),
    );
  });
});
