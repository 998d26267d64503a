// Texts of errors as QEMU 7.2 gave them.
import { expect, it } from 'vitest';
import { transactionFailure } from '../../../src/session/transaction/failed-transaction.js';
import { annotations } from '../../../src/shell/annotations-table.js';

const bitmap = (name: string, node = 'd1') => ({
  type: 'block-dirty-bitmap-clear',
  data: { node, name },
});
const overlay = { 'node-name': 'd1', 'snapshot-file': '/vm/o1', 'snapshot-node-name': 'o1' };
const snapshot = { type: 'blockdev-snapshot-sync', data: overlay };
const abort = { type: 'abort', data: {} };

const failure = (actions: readonly { type: string; data: object }[], desc: string) =>
  transactionFailure(annotations, JSON.parse(JSON.stringify({ actions })), desc);

it.each([
  [
    'its values',
    [bitmap('b0'), bitmap('nope')],
    "Dirty bitmap 'nope' not found",
    "action 2 of 2 failed: block-dirty-bitmap-clear (clears the dirty bitmap 'nope' of 'd1')",
  ],
  [
    'the place in an input error',
    [bitmap('b0'), bitmap('b1')],
    "Parameter 'actions[1].data.x' is unexpected",
    "action 2 of 2 failed: block-dirty-bitmap-clear (clears the dirty bitmap 'b1' of 'd1')",
  ],
  [
    'its type',
    [abort, bitmap('b0')],
    'Transaction aborted using Abort action',
    'action 1 of 2 failed: abort (fails on purpose: nothing of the transaction is done)',
  ],
  [
    'the action that the text names',
    [snapshot, bitmap('b0')],
    "Action 'block-dirty-bitmap-clear' does not support Transaction property completion-mode = grouped",
    "action 2 of 2 failed: block-dirty-bitmap-clear (clears the dirty bitmap 'b0' of 'd1')",
  ],
  [
    'the most of its values',
    [bitmap('b0', 'd2'), bitmap('b0', 'd1')],
    "Bitmap 'b0' of 'd2' is busy",
    "action 1 of 2 failed: block-dirty-bitmap-clear (clears the dirty bitmap 'b0' of 'd2')",
  ],
])('finds the action that failed by %s', (_, actions, desc, words) => {
  expect(failure(actions, desc)[0]).toBe(words);
});

it('says no more than is known', () => {
  const same = [bitmap('b0'), snapshot, bitmap('b0')];
  expect(failure(same, "Bitmap 'b0' is busy")[0]).toBe('one of the actions 1, 3 of 3 failed');
  expect(failure(same, 'No space left')[0]).toBe(
    'the server does not tell which action of 3 failed',
  );
  expect(failure([bitmap('b')], 'a bitmap-b')[0]).toBe(
    'the server does not tell which action failed',
  );
  expect(failure([], 'x')).toEqual([]);
});

it('names the files that actions before the failed one may have made', () => {
  const left = 'files that may have been made remain: /vm/o1';
  expect(failure([snapshot, bitmap('x')], "Dirty bitmap 'x' not found")).toContain(left);
  expect(failure([bitmap('x'), snapshot], "Dirty bitmap 'x' not found")).not.toContain(left);
  expect(failure([snapshot], "Could not create '/vm/o1': No such file")).not.toContain(left);
});
