import { describe, expect, it } from 'vitest';
import { offerMenu, wantsMenu } from '../../src/editor/menu.js';
import { typeKeys, withBar } from './session.js';

const words = ['block-commit ', 'block-stream '];

function completes(keys: string, offered: readonly string[], expected: string): void {
  expect(withBar(typeKeys(keys, { words: offered }).state)).toBe(expected);
}

describe('Tab', () => {
  it.each([
    ['fills in what all candidates have in common', 'bl<tab>', 'block-|'],
    ['then puts in the first', 'block-<tab>', 'block-commit |'],
    ['then the next', 'block-<tab><tab>', 'block-stream |'],
    ['and goes round', 'block-<tab><tab><tab>', 'block-commit |'],
    ['puts in the first where what stands is no start of it', 'bstr<tab>', 'block-commit |'],
    ['leaves the rest of the line alone', 'bl x<C-a><C-right><tab>', 'block-| x'],
  ])('%s', (_what, keys, expected) => completes(keys, words, expected));

  it('puts in the only candidate for good', () => {
    const { state } = typeKeys('qs<tab>', { words: ['query-status '] });
    expect([withBar(state), state.menu]).toEqual(['query-status |', undefined]);
  });

  it.each([
    ['Shift-Tab begins with the last', 'block-<S-tab>', 'block-stream |'],
    ['Shift-Tab goes back', 'block-<tab><tab><S-tab>', 'block-commit |'],
    ['Escape leaves what was put in', 'block-<tab><escape>', 'block-commit |'],
    ['Ctrl-G gives back what was typed', 'bstr<tab><tab><C-g>', 'bstr|'],
    ['one undo takes the walk back', 'bstr<tab><tab><C-_>', 'bstr|'],
    ['typing goes on after what was put in', 'block-<tab>d', 'block-commit d|'],
  ])('%s', (_what, keys, expected) => completes(keys, words, expected));

  it('leaves Enter to run the line as it stands', () => {
    const { effects } = typeKeys('block-<tab><enter>', { words });
    expect(effects).toEqual([{ kind: 'submit', line: 'block-commit ' }]);
  });
});

describe('the menu', () => {
  const { state } = typeKeys('bl');
  const candidates = words.map(word => ({ insert: word, label: word }));
  const open = offerMenu(state, { replace: [0, 2], candidates });

  it('is open with nothing chosen while one types', () => {
    expect(open.menu?.chosen).toBeUndefined();
    expect(withBar(open)).toBe('bl|');
  });

  it('is not there without candidates', () => {
    expect(offerMenu(open, { replace: [0, 2], candidates: [] }).menu).toBeUndefined();
  });

  it.each([
    ['after a character', 'o', true],
    ['after a move', '<left>', true],
    ['after Escape has closed it', '<escape>', false],
    ['during a walk', '<C-e>-<tab>', false],
    ['during a search', '<C-r>', false],
  ])('is wanted anew %s: %s, %s', (_when, keys, wanted) => {
    const after = typeKeys(keys, { words }, open).state;
    expect(wantsMenu(open, after)).toBe(wanted);
  });
});
