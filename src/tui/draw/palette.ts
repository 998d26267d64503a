// Styles -> SGR. Only attributes and the sixteen colours of the terminal's own theme: those are legible on light and
// dark backgrounds alike, which no fixed colour is.
import type { Paint, Style } from './spans.js';

/** On and off. ECMA-48 8.3.117. */
const ATTRIBUTES: Readonly<Partial<Record<Style, readonly [on: string, off: string]>>> = {
  dim: ['2', '22'],
  strong: ['1', '22'],
  title: ['1', '22'],
  match: ['1;4', '22;24'],
  chosen: ['7', '27'],
};

const COLOURS: Readonly<Partial<Record<Style, readonly [on: string, off: string]>>> = {
  ...ATTRIBUTES,
  good: ['32', '39'],
  warning: ['33', '39'],
  bad: ['31;1', '39;22'],
  name: ['36', '39'],
  value: ['32', '39'],
};

/** @param colours false where NO_COLOR or --no-color asks for none: what is bold, dim or reverse stays so. */
export function palette(colours: boolean): Paint {
  const table = colours ? COLOURS : ATTRIBUTES;
  return (style, text) => {
    const sgr = table[style];
    return sgr === undefined ? text : `\x1b[${sgr[0]}m${text}\x1b[${sgr[1]}m`;
  };
}
