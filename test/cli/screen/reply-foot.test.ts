import { expect, it } from 'vitest';
import { replyFoot } from '../../../src/cli/screen/reply-foot.js';
import { EXIT, type Outcome } from '../../../src/shell/outcome.js';

const FAILURE = { exit: EXIT.error, message: 'no' };

function reply(json: string, more: Partial<Outcome> = {}): Outcome {
  return { json, isReply: true, ...more };
}

it.each<[what: string, outcome: Outcome, foot: string | undefined]>([
  ['says that it is all there, and how long it took', reply('{"return": {}}'), '  ok 0.4 ms'],
  ['counts the items of a list', reply('{"return": [1, [2], "3"]}'), '  ok 0.4 ms · 3 items'],
  ['counts one item', reply('{"return": [{}]}'), '  ok 0.4 ms · 1 item'],
  ['counts none', reply('{"return": []}'), '  ok 0.4 ms · 0 items'],
  [
    'does not count what is too long',
    reply(`{"return": ["${'x'.repeat(200_000)}"]}`),
    '  ok 0.4 ms',
  ],
  ['says that it failed', reply('{"error": {}}', { failure: FAILURE }), '  failed 0.4 ms'],
  ['is none where nothing came', { failure: FAILURE }, undefined],
  ['is none below what a directive shows', { json: '{"return": []}' }, undefined],
])('%s', (_what, outcome, foot) => {
  expect(replyFoot(outcome, 0.4)?.replace(/\x1b\[\d+m/g, '')).toBe(foot);
});
