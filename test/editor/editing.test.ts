import { describe, expect, it } from 'vitest';
import { lineAfter, lineFrom, typeKeys, withBar } from './session.js';

describe('moving', () => {
  it.each([
    ['ab|c', '<left>', 'a|bc'],
    ['ab|c', '<right>', 'abc|'],
    ['abc|', '<right>', 'abc|'],
    ['|abc', '<C-b>', '|abc'],
    ['block_resize id=a-b|', '<M-b><M-b>', 'block_resize id=|a-b'],
    ['|block_resize id=a', '<M-f><M-f>', 'block_resize id|=a'],
    ['ab cd|', '<C-left>', 'ab |cd'],
    ['|ab cd', '<C-right>', 'ab| cd'],
    ['ab\nc|d\nef', '<home>', 'ab\n|cd\nef'],
    ['ab\nc|d\nef', '<C-e>', 'ab\ncd|\nef'],
    ['ab\nc|d\nef', '<C-home>', '|ab\ncd\nef'],
    ['ab\nc|d\nef', '<C-end>', 'ab\ncd\nef|'],
    ['a👩‍👧b|', '<left><left>', 'a|👩‍👧b'],
    ['e\u0301|x', '<left>', '|e\u0301x'],
    ['日本|', '<M-b>', '|日本'],
  ])('%j by %s becomes %j', (line, keys, expected) => {
    expect(lineFrom(line, keys)).toBe(expected);
  });

  it.each([
    ['abcd|\nx\nefgh', '<down>', 'abcd\nx|\nefgh'],
    ['abcd|\nx\nefgh', '<down><down>', 'abcd\nx\nefgh|'],
    ['abcd\nx\nef|gh', '<up><up>', 'ab|cd\nx\nefgh'],
    ['日本\nab|c', '<up>', '日|本\nabc'],
    ['ab\ncd|', '<C-p><left><C-n>', 'ab\nc|d'],
  ])('keeps the column from line to line: %j by %s becomes %j', (line, keys, expected) => {
    expect(lineFrom(line, keys)).toBe(expected);
  });
});

describe('deleting and cutting', () => {
  it.each([
    ['ab|c', '<backspace>', 'a|c'],
    ['ab|c', '<delete>', 'ab|'],
    ['a👍🏽|b', '<backspace>', 'a|b'],
    ['a|bc', '<C-d>', 'a|c'],
    ['a=b.c d|', '<C-w>', 'a=b.c |'],
    ['a=b.c |d', '<C-w>', '|d'],
    ['a=b.c|', '<M-backspace>', 'a=b.|'],
    ['|set-speed x', '<M-d>', '|-speed x'],
    ['ab|cd', '<C-k>', 'ab|'],
    ['ab|cd', '<C-u>', '|cd'],
    ['ab|\ncd', '<C-k>', 'ab|cd'],
    ['ab\n|cd', '<C-u>', 'ab|cd'],
  ])('%j by %s becomes %j', (line, keys, expected) => {
    expect(lineFrom(line, keys)).toBe(expected);
  });

  it.each([
    ['what was cut comes back', 'a b|', '<C-w><C-a><C-y>', 'b|a '],
    ['cuts in a row are one, each on its side', 'ab cd| ef', '<C-w><C-k><C-y>', 'ab cd ef|'],
    ['cuts with something between are two', 'ab cd|', '<C-w><left><right><C-w><C-y>', 'ab |'],
    ['Alt-Y takes the one before', 'ab cd|', '<C-w><left><right><C-w><C-y><M-y>', 'cd|'],
    ['and goes round', 'ab cd|', '<C-w><left><right><C-w><C-y><M-y><M-y>', 'ab |'],
    ['Alt-Y alone does nothing', 'ab|', '<C-w><M-y>', '|'],
    ['nothing was cut', 'ab|', '<C-y>', 'ab|'],
  ])('%s', (_what, line, keys, expected) => {
    expect(lineFrom(line, keys)).toBe(expected);
  });

  it('keeps what was cut for the next line', () => {
    expect(lineAfter('uuid<C-u>stop<enter><C-y>')).toBe('uuid|');
  });
});

describe('swapping and case', () => {
  it.each([
    ['a|bc', '<C-t>', 'ba|c'],
    ['abc|', '<C-t>', 'acb|'],
    ['|abc', '<C-t>', '|abc'],
    ['ab\n|cd', '<C-t>', 'ab\n|cd'],
    ['ab c|d ef', '<M-t>', 'cd ab| ef'],
    ['ab cd|', '<M-t>', 'cd ab|'],
    ['ab|', '<M-t>', 'ab|'],
    ['|disk one', '<M-u>', 'DISK| one'],
    ['DI|SK', '<M-l>', 'DIsk|'],
    ['| disk', '<M-c>', ' Disk|'],
  ])('%j by %s becomes %j', (line, keys, expected) => {
    expect(lineFrom(line, keys)).toBe(expected);
  });
});

describe('undo', () => {
  it.each([
    ['a word with its blanks at a time', 'stop the vm<C-_>', 'stop the |'],
    ['twice', 'stop the vm<C-_><C-_>', 'stop |'],
    ['to the beginning', 'stop<C-_><C-_><C-_>', '|'],
    ['deletions in a row at once', 'stop<backspace><backspace><C-_>', 'stop|'],
    ['a cut', 'ab cd<C-w><C-w><C-_>', 'ab cd|'],
    ['what was put back, and not the cut', 'ab cd<C-w>x<C-y><C-_>', 'ab x|'],
    ['what was put back instead, too', 'ab cd<C-w><left><right><C-w><C-y><M-y><C-_>', '|'],
    ['a paste at once', 'a<paste:b c\nd><C-_>', 'a|'],
    ['and redo', 'stop the<C-_><M-_>', 'stop the|'],
    ['but not redo after an edit', 'stop the<C-_>x<M-_>', 'stop x|'],
    ['what was typed after moving on its own', 'ab<left>c<C-_>', 'a|b'],
  ])('takes back %s', (_what, keys, expected) => {
    expect(lineAfter(keys)).toBe(expected);
  });
});

describe('Enter', () => {
  it('runs a complete line wherever the cursor stands, and stands on a fresh one', () => {
    const { state, effects } = typeKeys('stop<left><enter>cont');
    expect([effects, withBar(state)]).toEqual([[{ kind: 'submit', line: 'stop' }], 'cont|']);
  });

  it.each([
    ['an incomplete line goes on', 'transaction(<enter>a', 'transaction(\na|'],
    ['Alt-Enter always does', 'stop<M-enter>', 'stop\n|'],
  ])('%s', (_what, keys, expected) => {
    expect(lineAfter(keys)).toBe(expected);
  });

  it('never comes from a paste', () => {
    const { state, effects } = typeKeys('<paste:stop\ncont\n>');
    expect([effects, withBar(state)]).toEqual([[], 'stop\ncont\n|']);
  });
});

describe('what the host must do', () => {
  it.each([
    ['<C-d>', [{ kind: 'end' }]],
    ['a<C-d>', []],
    ['a<C-c>', [{ kind: 'interrupt' }]],
    ['<C-l>', [{ kind: 'host', action: 'clear-screen' }]],
    ['<C-z>', [{ kind: 'host', action: 'suspend' }]],
    ['<f1>', [{ kind: 'host', action: 'help' }]],
    ['<tab>', [{ kind: 'complete', direction: 'next' }]],
    ['<f12><M-z>', []],
  ])('%s asks for %j', (keys, effects) => {
    expect(typeKeys(keys).effects).toEqual(effects);
  });

  it('is told of Ctrl-C when the line is gone already', () => {
    expect(lineAfter('stop<C-c>')).toBe('|');
  });
});
