// Any JSON, any keys, any terminal: the frame fits, and nothing in it acts on the terminal.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringWidth } from '../../../src/text/width.js';
import { VIEWER_BINDINGS } from '../../../src/tui/viewer/bindings.js';
import type { ViewerIntent } from '../../../src/tui/viewer/intents.js';
import { stepViewer } from '../../../src/tui/viewer/step-viewer.js';
import { isSearching, openViewer, type Viewer } from '../../../src/tui/viewer/viewer.js';
import { viewerFrame } from '../../../src/tui/viewer/viewer-frame.js';
import { HARMFUL } from '../../shell/human/looks.js';

const SGR = /\x1b\[[0-9;]*m/g;

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ minLength: 70, maxLength: 300 }),
  fc.constant('line\r\nline\tline'.repeat(10)),
);
const { value: values } = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.jsonValue(),
    texts,
    fc.maxSafeInteger(),
    fc.array(tie('value'), { maxLength: 8 }),
    fc.dictionary(texts, tie('value'), { maxKeys: 8 }),
  ),
}));
const json = fc
  .tuple(values, fc.constantFrom(undefined, 1))
  .map(([value, indent]) => JSON.stringify(value, null, indent));
const sizes = fc.record({ columns: fc.integer({ min: 1, max: 130 }), rows: fc.nat(50) });
const typed = fc.oneof(texts, fc.constantFrom('a', '1', ', ', '"', '\\'));
const intents: fc.Arbitrary<ViewerIntent> = fc.oneof(
  fc.constantFrom(...VIEWER_BINDINGS.map(({ intent }) => intent)),
  typed.map(text => ({ kind: 'type', text }) as const),
  fc.constantFrom({ kind: 'accept' } as const, { kind: 'search-on' } as const),
  fc.constantFrom({ kind: 'erase' } as const, { kind: 'cancel' } as const),
);
const steps = fc.array(fc.tuple(intents, sizes), { maxLength: 40 });

function fits(viewer: Viewer, size: { columns: number; rows: number }): void {
  const frame = viewerFrame(viewer, size);
  expect(frame).toHaveLength(size.rows);
  for (const line of frame) {
    const shown = line.replace(SGR, '');
    expect(stringWidth(shown)).toBeLessThanOrEqual(size.columns);
    expect(shown).not.toMatch(HARMFUL);
  }
}

function walk(
  text: string,
  keys: readonly (readonly [ViewerIntent, Parameters<typeof fits>[1]])[],
) {
  let viewer = openViewer(text, 'query-\u001bx', 'query-block');
  for (const [intent, size] of keys) {
    viewer = stepViewer(viewer, intent, size).viewer;
    fits(viewer, size);
  }
  return viewer;
}

describe('the viewer', () => {
  it('fits any JSON into any terminal after any keys', () => {
    fc.assert(
      fc.property(json, steps, (text, keys) => {
        walk(text, keys);
      }),
    );
  });

  it('lives through texts that are no JSON', () => {
    const broken = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '1', ' ', 'u') }),
      json.chain(text => fc.nat(text.length).map(at => text.slice(0, at))),
    );
    fc.assert(
      fc.property(broken, steps, (text, keys) => {
        walk(text, keys);
      }),
    );
  });

  it('shows the same rows down from the first as up from the last', () => {
    fc.assert(
      fc.property(json, fc.boolean(), (text, isJson) => {
        const size = { columns: 80, rows: 2 };
        const opened = stepViewer(
          openViewer(text, ''),
          { kind: 'open-to', depth: 99 },
          size,
        ).viewer;
        const start = isJson ? stepViewer(opened, { kind: 'flip' }, size).viewer : opened;
        const down = rowsBy(start, { kind: 'move', to: 'down' });
        const last = stepViewer(start, { kind: 'move', to: 'last' }, size).viewer;
        expect(rowsBy(last, { kind: 'move', to: 'up' }).reverse()).toEqual(down);
      }),
    );
  });

  it('finds every text that it shows', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 20 })), fc.nat(), (list, pick) => {
        const wanted = list[pick % Math.max(list.length, 1)] ?? '';
        const size = { columns: 80, rows: 10 };
        let viewer = openViewer(JSON.stringify(list), '');
        for (const intent of [{ kind: 'type', text: wanted }, { kind: 'accept' }] as const)
          viewer = stepViewer(viewer, intent, size).viewer;
        while (isSearching(viewer)) viewer = stepViewer(viewer, { kind: 'search-on' }, size).viewer;
        expect(wanted === '' || (viewer.search?.count ?? 0) > 0).toBe(true);
      }),
    );
  });
});

/** The current row's way and part at every step, until it stays. */
function rowsBy(from: Viewer, intent: ViewerIntent): string[] {
  const rows: string[] = [];
  for (let viewer = from; ; ) {
    const { node, part } = viewer.current;
    const row = `${node.from}-${node.depth} ${part}`;
    if (rows.at(-1) === row) return rows;
    rows.push(row);
    viewer = stepViewer(viewer, intent, { columns: 80, rows: 2 }).viewer;
  }
}
