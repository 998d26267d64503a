import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringWidth } from '../../../src/text/width.js';
import {
  cutSpans,
  paintRow,
  type Spans,
  type Style,
  span,
  spread,
  widthOf,
} from '../../../src/tui/draw/spans.js';
import { styled, textOf } from './written.js';

/** `a|b`: one span a part, by turns plain and dim. */
function row(text: string): Spans {
  return text.split('|').map((part, at) => span(part, at % 2 === 0 ? 'plain' : 'dim'));
}

describe('a row that is cut', () => {
  it.each([
    ['fits', 'ab|cd', 4, 'ab<dim:cd>'],
    ['ends in its style with a mark', 'ab|cdef', 5, 'ab<dim:cd…>'],
    ['is marked also where only a whole span is lost', 'abcd|ef', 4, 'abc…'],
    ['keeps wide characters whole', 'a|日本語', 4, 'a<dim:日…>'],
    ['has no blank before the mark within a span', 'a bcd', 3, 'a…'],
    ['is empty where there is no room at all', 'ab', 0, ''],
  ])('%s', (_what, text, columns, expected) => {
    expect(styled(cutSpans(row(text), columns))).toBe(expected);
  });
});

describe('left and right on one row', () => {
  it.each([
    ['stand at both ends', 'ab', 'yz', 8, 'ab    yz'],
    ['may nearly touch', 'ab', 'yz', 5, 'ab yz'],
    ['are the left one alone where both do not fit', 'ab', 'yz', 4, 'ab'],
    ['are the left one cut where not even that fits', 'abcdef', 'yz', 4, 'abc…'],
  ])('%s', (_what, left, right, columns, expected) => {
    expect(textOf(spread(row(left), row(right), columns))).toBe(expected);
  });
});

it('paints each span, and nothing of an empty one', () => {
  const paint = (style: Style, text: string) => `(${style} ${text})`;
  expect(paintRow(row('ab||c'), 9, paint)).toBe('(plain ab)(plain c)');
});

it('is never wider than the columns, whatever it is made of', () => {
  const part = fc.string({
    unit: fc.constantFrom('a', ' ', '日', '👩‍👧', 'e\u0301', '🇩🇪', '☺\ufe0f'),
  });
  fc.assert(
    fc.property(fc.array(part), fc.nat(30), (parts, columns) => {
      const cut = cutSpans(
        parts.map(text => span(text)),
        columns,
      );
      expect(widthOf(cut)).toBeLessThanOrEqual(columns);
      expect(stringWidth(textOf(cut))).toBeLessThanOrEqual(columns);
    }),
  );
});
