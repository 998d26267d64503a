// What Ink measures texts with, in place of the library's own measure: the same width, without a segmenter.
import { stringWidth } from '../../text/width.js';

const SGR = /\x1b\[[0-9;]*m/g;

export default function inkStringWidth(text: string): number {
  return stringWidth(text.includes('\x1b') ? text.replace(SGR, '') : text);
}
