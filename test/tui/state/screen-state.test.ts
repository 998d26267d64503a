import { describe, expect, it } from 'vitest';
import {
  FIRST_SCREEN,
  type ScreenInput,
  type ScreenState,
  stepScreen,
} from '../../../src/tui/state/screen-state.js';

const IDS = ['a', 'b', 'c'];
const begin = (line: string): ScreenInput => ({ kind: 'begin', head: [line] });
const run = (...inputs: readonly ScreenInput[]): ScreenState =>
  inputs.reduce(stepScreen, FIRST_SCREEN);

describe('the screen', () => {
  it.each<[string, readonly ScreenInput[], Partial<ScreenState>]>([
    [
      'turns to the other view with the keys at the prompt',
      [
        { kind: 'focus', focus: 'jobs' },
        { kind: 'view', view: 'monitor' },
      ],
      { view: 'monitor', focus: 'prompt' },
    ],
    [
      'goes through the panes and back to the prompt',
      [
        { kind: 'next-focus' },
        { kind: 'next-focus' },
        { kind: 'next-focus' },
        { kind: 'next-focus' },
      ],
      { focus: 'prompt' },
    ],
    [
      'chooses the newest block when the keys go to the transcript',
      [begin('one'), begin('two'), { kind: 'focus', focus: 'transcript' }],
      { block: 2 },
    ],
    [
      'chooses a block further up',
      [
        begin('one'),
        begin('two'),
        { kind: 'focus', focus: 'transcript' },
        { kind: 'choose', direction: 'older', ids: [] },
      ],
      { block: 1 },
    ],
    [
      'chooses no block at the prompt',
      [begin('one'), { kind: 'focus', focus: 'transcript' }, { kind: 'focus', focus: 'prompt' }],
      { block: undefined },
    ],
    ['chooses the first of the jobs as they come', [{ kind: 'jobs', ids: IDS }], { job: 'a' }],
    [
      'chooses the next job, and stays at the last',
      [
        { kind: 'jobs', ids: IDS },
        { kind: 'focus', focus: 'jobs' },
        ...Array.from(
          { length: 5 },
          (): ScreenInput => ({ kind: 'choose', direction: 'newer', ids: IDS }),
        ),
      ],
      { job: 'c' },
    ],
    [
      'keeps the chosen job while others end',
      [
        { kind: 'jobs', ids: IDS },
        { kind: 'focus', focus: 'jobs' },
        { kind: 'choose', direction: 'newer', ids: IDS },
        { kind: 'jobs', ids: ['b', 'c'] },
      ],
      { job: 'b' },
    ],
    [
      'gives the keys back to the prompt when the last job ends',
      [
        { kind: 'jobs', ids: IDS },
        { kind: 'focus', focus: 'jobs' },
        { kind: 'jobs', ids: [] },
      ],
      { focus: 'prompt', job: undefined },
    ],
    [
      'scrolls up, and never below the end',
      [
        { kind: 'scroll', pane: 'transcript', rows: 5 },
        { kind: 'scroll', pane: 'transcript', rows: -9 },
      ],
      { scrolled: { transcript: 0, events: 0 } },
    ],
    [
      'shows the end again when a line is entered',
      [{ kind: 'scroll', pane: 'transcript', rows: 5 }, begin('line')],
      { scrolled: { transcript: 0, events: 0 } },
    ],
    [
      'stays where one has scrolled to while rows come',
      [
        begin('line'),
        { kind: 'scroll', pane: 'transcript', rows: 5 },
        { kind: 'rows', rows: ['x'], block: 1 },
      ],
      { scrolled: { transcript: 5, events: 0 } },
    ],
  ])('%s', (_title, inputs, wanted) => {
    expect(run(...inputs)).toMatchObject(wanted);
  });

  it('folds the chosen block', () => {
    const state = run(begin('one'), { kind: 'focus', focus: 'transcript' }, { kind: 'fold' });
    expect(state.transcript.blocks[0]?.isFolded).toBe(true);
  });
});
