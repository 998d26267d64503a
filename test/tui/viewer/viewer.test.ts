// The viewer, keys in and rows out.
import { describe, expect, it } from 'vitest';
import { openViewer } from '../../../src/tui/viewer/viewer.js';
import { viewerFrame } from '../../../src/tui/viewer/viewer-frame.js';
import { opened, screen, statusLine, view } from './viewing.js';

const REPLY =
  '{"return": [{"device": "disk0", "inserted": {"node-name": "#blk12", "ro": true}, "list": []},' +
  ' {"device": "cd0"}], "id": 9007199254740993}';

describe('the tree', () => {
  it('shows the items of what is returned, and how the folded ones begin', () => {
    expect(screen(view(REPLY).viewer)).toEqual([
      '>▾ 2 members',
      '   ▾ return  2 items',
      '     ▸ [0]  3 members  device: disk0, list: (empty list)',
      '     ▸ [1]  1 member  device: cd0',
      '     id  9007199254740993',
    ]);
  });

  it('lines up the values of what is unfolded', () => {
    expect(screen(view(REPLY, 'jjljjl').viewer).slice(2, 8)).toEqual([
      '     ▾ [0]  3 members',
      '         device  disk0',
      '>      ▾ inserted  2 members',
      '           node-name  #blk12',
      '           ro         true',
      '         list    (empty list)',
    ]);
  });

  it.each([
    ['9223372036854775808'],
    ['18446744073709551615'],
    ['1.0'],
    ['-0'],
    ['1e400'],
    ['0.10000000000000001'],
  ])('shows the number %s as it came', number => {
    expect(screen(view(`{"return": ${number}}`).viewer)[1]).toBe(`     return  ${number}`);
    expect(view(`{"return": ${number}}`, 'jy').effects).toEqual([{ kind: 'copy', text: number }]);
  });

  it('says in a unit what a number counts', () => {
    const json = '{"return": {"actual": 10737418240}}';
    const { viewer } = view(json, 'jj', undefined, 'query-balloon');
    expect(screen(viewer)[2]).toBe('>      actual  10737418240 (10 GiB)');
  });

  it('opens a long text in lines, tabs as blanks', () => {
    const json = `{"return": "info\\r\\n\\tlong ${'word '.repeat(12)}\\r\\nthe end"}`;
    expect(screen(opened(json).viewer)).toEqual([
      '>▾ 1 member',
      '   ▾ return  4 lines',
      '       info',
      '           long word word word word word word word word wor',
      '       d word word word',
      '       the end',
    ]);
  });

  it.each([
    ['3', '>  3'],
    ['""', '>  ""'],
    ['{}', '>  (empty)'],
    [' [ ] ', '>  (empty list)'],
    ['{"": 1}', '   ""  1'],
    ['["\\u001b[31m\\u202e"]', '   [0]  \\u001B[31m\\u202E'],
  ])('shows %s', (json, row) => {
    expect(screen(view(json).viewer).at(-1)?.trimEnd()).toBe(
      row.startsWith('>') ? row : `  ${row}`,
    );
  });
});

describe('what is opened', () => {
  const items = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ id: at, b: [at, at] }));
  const rowsOf = (value: unknown) =>
    screen(opened(JSON.stringify(value)).viewer, { columns: 60, rows: 60 });

  it.each([
    ['all of a small reply', { status: 'running', a: { b: { c: [1] } } }, 6],
    ['the items of a long list, folded', items(50), 51],
    ['the same below return', { return: items(50), id: 1 }, 53],
    ['as many levels as a screen has rows', items(5), 16],
    ['of a list that is longer the items alone', items(7), 8],
    ['the lines of a text', 'one\ntwo', 3],
    ['of many texts none', { a: 'one\ntwo', b: 'one\ntwo', c: 'one\ntwo' }, 4],
  ])('is %s', (_what, value, count) => {
    expect(rowsOf(value)).toHaveLength(count);
  });
});

describe('the JSON text', () => {
  it('is shown as it came, brackets closed in rows of their own', () => {
    expect(screen(view(REPLY, 'jjlr').viewer)).toEqual([
      ' {',
      '   "return": [',
      '>    {',
      '       "device": "disk0",',
      '       "inserted": {…},  2 members',
      '       "list": []',
      '     },',
      '     {…}  1 member',
      '   ],',
      '   "id": 9007199254740993',
      ' }',
    ]);
  });

  it('keeps the row where the tree had it, and back', () => {
    expect(screen(view(REPLY, 'Grr').viewer).at(-1)).toBe('>    id  9007199254740993');
  });

  it('goes from a closing bracket to what it closes', () => {
    expect(screen(view(REPLY, 'jrGkkh').viewer)).toContain('>  "return": […],  2 items');
    expect(statusLine(view(REPLY, 'rGkkp').viewer)).toMatch(/^query-x {2}\.return /);
  });
});

describe('a key', () => {
  it.each([
    ['', '.'],
    ['j', '.return'],
    ['k', '.'],
    ['jj', '.return[0]'],
    ['<end>', '.id'],
    ['G <home>', '.'],
    ['jjJ', '.return[1]'],
    ['jjJK', '.return[0]'],
    ['jjJp', '.return'],
    ['jjlll', '.return[0].device'],
    ['jjl <right> h', '.return[0]'],
    ['jjlljl <right>', '.return[0].inserted.node-name'],
    ['jjhhh', '.'],
    ['jj <enter> <down> <enter>', '.return[0].device'],
    ['<pagedown>', '.id'],
    ['<pagedown> <pageup>', '.'],
    ['-j', '.return'],
    ['-jj', '.id'],
    ['+jjjjj', '.return[0].inserted.node-name'],
    ['+jjjjj-', '.return'],
    ['3jjjjj', '.return[0].list'],
  ])('%j leads to %s', (keys, path) => {
    expect(statusLine(view(REPLY, keys).viewer)).toContain(`query-x  ${path} `);
  });

  it.each([
    ['jjY', '.return[0]'],
    ['+jjjjjY', '.return[0].inserted["node-name"]'],
    ['Y', '.'],
    ['jjJy', '{"device": "cd0"}'],
    ['+jjjjjy', '#blk12'],
    ['+jjjjjry', '"#blk12"'],
  ])('%j copies %s', (keys, text) => {
    const { effects, viewer } = view(REPLY, keys);
    expect(effects).toEqual([{ kind: 'copy', text }]);
    expect(statusLine(viewer)).toMatch(/^copied /);
  });

  it('copies no more than a terminal takes', () => {
    const { effects, viewer } = view(JSON.stringify('x'.repeat(1_000_001)), 'y');
    expect(effects).toEqual([]);
    expect(statusLine(viewer)).toContain('too long to copy: 1000001 characters');
  });

  it.each(['q', '<escape>'])('%s closes', key => {
    expect(view(REPLY, key).effects).toEqual([{ kind: 'close' }]);
  });

  it('shows the card, scrolls it, and takes it away again', () => {
    expect(screen(view(REPLY, '?').viewer)[0]).toMatch(/Down, j +a row down/);
    expect(screen(view(REPLY, '? <end>').viewer).at(-1)).toMatch(/q, Esc +close/);
    const { viewer, effects } = view(REPLY, '?q');
    expect(effects).toEqual([]);
    expect(screen(viewer)).toEqual(screen(view(REPLY).viewer));
  });
});

describe('the screen', () => {
  const list = `[${Array.from({ length: 100 }, (_, at) => at * 10).join(', ')}]`;

  it('goes down with the row, and leaves no room at the end', () => {
    expect(screen(view(list, 'jjjjjjjjjjjj').viewer).at(-1)).toBe('>    [11]  110');
    expect(screen(view(list, 'G').viewer)).toHaveLength(11);
    expect(screen(view(list, 'G').viewer).at(-1)).toBe('>    [99]  990');
  });

  it('shows the current row after the terminal became lower', () => {
    const { viewer } = view(list, 'jjjjjjjjj');
    expect(screen(viewer, { columns: 60, rows: 4 }).at(-1)).toBe('>    [8]   80');
  });

  it('breaks lines anew for another width, and stays at what it showed', () => {
    const { viewer } = opened(`{"return": "${'abcdefgh'.repeat(20)}"}`, 'jjjj');
    const rows = screen(viewer, { columns: 30, rows: 12 });
    expect(rows.find(row => row.startsWith('>'))).toContain('abcdefgh');
  });

  it.each([
    [{ columns: 60, rows: 0 }, 0],
    [{ columns: 60, rows: 1 }, 1],
    [{ columns: 1, rows: 2 }, 2],
  ])('fills %j with %i lines', (size, lines) => {
    expect(viewerFrame(openViewer(REPLY, 'query-block'), size)).toHaveLength(lines);
  });

  it('shows the end of a path for which there is no room', () => {
    const { viewer } = view(REPLY, '+jjjjj', { columns: 40, rows: 12 });
    expect(statusLine(viewer, { columns: 40, rows: 12 })).toMatch(
      /^….*\.node-name +1\/2 {2}\d+ %$/,
    );
  });
});
