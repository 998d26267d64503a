import { describe, expect, it } from 'vitest';
import { lineAfter, typeKeys } from './session.js';

const history = ['query-status', 'stop', 'query-block', 'cont', 'transaction(\nstop )'];

function recalls(keys: string, expected: string): void {
  expect(lineAfter(keys, { history })).toBe(expected);
}

describe('Up and Down', () => {
  it.each([
    ['go back line by line', '<up><up>', 'stop|'],
    ['and forth', '<up><up><down>', 'query-status|'],
    ['stay at the oldest', '<up><up><up><up><up><up>', 'transaction(\nstop )|'],
    ['go on through recalled lines of several lines', '<up><up><up><up><up><down>', 'cont|'],
    [
      'move inside of it once the cursor moved',
      '<up><up><up><up><up><left><up>',
      'trans|action(\nstop )',
    ],
    ['keep to lines that begin with what stands', 'query<up><up>', 'query-block|'],
    ['give the draft back', 'query<up><up><down><down>', 'query|'],
    ['do nothing where no line begins so', 'qx<up>', 'qx|'],
    ['do nothing beyond the draft', 'ab<down>', 'ab|'],
    ['look at what stands before the cursor only', 'stop<C-a><up>', 'query-status|'],
    ['make an edited line the draft', '<up>x<up><down>', 'query-statusx|'],
  ])('%s', (_what, keys, expected) => recalls(keys, expected));

  it.each([
    ['Escape', 'ab<C-a><up><up><escape>', '|ab'],
    ['Ctrl-G', 'ab<C-a><up><up><C-g>', '|ab'],
    ['Alt-<', '<M-<>', 'transaction(\nstop )|'],
    ['Alt->', 'query<up><up><M->>', 'query|'],
    ['PageUp', 'query<pageup><pageup>', 'query-block|'],
    ['PageDown', 'query<pageup><pageup><pagedown>', 'query-status|'],
    ['undo', 'qu<up><up><C-_>', 'qu|'],
  ])('%s', (_key, keys, expected) => recalls(keys, expected));

  it('put the cursor where a secret must be typed again', () => {
    const masked = ['set_password vnc ‹secret› connected=keep'];
    expect(lineAfter('<up>', { history: masked })).toBe(
      'set_password vnc ‹secret›| connected=keep',
    );
  });
});

describe('Ctrl-R', () => {
  it.each([
    ['shows the newest line that holds it', '<C-r>stat', 'query-|status'],
    ['shows the next one on Ctrl-R', '<C-r>que<C-r>', '|query-block'],
    ['goes back on Ctrl-S', '<C-r>que<C-r><C-s>', '|query-status'],
    ['keeps the last match when there is none', '<C-r>statx', 'query-|status'],
    ['looks anew when the query gets shorter', '<C-r>que<C-r><backspace>', '|query-status'],
    ['shows the draft for no query', 'ab<C-r>q<backspace>', 'ab|'],
    ['knows capitals only where some are typed', '<C-r>STAT', '|'],
    ['gives the draft back on Ctrl-G', 'ab<C-r>que<C-g>', 'ab|'],
    ['gives the draft back on Escape', 'ab<C-r>que<escape>', 'ab|'],
    ['edits the match on any other key', '<C-r>que<C-e>x', 'query-statusx|'],
    ['leaves the draft one undo away', 'ab<C-r>que<C-e><C-_>', 'ab|'],
    ['takes a paste', '<C-r><paste:y-b>', 'quer|y-block'],
  ])('%s', (_what, keys, expected) => recalls(keys, expected));

  it('runs the match on Enter', () => {
    expect(typeKeys('<C-r>bloc<enter>', { history }).effects).toEqual([
      { kind: 'submit', line: 'query-block' },
    ]);
  });

  it('has found nothing missing before anything is looked for', () => {
    expect(typeKeys('<C-r>', { history }).state.search?.found).toBe(true);
  });

  it('says what is looked for, where it stands and whether it was found', () => {
    expect(typeKeys('<C-r>stat', { history }).state.search).toMatchObject({
      query: 'stat',
      found: true,
      match: [6, 10],
    });
    expect(typeKeys('<C-r>statx', { history }).state.search?.found).toBe(false);
  });
});

describe('Alt-.', () => {
  const lines = ['eject disk0', 'qom-get /machine "a b"', 'stop'];
  it.each([
    ['puts in the last word', 'x <M-.>', 'x disk0|'],
    ['then that of the line before', 'x <M-.><M-.>', 'x "a b"|'],
    ['stays at the oldest', 'x <M-.><M-.><M-.><M-.>', 'x stop|'],
    ['starts anew after anything else', '<M-.> <M-.>', 'disk0 disk0|'],
    ['is one undo step', 'x <M-.><M-.><C-_>', 'x |'],
  ])('%s', (_what, keys, expected) => {
    expect(lineAfter(keys, { history: lines })).toBe(expected);
  });
});
