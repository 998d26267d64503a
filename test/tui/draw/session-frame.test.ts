import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Hint, NO_HINT } from '../../../src/completion/line-hint.js';
import { bufferOf } from '../../../src/editor/buffer.js';
import type { Candidate } from '../../../src/editor/menu.js';
import { type EditorState, INITIAL_STATE } from '../../../src/editor/state.js';
import { stringWidth } from '../../../src/text/width.js';
import { palette } from '../../../src/tui/draw/palette.js';
import { type SessionFrameInput, sessionFrame } from '../../../src/tui/draw/session-frame.js';
import type { Health, JobShown, ScreenFacts } from '../../../src/tui/facts.js';
import { FACTS, JOB, NO_EVENTS } from './screen-facts.js';

const BLOCKED: Health = { kind: 'blocked', command: 'stop', forMs: 3_200, yank: '!yank' };
const EVENTS = { ...NO_EVENTS, total: 3, last: '12:04:39 STOP' };

/** The line with its cursor as `|`, candidates open below it. */
function typing(text: string, candidates: readonly Candidate[] = []): EditorState {
  const cursor = text.indexOf('|');
  const buffer = { ...bufferOf(text.replace('|', '')), cursor };
  const menu =
    candidates.length === 0
      ? undefined
      : ({ candidates, span: [0, cursor], chosen: undefined, typed: buffer } as const);
  return { ...INITIAL_STATE, buffer, menu };
}

function inputOf(state: EditorState, more: Partial<SessionFrameInput> = {}): SessionFrameInput {
  return {
    line: { state, prompt: '❯ ', hidden: false },
    marks: [],
    hint: NO_HINT,
    facts: FACTS,
    size: { columns: 80, rows: 24 },
    floor: 0,
    paint: (_style, text) => text,
    colours: false,
    ...more,
  };
}

/** The frame as one reads it: `|` at the cursor, no colours, the rule shortened, no blanks at the ends. */
function shown(input: SessionFrameInput): string[] {
  const { lines, cursor } = sessionFrame(input);
  return lines.map((painted, row) => {
    const line = painted.replace(/\x1b\[[\d;]*m/g, '');
    const at = row === cursor?.row ? cursor.column : undefined;
    const text = at === undefined ? line : `${line.slice(0, at)}|${line.slice(at)}`;
    return text.replace(/─+/, '──').replace(/ +(?:F1 keys.*)?$/, '');
  });
}

const IDLE: JobShown = { ...JOB, done: undefined, rate: undefined, secondsLeft: undefined };
const MIGRATION: JobShown = {
  ...JOB,
  id: 'migration',
  type: undefined,
  status: 'active',
  moved: { transferred: 10_485_760, remaining: 10_485_760, dirtied: 0, pass: 1 },
};
const SMALL = { columns: 60, rows: 20 };
const STATUS = ' fedora-vm · QEMU 7.2.22 · ● running · /run/vm.sock · 0.2 ms';
const HINT: Hint = {
  signature: [{ text: 'stop', kind: 'command' }],
  about: 'about it',
  preview: '{"execute":"stop"}',
};
const MENU = [{ insert: 'stop', label: 'stop', detail: 'Stop the guest' }];

describe('the live region', () => {
  it('tells with little room of a main loop that hangs, and leaves jobs and events out', () => {
    const facts: ScreenFacts = { ...FACTS, health: BLOCKED, jobs: [JOB], events: EVENTS };
    const rows = shown(inputOf(typing('|'), { facts, size: { columns: 80, rows: 6 } }));
    expect(rows.join('\n')).toMatch(/──\n main loop blocked for 3\.2 s[^\n]*\n❯ \|/);
  });

  it.each<[what: string, input: SessionFrameInput, rows: string[]]>([
    ['is a rule, the prompt and the status', inputOf(typing('|')), ['──', '❯ |', STATUS]],
    [
      'has help below the line',
      inputOf(typing('stop|'), { hint: HINT }),
      ['──', '❯ stop|', '  stop', '   about it', ' {"execute":"stop"}', STATUS],
    ],
    [
      'has candidates in place of the words on the member',
      inputOf(typing('st|', MENU), { hint: HINT }),
      ['──', '❯ st|', '  stop', '   stop  Stop the guest', ' {"execute":"stop"}', STATUS],
    ],
    [
      'marks what is wrong right below its place',
      inputOf(typing('stop x |'), { marks: [{ span: { start: 5, end: 6 }, message: 'what?' }] }),
      ['──', '❯ stop x |', '       ^ what?', STATUS],
    ],
    [
      'keeps a height that it had, the prompt in its place',
      inputOf(typing('|'), { floor: 5 }),
      ['──', '❯ |', '', '', STATUS],
    ],
    [
      'has what runs, jobs and events above the prompt',
      inputOf(typing('|'), {
        facts: {
          ...FACTS,
          running: [{ name: 'stop', forMs: 300 }],
          jobs: [JOB],
          events: EVENTS,
        },
      }),
      [
        '──',
        ' ⠸ stop 300 ms',
        ` b0  backup  ${'█'.repeat(15)}${'·'.repeat(15)}  50 %   412 MiB/s  0:09 left`,
        ' events 3 · 0/s · last 12:04:39 STOP',
        '❯ |',
        ' fedora-vm · QEMU 7.2.22 · ● running · /run/vm.sock · 1 job · 0.2 ms',
      ],
    ],
    [
      'says nothing of a command that is answered at once',
      inputOf(typing('|'), { facts: { ...FACTS, running: [{ name: 'stop', forMs: 100 }] } }),
      ['──', '❯ |', STATUS],
    ],
    [
      'says that the main loop hangs, and the way out',
      inputOf(typing('|'), { facts: { ...FACTS, health: BLOCKED } }),
      [
        '──',
        " main loop blocked for 3.2 s, since 'stop' · F9 offers a yank",
        '❯ |',
        ' fedora-vm · QEMU 7.2.22 · ● running · /run/vm.sock · main loop blocked 3.2 s',
      ],
    ],
    [
      'names no command of which the person knows nothing',
      inputOf(typing('|'), { facts: { ...FACTS, health: { ...BLOCKED, command: undefined } } }),
      [
        '──',
        ' main loop blocked for 3.2 s · F9 offers a yank',
        '❯ |',
        ' fedora-vm · QEMU 7.2.22 · ● running · /run/vm.sock · main loop blocked 3.2 s',
      ],
    ],
    [
      'counts the jobs that there is no room for',
      inputOf(typing('|'), {
        facts: {
          ...FACTS,
          jobs: Array(7).fill(IDLE),
        },
      }),
      [
        '──',
        ...Array<string>(5).fill(' b0  backup'),
        ' and 2 more jobs (.jobs)',
        '❯ |',
        ' fedora-vm · QEMU 7.2.22 · ● running · /run/vm.sock · 7 jobs · 0.2 ms',
      ],
    ],
    [
      'has what a migration tells below its row',
      inputOf(typing('|'), { facts: { ...FACTS, jobs: [MIGRATION] }, size: SMALL }),
      [
        '──',
        ' migration  █████▌·····  50 %  active   412 MiB/s  0:09 left',
        '   transferred 10 MiB · remaining 10 MiB',
        '   dirty rate 0 B/s · pass 1',
        '❯ |',
        ' fedora-vm · QEMU 7.2.22 · ● running · 1 job · 0.2 ms',
      ],
    ],
    [
      'has less of it before it lets go of a job',
      inputOf(typing('|'), {
        facts: { ...FACTS, jobs: [IDLE, IDLE, IDLE, MIGRATION] },
        size: SMALL,
      }),
      [
        '──',
        ...Array<string>(3).fill(' b0  backup'),
        ' migration   █████·····  50 %  active   412 MiB/s  0:09 left',
        '   transferred 10 MiB · remaining 10 MiB',
        '❯ |',
        ' fedora-vm · QEMU 7.2.22 · ● running · 4 jobs · 0.2 ms',
      ],
    ],
    [
      'says in place of the status what keys do to a job, where there is no room for both',
      inputOf(typing('|'), { facts: { ...FACTS, jobs: [IDLE] }, size: SMALL, job: 'b0' }),
      ['──', '▸b0  backup', '❯', ' p pause  r resume  c cancel  f finish  d dismiss  Esc back'],
    ],
    [
      'shows nothing of a secret, nor what would be sent',
      inputOf(typing('S3CRET|'), {
        line: { state: typing('S3CRET|', MENU), prompt: 'password: ', hidden: true },
        hint: HINT,
      }),
      ['──', 'password: |', STATUS],
    ],
    [
      'is the prompt alone in a terminal of two rows',
      inputOf(typing('st|', MENU), { size: { columns: 80, rows: 2 } }),
      ['❯ st|'],
    ],
  ])('%s', (_what, input, rows) => {
    expect(shown(input)).toEqual(rows);
  });

  it('lets go of help, then of what runs, before it hides the prompt or the status', () => {
    const facts = { ...FACTS, jobs: [JOB], events: EVENTS };
    const heights = [24, 8, 6, 4, 3].map(rows => {
      const frame = shown(
        inputOf(typing('st|', MENU), { hint: HINT, facts, size: { columns: 80, rows } }),
      );
      expect(frame.length).toBeLessThan(rows);
      return [
        frame.some(row => row.startsWith('❯ st|')),
        frame.some(row => row.includes('● running')),
      ];
    });
    expect(heights.every(([hasPrompt]) => hasPrompt)).toBe(true);
    expect(heights.slice(0, -1).every(([, hasStatus]) => hasStatus)).toBe(true);
  });
});

const text = fc.string({
  unit: fc.constantFrom('a', ' ', '日', '👩‍👧', '\n', 'e\u0301', '\u202e', '\x1b', '🇩🇪', '☺\ufe0f'),
  maxLength: 120,
});
const line = fc.record({ value: text, at: fc.nat(120) }).map(({ value, at }) => {
  const cursor = Math.min(at, value.length);
  return `${value.slice(0, cursor)}|${value.slice(cursor)}`;
});
const candidate = fc.record({
  insert: text,
  label: fc.string({ unit: fc.constantFrom('a', '-', '日', '👩‍👧'), maxLength: 40 }),
  type: fc.option(fc.constantFrom('int', 'BlockdevDriver'), { nil: undefined }),
  detail: fc.option(fc.string({ unit: fc.constantFrom('a', ' ', '日'), maxLength: 90 }), {
    nil: undefined,
  }),
  mandatory: fc.boolean(),
});
const job = fc.record({
  id: text,
  type: fc.option(text, { nil: undefined }),
  status: fc.constantFrom('running', 'paused', 'concluded'),
  done: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  rate: fc.option(fc.nat(), { nil: undefined }),
  secondsLeft: fc.option(fc.nat(), { nil: undefined }),
  error: fc.option(text, { nil: undefined }),
});
const facts: fc.Arbitrary<ScreenFacts> = fc.record({
  vm: fc.constantFrom(FACTS.vm, undefined),
  target: text,
  health: fc.constantFrom<Health>(FACTS.health, BLOCKED, { kind: 'unknown' }),
  running: fc.array(fc.record({ name: text, forMs: fc.nat(9_000) }), { maxLength: 5 }),
  jobs: fc.array(job, { maxLength: 9 }),
  events: fc.constantFrom(NO_EVENTS, EVENTS),
  live: fc.array(fc.string({ unit: fc.constantFrom('a', '日'), maxLength: 90 }), { maxLength: 40 }),
});
const mark = fc.record({
  span: fc.record({ start: fc.nat(120), end: fc.nat(120) }),
  message: fc.string({ maxLength: 90 }),
});
const hint = fc.record({
  signature: fc.array(
    fc.record({ text, kind: fc.constantFrom('command', 'current', 'optional') }),
    { maxLength: 9 },
  ),
  about: fc.option(text, { nil: undefined }),
  preview: fc.option(text, { nil: undefined }),
});
const size = fc.record({
  columns: fc.integer({ min: 1, max: 200 }),
  rows: fc.integer({ min: 1, max: 60 }),
});

const anyInput = fc
  .record({
    line,
    menu: fc.array(candidate, { maxLength: 20 }),
    marks: fc.array(mark, { maxLength: 2 }),
    hint,
    facts,
    size,
    floor: fc.nat(70),
  })
  .map(({ line, menu, ...rest }) =>
    inputOf(typing(line, menu), { ...rest, paint: palette(true), colours: true }),
  );

describe('at any size, with anything in it', () => {
  it('is lower than the terminal, no wider, and has the cursor in it', () => {
    fc.assert(
      fc.property(anyInput, input => {
        const { lines, cursor } = sessionFrame(input);
        const { columns, rows } = input.size;
        expect(lines.length).toBeLessThanOrEqual(Math.max(rows - 1, 1));
        const widths = lines.map(row => stringWidth(row.replace(/\x1b\[[\d;]*m/g, '')));
        expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
        expect(cursor?.row).toBeLessThan(lines.length);
        expect(cursor?.column).toBeLessThan(columns);
      }),
      { numRuns: 500 },
    );
  });

  it('holds nothing that acts on the terminal but colours', () => {
    fc.assert(
      fc.property(anyInput, input => {
        const text = sessionFrame(input)
          .lines.join('')
          .replace(/\x1b\[[\d;]*m/g, '');
        expect(text).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });
});
