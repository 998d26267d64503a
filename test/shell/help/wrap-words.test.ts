import { describe, expect, it } from 'vitest';
import { wrapLines, wrapWords } from '../../../src/shell/help/wrap-words.js';

describe('lines of help', () => {
  it.each([
    ['one two three', 8, ['one two', 'three']],
    ['one two three', 7, ['one two', 'three']],
    ['a capabilities-list of it', 18, ['a', 'capabilities-list', 'of it']],
    ['', 8, ['']],
    ['  indented text here', 12, ['  indented', 'text here']],
    ['two  blanks', 20, ['two  blanks']],
    ['see /machine/peripheral/disk0 now', 18, ['see', '/machine/', 'peripheral/disk0', 'now']],
    ['/machine/peripheral/d0 is on', 17, ['/machine/', 'peripheral/d0 is', 'on']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['中文字 中文字', 7, ['中文字', '中文字']],
  ])('%j in %i columns break between words', (text, columns, lines) => {
    expect(wrapWords(text, columns)).toEqual(lines);
  });
});

describe('a text made for a wider terminal', () => {
  it('keeps the lines that fit, and breaks others at their indentation', () => {
    const text = 'fits\n\n    this one is longer\nalso fits';
    expect(wrapLines(text, 14)).toBe('fits\n\n    this one\n    is longer\nalso fits');
  });
});
