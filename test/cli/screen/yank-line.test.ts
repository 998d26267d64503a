import { expect, it } from 'vitest';
import { yankLine } from '../../../src/cli/screen/yank-line.js';
import { sent } from '../../shell/lines.js';

const MONITOR = { type: 'chardev', id: 'compat_monitor0' };
const SERIAL = { type: 'chardev', id: 'ser0' };
const NODE = { type: 'block-node', 'node-name': 'nbd0' };
const MIGRATION = { type: 'migration' };

it.each([
  ['what hangs', [NODE], '!yank instances=[{"type": "block-node", "node-name": "nbd0"}]'],
  [
    'all that may hang',
    [NODE, MIGRATION],
    '!yank instances=[{"type": "block-node", "node-name": "nbd0"}, {"type": "migration"}]',
  ],
  [
    'no character device beside them',
    [SERIAL, MONITOR, MIGRATION],
    '!yank instances=[{"type": "migration"}]',
  ],
  [
    'character devices where there is nothing else, but no monitor',
    [MONITOR, SERIAL],
    '!yank instances=[{"type": "chardev", "id": "ser0"}]',
  ],
  ['nothing where there are only monitors', [MONITOR], undefined],
  ['nothing before it is known', undefined, undefined],
  ['nothing of a reply that is no list', 'x', undefined],
])('yanks %s', (_what, yankable, line) => {
  expect(yankLine(yankable)).toBe(line);
});

it('is a line that the schema takes', () => {
  expect(sent(yankLine([NODE]) ?? '')).toBe(
    '{"instances": [{"type": "block-node", "node-name": "nbd0"}]}',
  );
});
