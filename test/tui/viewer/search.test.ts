// Searching in the viewer: what is found, where it leads, and how it is told.
import { describe, expect, it } from 'vitest';
import { jsonPattern } from '../../../src/tui/viewer/pattern.js';
import { newSearch, searchOn } from '../../../src/tui/viewer/search.js';
import { stepViewer } from '../../../src/tui/viewer/step-viewer.js';
import { isSearching, openViewer } from '../../../src/tui/viewer/viewer.js';
import { viewerFrame } from '../../../src/tui/viewer/viewer-frame.js';
import { SIZE, screen, statusLine, view } from './viewing.js';

const REPLY =
  '{"return": [{"node": "disk0", "in": {"name": "Disk 1"}}, {"node": "cd0", "in": {"name": "disk2"}}]}';

/** Typed after `/`, then Enter, then more keys. */
function found(query: string, keys = '', json = REPLY) {
  return view(json, `/${query} <enter> ${keys}`).viewer;
}

describe('a search', () => {
  it.each([
    ['disk', '', '.return[0].node', 'match 1 of 3'],
    ['disk', 'n', '.return[0].in.name', 'match 2 of 3'],
    ['disk', 'nn', '.return[1].in.name', 'match 3 of 3'],
    ['disk', 'N', '.return[1].in.name', 'match 3 of 3'],
    ['disk', 'nnN', '.return[0].in.name', 'match 2 of 3'],
    ['Disk', '', '.return[0].in.name', 'match 1 of 1'],
    ['node', 'n', '.return[1].node', 'match 2 of 2'],
    ['return', '', '.return', 'match 1 of 1'],
  ])('for %j, then %j, leads to %s: %s', (query, keys, path, told) => {
    const status = statusLine(found(query, keys), { columns: 80, rows: 12 });
    if (keys !== 'N') expect(status).toContain(`query-x  ${path} `);
    expect(status).toContain(told);
  });

  it('unfolds what holds the match, and nothing else', () => {
    expect(screen(found('cd0')).map(row => row.trim())).toEqual([
      '▾ 1 member',
      '▾ return  2 items',
      '▸ [0]  2 members  node: disk0',
      '▾ [1]  2 members',
      '>        node  cd0'.trim(),
      '▸ in  1 member  name: disk2',
    ]);
  });

  it('tells that it went on at the other end', () => {
    expect(statusLine(found('disk', 'nnn'))).toContain('went on at the top');
    expect(statusLine(found('disk', 'N'))).toContain('went on at the end');
  });

  it('says what is not there', () => {
    expect(statusLine(found('floppy'))).toContain('not found');
    expect(statusLine(view(REPLY, 'n').viewer)).toContain('nothing was searched for');
  });

  it('shows what is typed, and forgets it with Escape', () => {
    expect(statusLine(view(REPLY, '/dis').viewer)).toBe('/dis▏');
    expect(statusLine(view(REPLY, '/dis <backspace> <backspace>').viewer)).toBe('/d▏');
    expect(statusLine(view(REPLY, '/d <escape>').viewer)).toContain('query-x');
    expect(statusLine(view(REPLY, '/ <backspace>').viewer)).toContain('query-x');
    expect(statusLine(view(REPLY, '/ <enter>').viewer)).toContain('query-x');
  });

  it('marks every match on the screen', () => {
    const frame = viewerFrame(found('disk', 'n'), SIZE);
    expect(frame.filter(line => /\x1b\[1;4m(?:disk|Disk)\x1b\[22;24m/.test(line))).toHaveLength(2);
  });

  it('goes into the lines of a long text', () => {
    const json = `{"return": {"text": "one\\ntwo\\nthree ${'x'.repeat(80)}"}}`;
    expect(screen(found('two', '', json)).find(row => row.startsWith('>'))).toBe('>        two');
  });
});

describe('what is found', () => {
  const matches = (query: string, json: string) =>
    searchOn(newSearch(query, { direction: 'next', from: 0 }), json).pages.flat();

  it.each([
    ['é', '["\\u00e9", "\\u00E9", "é", "É"]', 4],
    ['a"b', '["a\\"b"]', 1],
    ['a\\b', '["a\\\\b"]', 1],
    ['/x', '["/x", "\\/x"]', 2],
    ['n', '["\\n", "n", "\\\\n"]', 2],
    [', ', '["a, b", "c", 1, 2]', 1],
    ['{', '[{"a": "{"}]', 1],
    [': 1', '{"a": 1, "b: 1": 2}', 1],
    ['12', '[12, 123, "12"]', 3],
    ['.', '["a.b", "ab"]', 1],
    ['😀', '["\\ud83d\\ude00", "😀"]', 2],
  ])('%j in %s: %i times', (query, json, count) => {
    expect(matches(query, json)).toHaveLength(count);
  });

  it('is the same in whatever stretches it is searched', () => {
    const json = `["${'ab, cd '.repeat(310_000)}"]`;
    let search = newSearch('b, c', { direction: 'next', from: 0 });
    while (search.until < json.length) search = searchOn(search, json);
    expect(search.pages.length).toBeGreaterThan(2);
    expect(search.count).toBe([...json.matchAll(jsonPattern('b, c'))].length);
  });

  it('is looked for a stretch at a time, keys being taken in between', () => {
    const json = `["${'x'.repeat(3_000_000)}", "needle"]`;
    const asked = view(json, '/needle').viewer;
    let { viewer } = stepViewer(asked, { kind: 'accept' }, SIZE);
    expect(isSearching(viewer)).toBe(true);
    viewer = stepViewer(viewer, { kind: 'move', to: 'down' }, SIZE).viewer;
    while (isSearching(viewer)) viewer = stepViewer(viewer, { kind: 'search-on' }, SIZE).viewer;
    expect(statusLine(viewer)).toContain('.[1] ');
  });

  it('is nothing in an empty text, and ends', () => {
    expect(statusLine(found('x', 'nN', ''))).toContain('not found');
    expect(isSearching(openViewer('', ''))).toBe(false);
  });
});
