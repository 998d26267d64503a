import { describe, expect, it } from 'vitest';
import { shownCandidate, useHistory } from '../../../src/cli/prompt/candidates.js';

describe('useHistory', () => {
  const history = useHistory(['stop', 'cont', '{"execute": "x"}', '!query-yank', 'stop', '.jobs']);

  it('counts the commands of the lines', () => {
    expect(Object.fromEntries(history.counts)).toEqual({ 'query-yank': 1, stop: 2, cont: 1 });
  });

  it('knows what followed what, and what came last', () => {
    expect(history.follows.get('cont')?.get('stop')).toBe(1);
    expect(history.last).toBe('stop');
  });
});

describe('shownCandidate', () => {
  it('keeps a name of the server from acting on the terminal', () => {
    const shown = shownCandidate({
      insert: 'a',
      label: 'a\u001b[31m',
      kind: 'value',
      type: '',
      mandatory: false,
      deprecated: false,
      unstable: false,
      detail: '\u202e',
      score: 1,
    });
    expect([shown.label, shown.detail]).toEqual(['a\\u001B[31m', '\\u202E']);
  });
});
