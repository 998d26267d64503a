import { describe, expect, it } from 'vitest';
import { EDITOR_BINDINGS } from '../../../src/editor/keymap.js';
import type { Candidate } from '../../../src/editor/menu.js';
import { stringWidth } from '../../../src/text/width.js';
import { markRows, menuLine } from '../../../src/tui/line/below.js';
import { helpCard } from '../../../src/tui/line/help-card.js';

const speed = { type: 'int', mandatory: true, detail: 'limit of the rate' };

function candidates(...labels: string[]): Candidate[] {
  return labels.map((label, at) => ({ insert: label, label, ...(at === 0 ? speed : {}) }));
}

function menu(labels: string[], chosen: number | undefined, columns = 80): string {
  const typed = { text: '', cursor: 0 };
  const line = menuLine(
    { candidates: candidates(...labels), span: [0, 0], chosen, typed },
    columns,
  );
  return line.replace(/\x1b\[7m(.*)\x1b\[27m/, '[$1]').replace(/\x1b\[\d+m/g, '');
}

describe('the menu', () => {
  it.each([
    ['the best with what it is', ['speed'], undefined, 'speed int, mandatory: limit of the rate'],
    [
      'then the others',
      ['speed', 'id'],
      undefined,
      'speed int, mandatory: limit of the rate  │ id',
    ],
    ['the chosen one lit and first', ['speed', 'id', 'x'], 1, '[id]   │ x  speed'],
  ])('shows %s', (_what, labels, chosen, line) => {
    expect(menu(labels, chosen)).toBe(line);
  });

  it.each([10, 20, 40, 60])('fits into %i columns', columns => {
    const line = menu(['speed', 'device', 'job-id', 'throttle-group'], undefined, columns);
    expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    expect(line).toMatch(/^speed/);
  });
});

/** The rows below `> TEXT` where TEXT has the mark between brackets and the cursor at the bar. */
function mark(line: string, message = 'no such word', columns = 40): readonly string[] {
  const bare = line.replace('|', '');
  const span = { start: bare.indexOf('['), end: bare.indexOf(']') - 1 };
  const cursor = line.replace(/[[\]]/g, '').indexOf('|');
  const text = bare.replace(/[[\]]/g, '');
  return markRows([{ span, message }], { text, cursor, indent: 2, columns });
}

describe('a mark', () => {
  it.each([
    ['stands under its place', 'a [bad] c|', ['    ^^^ no such word']],
    ['is as wide as what it marks', '[日本] c|', ['  ^^^^ no such word']],
    ['is silent while the cursor is at it', 'a [bad]|', []],
    ['is silent while the cursor is in it', 'a [b|ad] c', []],
    [
      'has its message before it where there is room only there',
      'a b c d e f g h i j k l [bad] m|',
      ['             no such word ^^^'],
    ],
    ['is told by its line in a text of several', 'a\n[bad] c|', ['line 2: no such word']],
    ['has no place in a line of several rows', `[bad] ${'c'.repeat(40)}|`, ['^ no such word']],
  ])('%s', (_what, line, below) => {
    expect(mark(line)).toEqual(below);
  });

  it.each<[message: string, below: string[]]>([
    ['x'.repeat(14), [`  ^^^ ${'x'.repeat(14)}`]],
    ['there is no such word', ['  ^^^', 'there is no such', 'word']],
    [
      'there is no such word in what it takes',
      ['  ^^^', 'there is no such', 'word in what it tak…'],
    ],
  ])('has its message below it where there is no room beside it: %s', (message, below) => {
    expect(mark('[bad] c|', message, 20)).toEqual(below);
  });

  it('is not there for a text without mistakes', () => {
    expect(markRows([], { text: 'a', cursor: 1, indent: 0, columns: 20 })).toEqual([]);
  });
});

const LONG = EDITOR_BINDINGS.filter(({ does }) => does.startsWith('leave, on')).slice(0, 1);

describe('the help card', () => {
  it.each([30, 40, 60, 120])('fits %i columns, and leaves nothing out', columns => {
    const lines = helpCard(EDITOR_BINDINGS, columns).split('\n').filter(Boolean);
    expect(Math.max(...lines.map(stringWidth))).toBeLessThanOrEqual(columns);
    const told = lines.map(line => line.trim()).join(' ');
    const words = EDITOR_BINDINGS.flatMap(({ does }) => does.split(' '));
    expect(words.filter(word => !told.includes(word))).toEqual([]);
  });

  it('has what a key does beside it, on as many rows as that takes', () => {
    expect(helpCard(LONG, 40).split('\n').slice(0, 2)).toEqual([
      '  Ctrl-D  leave, on an empty line; else',
      '          as Delete',
    ]);
    expect(helpCard(LONG, 24).split('\n').slice(0, 3)).toEqual([
      '  Ctrl-D',
      '    leave, on an empty',
      '    line; else as Delete',
    ]);
  });
});
