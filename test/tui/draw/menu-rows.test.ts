import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/editor/menu.js';
import { stringWidth } from '../../../src/text/width.js';
import { litLetters, menuRows } from '../../../src/tui/draw/menu-rows.js';
import { cutSpans } from '../../../src/tui/draw/spans.js';
import { styled, textOf } from './written.js';

interface Look {
  readonly chosen?: number;
  readonly columns?: number;
  readonly most?: number;
}

function rowsOf(candidates: readonly Candidate[], { chosen, columns = 60, most = 8 }: Look = {}) {
  const menu = { candidates, span: [0, 0], chosen, typed: { text: '', cursor: 0 } } as const;
  return menuRows(menu, '', columns, most).map(row => cutSpans(row, columns));
}

function texts(labels: string, look: Look = {}): string[] {
  const candidates = labels.split(' ').map(label => ({ insert: label, label }));
  return rowsOf(candidates, look).map(row => textOf(row).trimEnd());
}

describe('what was typed of a name is lit', () => {
  it.each([
    ['block-commit', 'block', '<match:block>-commit'],
    ['block-commit', 'commit', 'block-<match:commit>'],
    ['Block', 'bl', '<match:Bl>ock'],
    ['query-named-block-nodes', 'qnbn', '<match:q>uery-<match:n>amed-<match:b>lock-<match:n>odes'],
    ['blockdev-add', 'bdadd', '<match:b>lock<match:d>ev-<match:add>'],
    ['query-status', 'qs', '<match:q>uery-<match:s>tatus'],
    ['snapshot-save', 'snapsv', '<match:snaps>hot-sa<match:v>e'],
    ['block_resize', 'block-r', '<match:block>_<match:r>esize'],
    ['block-commit', '', 'block-commit'],
    ['block-commit', '-', 'block-commit'],
    ['block-commit', 'xyz', 'block-commit'],
    ['日本', '本', '日<match:本>'],
    ['İd', 'd', 'İ<match:d>'],
    ['☺\ufe0fx', '☺x', '<match:☺\ufe0fx>'],
  ])('%s for %s', (label, typed, expected) => {
    expect(styled(litLetters(label, typed))).toBe(expected);
  });

  it('leaves every letter where it was', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', 'b', '-', '日', 'İ', '👩‍👧', '☺\ufe0f', 'e\u0301'),
    });
    fc.assert(
      fc.property(part, part, (label, typed) => {
        const spans = litLetters(label, typed);
        expect(textOf(spans)).toBe(label);
        expect(spans.reduce((sum, { text }) => sum + stringWidth(text), 0)).toBe(
          stringWidth(label),
        );
      }),
    );
  });
});

describe('the rows', () => {
  it('align names, types and descriptions, and mark what must or should not be given', () => {
    const rows = rowsOf(
      [
        {
          insert: '',
          label: 'driver',
          type: 'BlockdevDriver',
          mandatory: true,
          detail: 'what it is',
        },
        { insert: '', label: '日', type: 'str', deprecated: true, unstable: true },
      ],
      { chosen: 0 },
    );
    expect(rows.map(styled)).toEqual([
      ' ▸ <chosen:driver><dim:  BlockdevDriver><warning:  mandatory>  what it is',
      '   日    <dim:  str           ><bad:  deprecated><bad:  unstable>',
    ]);
  });

  it('cut a name that takes more than half of the row', () => {
    const [row = []] = rowsOf([{ insert: '', label: 'n'.repeat(30), type: 'int' }], {
      columns: 20,
    });
    expect(textOf(row)).toBe('   nnnnnnnnn…  int');
  });

  it.each<[labels: string, look: Look, rows: string[]]>([
    ['a b c', {}, ['   a', '   b', '   c']],
    ['a b c', { most: 2 }, ['   a', '   b  (1 more)']],
    ['a b c d', { most: 2, chosen: 1 }, [' ▸ b', '   c  (1 more)']],
    ['a b c d', { most: 2, chosen: 3 }, ['   c', ' ▸ d']],
    ['a b c d', { most: 1, chosen: 0 }, [' ▸ a  (3 more)']],
    ['a b c d', { most: 1, chosen: 2 }, [' ▸ c  (1 more)']],
    ['a b', { most: 0 }, []],
    ['long-name-of-a-thing b', { most: 1, columns: 16 }, ['   lo…  (1 more)']],
  ])('of %s with %j are %j', (labels, look, rows) => {
    expect(texts(labels, look)).toEqual(rows);
  });

  it('never hide the chosen one, nor are more than there is room for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.nat(29),
        fc.integer({ min: 1, max: 9 }),
        (count, at, most) => {
          const chosen = at % count;
          const labels = Array.from({ length: count }, (_, each) => `n${each}`).join(' ');
          const rows = texts(labels, { chosen, most });
          expect(rows.length).toBe(Math.min(count, most));
          expect(rows.filter(row => row.startsWith(' ▸ ')).map(row => row.split(' ')[2])).toEqual([
            `n${chosen}`,
          ]);
        },
      ),
    );
  });
});
