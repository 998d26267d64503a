import { expect, it } from 'vitest';
import { WindowTitle } from '../../src/tui/window-title.js';

function written(...names: readonly string[]): string {
  let text = '';
  const title = new WindowTitle(more => {
    text += more;
  });
  for (const name of names) title.show(name);
  title.giveBack();
  return text;
}

it('names the VM once, and gives back the title that was there', () => {
  expect(written('fedora', 'fedora')).toBe('\x1b[22;2t\x1b]2;qmpsh fedora\x07\x1b[23;2t');
});

it('lets nothing of a name act on the terminal', () => {
  expect(written('a\x07\x1b[2Jb\u202e')).toContain(']2;qmpsh a\\u0007\\u001B[2Jb\\u202E\x07');
});

it('gives nothing back where nothing was shown', () => {
  expect(written()).toBe('');
});
