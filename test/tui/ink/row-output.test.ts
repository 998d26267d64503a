import { describe, expect, it } from 'vitest';
import RowOutput from '../../../src/tui/ink/row-output.js';

const shout = (text: string) => text.toUpperCase();

/** The frame of these rows, as Ink writes them. */
function frame(height: number, ...rows: readonly (readonly [row: number, text: string])[]): string {
  const output = new RowOutput({ width: 20, height });
  for (const [row, text] of rows) output.write(0, row, text, { transformers: [] });
  return output.get().output;
}

describe('a frame put together of rows', () => {
  it.each([
    ['rows in their order', frame(2, [0, 'a'], [1, 'b']), 'a\nb'],
    ['whatever the order they come in', frame(2, [1, 'b'], [0, 'a']), 'a\nb'],
    ['a row that nothing was written to', frame(3, [0, 'a'], [2, 'c']), 'a\n\nc'],
    ['blanks at the end', frame(1, [0, 'a  ']), 'a'],
    ['styles as they were painted', frame(1, [0, '\x1b[7ma  \x1b[27m']), '\x1b[7ma  \x1b[27m'],
    ['what is beyond the height', frame(1, [0, 'a'], [1, 'b']), 'a'],
  ])('%s', (_title, written, expected) => {
    expect(written).toBe(expected);
  });

  it('has the height it was made for', () => {
    expect(new RowOutput({ width: 20, height: 3 }).get().height).toBe(3);
  });

  it('changes each row as its element asks', () => {
    const output = new RowOutput({ width: 20, height: 1 });
    output.write(0, 0, 'ready', { transformers: [shout] });
    expect(output.get().output).toBe('READY');
  });
});
