import { describe, expect, it } from 'vitest';
import { palette } from '../../../src/tui/draw/palette.js';
import type { Style } from '../../../src/tui/draw/spans.js';

const STYLES: readonly Style[] = [
  ...(['plain', 'dim', 'strong', 'good', 'warning', 'bad'] as const),
  ...(['name', 'value', 'match', 'chosen', 'title'] as const),
];

/** Attributes and the sixteen colours of the theme; nothing that sets a colour of its own or a background. */
const ALLOWED = /^(?:[124]|7|22|24|27|3[1-7]|39)$/;

function codes(text: string): string[] {
  return [...text.matchAll(/\x1b\[([\d;]*)m/g)].flatMap(([, row = '']) => row.split(';'));
}

describe.each([true, false])('with colours: %s', colours => {
  const paint = palette(colours);

  it.each(STYLES)('%s leaves the text as it is', style => {
    expect(paint(style, 'text').replace(/\x1b\[[\d;]*m/g, '')).toBe('text');
  });

  it.each(STYLES)('%s uses only what is legible on light and dark', style => {
    expect(codes(paint(style, 'text')).filter(code => !ALLOWED.test(code))).toEqual([]);
  });

  it.each(STYLES)('%s ends what it began', style => {
    const [on = '', off = ''] = paint(style, '|').split('|');
    const ends: Readonly<Record<string, string>> = { 1: '22', 2: '22', 4: '24', 7: '27' };
    expect(new Set(codes(off))).toEqual(new Set(codes(on).map(code => ends[code] ?? '39')));
  });
});

it.each(STYLES)('without colours %s has none', style => {
  expect(codes(palette(false)(style, 'text')).filter(code => /^[34]\d$/.test(code))).toEqual([]);
});

it.each(['chosen', 'match', 'dim'] as const)('without colours %s is still to be seen', style => {
  expect(palette(false)(style, 'text')).not.toBe('text');
});
