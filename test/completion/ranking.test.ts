// How people shorten names, and what they get: floors on lists written before the ranking was tuned.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { matchNames, nameList } from '../../src/completion/match/match-names.js';
import { at, candidate, labels } from './completing.js';

interface Row {
  readonly typed: string;
  readonly meant: readonly string[];
}

/** `typed => meant|or meant`, one a line. */
function rowsOf(file: string): readonly Row[] {
  const text = readFileSync(new URL(`fixtures/${file}`, import.meta.url), 'utf8');
  const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'));
  return lines.map(line => {
    const [typed = '', meant = ''] = line.split(' => ');
    return { typed, meant: meant.split('|') };
  });
}

/** Percent of the rows whose meant command is among the first `count`. */
function found(rows: readonly Row[], count: number): number {
  const hits = rows.filter(({ typed, meant }) =>
    labels(`${typed}|`)
      .slice(0, count)
      .some(label => meant.includes(label)),
  );
  return (100 * hits.length) / rows.length;
}

/** Each list with what it has to reach, in percent: the first two as promised, of the third one pair in 64 is missed. */
const LISTS = [
  ['abbreviations.txt', 97, 99],
  ['abbreviations-more.txt', 97, 99],
  ['abbreviations-unseen.txt', 97, 98],
] as const;

describe('abbreviations', () => {
  it.each(LISTS)('%s finds the right command first for %i of 100', (file, first) => {
    expect(found(rowsOf(file), 1)).toBeGreaterThanOrEqual(first);
  });

  it.each(LISTS)('%s has it in the first five for 98 or 99 of 100', (file, _, five) => {
    expect(found(rowsOf(file), 5)).toBeGreaterThanOrEqual(five);
  });
});

describe('the order of matches', () => {
  const orderOf = (names: readonly string[], typed: string) =>
    [...matchNames(nameList(names), typed)]
      .sort((a, b) => b.score - a.score)
      .map(({ index }) => names[index]);

  it.each([
    ['exact above prefix', 'migrate', ['migrate-pause', 'migrate']],
    ['prefix above word starts', 'bl', ['big-lion', 'block']],
    ['word starts above scattered letters', 'qs', ['quests', 'query-status']],
    ['short above long', 'block', ['block-export-add', 'block-add']],
  ])('%s', (_, typed, names) => {
    expect(orderOf(names, typed)).toEqual([...names].reverse());
  });

  it.each(['QUERY_STATUS', 'query-status', 'query status', 'querystatus'])(
    'takes %s for the name itself',
    typed => {
      expect(orderOf(['query-stats', 'query-status'], typed)[0]).toBe('query-status');
    },
  );

  it.each([
    [
      'words within words by their own first letters',
      'qbs',
      ['query-blockstats', 'query-jobs', 'stats'],
    ],
    [
      'words that stay whole above such as run on',
      'block jobs',
      ['query-block-jobs', 'block-job-set'],
    ],
    ['one slip above more', 'migarte', ['migrate', 'migrate-set', 'query-migrate']],
  ])('%s', (_, typed, names) => {
    expect(orderOf(names.toReversed(), typed)[0]).toBe(names[0]);
  });

  it('what is done on connecting comes last, and usual values first', () => {
    expect(labels('qmp|')[0]).not.toBe('qmp_capabilities');
    expect(labels('blockdev-add driver=qc|')).toEqual(['qcow2', 'qcow']);
  });

  it('finds names in spite of a typo', () => {
    expect(labels('qurey-staus|')[0]).toBe('query-status');
  });

  it('leaves out what does not match', () => {
    expect(labels('zzzz|')).toEqual([]);
  });
});

describe('use', () => {
  it('ranks up what was run often', () => {
    const counts = new Map([['query-named-block-nodes', 30]]);
    const facts = { history: { counts, follows: new Map() } };
    expect(labels('|', { facts })[0]).toBe('query-named-block-nodes');
  });

  it('ranks up what came after the last command before', () => {
    const follows = new Map([['block-dirty-bitmap-add', new Map([['blockdev-backup', 3]])]]);
    const history = { counts: new Map(), follows, last: 'block-dirty-bitmap-add' };
    expect(labels('|', { facts: { history } })[0]).toBe('blockdev-backup');
  });

  it('ranks up what follows among what matches as well', () => {
    const follows = new Map([['block-dirty-bitmap-add', new Map([['blockdev-backup', 1]])]]);
    const history = { counts: new Map(), follows, last: 'block-dirty-bitmap-add' };
    expect(labels('blockdev-|')[0]).toBe('blockdev-add');
    expect(labels('blockdev-|', { facts: { history } })[0]).toBe('blockdev-backup');
  });

  it.each([
    ['commands', '|', 'drive-backup', 'drive-mirror'],
    ['commands that match alike', 'drive|', 'drive-backup', 'drive-mirror'],
    ['members', 'eject |', 'device', 'id'],
    ['members that match alike', 'block-commit b|', 'base', 'base-node'],
    ['actions', 'transaction( |', 'drive-backup', 'blockdev-backup'],
  ])('ranks down what is deprecated, and marks it: %s', (_, text, deprecated, other) => {
    const list = labels(text);
    expect(candidate(text, deprecated).deprecated).toBe(true);
    expect(list.indexOf(deprecated)).toBeGreaterThan(list.indexOf(other));
  });

  it('ranks down what is deprecated or unstable, and marks it', () => {
    const list = labels('|');
    expect(candidate('|', 'x-query-jit').unstable).toBe(true);
    expect(list.indexOf('x-query-jit')).toBeGreaterThan(list.indexOf('query-tpm-types'));
  });
});

it('tells which letters were typed', () => {
  const [first] = at('qs|').candidates;
  expect(first?.matched).toEqual([0, 6]);
});
