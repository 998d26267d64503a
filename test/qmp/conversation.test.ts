// The protocol as tables: `<-` what the server sends, `->` what is written, `!` what the caller is told.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { step } from '../../src/qmp/conversation.js';
import {
  type Input,
  newConversation,
  type Output,
  type Submission,
} from '../../src/qmp/conversation-state.js';
import { MAX_IN_BAND } from '../../src/qmp/in-flight.js';
import { messageFromText } from '../../src/qmp/messages.js';
import type { CommandRequest } from '../../src/qmp/request.js';
import { idText } from '../../src/qmp/session-id.js';
import { S0 } from '../lab/ids.js';

interface Named extends Submission {
  readonly name: string;
}

const GREETING = '<- {"QMP": {"capabilities": ["oob"]}}';
const OLD_GREETING = '<- {"QMP": {"capabilities": []}}';
const NEGOTIATE = '-> {"execute":"qmp_capabilities","arguments":{"enable":["oob"]},"id":"s0"}';
const NEGOTIATED = '<- {"return": {}, "id": "s0"}';
const OPEN = [GREETING, NEGOTIATE, NEGOTIATED, '! ready'];

/** What the caller does: `a` submits command a, `a oob` out of band, `a last`, `a abandon`, `end`. */
function inputFrom(line: string, known: Map<string, Named>): Input<Named> {
  if (line.startsWith('<- ')) return { kind: 'message', message: messageFromText(line.slice(3)) };
  if (line === 'end') return { kind: 'end' };
  if (line === 'sync') return { kind: 'sync-agent', number: 7 };
  const [name = '', mode] = line.split(' ');
  const request: CommandRequest = { name, ...(mode ? { [mode]: true } : {}) };
  const submission = known.get(name) ?? { name, request };
  known.set(name, submission);
  return { kind: mode === 'abandon' ? 'abandon' : 'submit', submission };
}

function outputText(output: Output<Named>): string {
  switch (output.kind) {
    case 'write':
      return `-> ${output.text.replace(/\n$/, '')}${output.text.endsWith('\n') ? '' : ' (no newline)'}`;
    case 'reply':
      return `! ${output.submission.name}: ${output.reply.text}`;
    case 'lost':
      return `! ${output.submission.name}: lost${output.wasSent ? '' : ', unsent'}`;
    case 'event':
      return `! event ${output.event.name}`;
    case 'notice':
      return `! notice ${output.notice.kind}`;
    case 'failed':
      return `! failed: ${output.error.message}`;
    default:
      return `! ${output.kind}`;
  }
}

/** Checks that the inputs among the lines bring forth the outputs among them, each at its place. */
function converses(lines: readonly string[]): void {
  const state = newConversation<Named>(S0);
  const known = new Map<string, Named>();
  const seen: string[] = [];
  for (const line of lines.filter(line => !/^(?:->|!) /.test(line))) {
    seen.push(line, ...step(state, inputFrom(line, known)).map(outputText));
  }
  expect(seen).toEqual(lines);
}

const sent = (name: string, serial: number, key = 'execute') =>
  `-> {"${key}":"${name}","id":"${idText(S0 + serial)}"}`;
const returned = (serial: number) => `<- {"return": {}, "id": "${idText(S0 + serial)}"}`;
const PARSE_ERROR = '<- {"error": {"class": "GenericError", "desc": "JSON parse error"}}';
const MARK_ERROR = '<- {"error": {"class": "GenericError", "desc": "stray \'\\uFFFD\'"}}';
const failedText = '{"error": {"class": "GenericError", "desc": "JSON parse error"}}';

describe('negotiation', () => {
  it.each<[string, readonly string[]]>([
    ['enables oob where it is offered', OPEN],
    [
      'enables nothing where nothing is offered',
      [OLD_GREETING, '-> {"execute":"qmp_capabilities","id":"s0"}', NEGOTIATED, '! ready'],
    ],
    ['writes nothing before the greeting', ['a', 'b oob']],
    [
      'sends then what has waited, out of band first',
      [
        'a',
        'b oob',
        GREETING,
        NEGOTIATE,
        NEGOTIATED,
        sent('b', 1, 'exec-oob'),
        sent('a', 2),
        '! ready',
      ],
    ],
    [
      'is not settled by a stale reply of an earlier client',
      [
        GREETING,
        NEGOTIATE,
        '<- {"return": "", "id": "OLD-1"}',
        '! notice unknown-id',
        '<- {"return": {}}',
        '! notice no-id',
        NEGOTIATED,
        '! ready',
      ],
    ],
    [
      'is not settled by an error without an id',
      [GREETING, NEGOTIATE, PARSE_ERROR, '! notice no-id', NEGOTIATED, '! ready'],
    ],
    [
      'passes events on',
      [GREETING, NEGOTIATE, '<- {"event": "RESUME"}', '! event RESUME', NEGOTIATED, '! ready'],
    ],
    [
      'waits for the greeting of a server that is heard before it, as it starts',
      ['<- {"event": "RESUME"}', '! event RESUME', ...OPEN],
    ],
    [
      'fails when events come without end instead of the greeting',
      [
        ...Array(64).fill(['<- {"event": "STOP"}', '! event STOP']).flat(),
        '<- {"event": "NEXT"}',
        `! failed: expected a QMP greeting, found '{"event": "STOP"}': this looks like JSON, but no QMP greeting`,
      ],
    ],
    [
      'fails when it is refused',
      [
        GREETING,
        NEGOTIATE,
        '<- {"error": {"desc": "no"}, "id": "s0"}',
        '! failed: the server refused to negotiate: no',
        '<- {"return": {}, "id": "s0"}',
      ],
    ],
    [
      'fails when the peer is not QMP',
      [
        "<- QEMU 7.2.22 monitor - type 'help'",
        "! failed: expected a QMP greeting, found 'QEMU 7.2.22 monitor - type 'help'': this looks like a human monitor (HMP); QMP needs -qmp or -mon mode=control",
      ],
    ],
  ])('%s', (_what, lines) => converses(lines));
});

const FILL = Array.from({ length: MAX_IN_BAND }, (_, at) => [
  `c${at}`,
  sent(`c${at}`, at + 1),
]).flat();

describe('commands', () => {
  it.each<[string, readonly string[]]>([
    [
      'settle by id, in any order',
      [
        'a',
        sent('a', 1),
        'b',
        sent('b', 2),
        returned(2),
        '! b: {"return": {}}',
        returned(1),
        '! a: {"return": {}}',
      ],
    ],
    [
      'settle once: a second reply is a notice',
      ['a', sent('a', 1), returned(1), '! a: {"return": {}}', returned(1), '! notice unknown-id'],
    ],
    [
      'may have their events before their reply',
      [
        'stop',
        sent('stop', 1),
        '<- {"event": "STOP"}',
        '! event STOP',
        returned(1),
        '! stop: {"return": {}}',
      ],
    ],
    [
      'wait, in order, while seven are in flight',
      [
        ...FILL,
        'x',
        'y',
        returned(1),
        sent('x', 8),
        '! c0: {"return": {}}',
        'z',
        returned(2),
        sent('y', 9),
        '! c1: {"return": {}}',
      ],
    ],
    [
      'overtake those that wait when they are out of band',
      [...FILL, 'x', 'o oob', sent('o', 8, 'exec-oob')],
    ],
    [
      'out of band are not counted among the seven',
      [
        'o oob',
        sent('o', 1, 'exec-oob'),
        ...FILL.map(line => line.replace(/s(\d)/, (_, n) => `s${Number(n) + 1}`)),
      ],
    ],
    [
      'that wait are not sent when abandoned',
      [...FILL, 'x', 'y', 'x abandon', returned(1), sent('y', 8), '! c0: {"return": {}}'],
    ],
    [
      'in flight still count when abandoned',
      [...FILL, 'c0 abandon', 'x', returned(1), sent('x', 8), '! c0: {"return": {}}'],
    ],
    [
      'that end the server have no newline behind them',
      ['quit', `${sent('quit', 1)} (no newline)`, 'x last', `${sent('x', 2)} (no newline)`],
    ],
  ])('%s', (_what, lines) => converses([...OPEN, ...lines]));
});

describe('errors without an id', () => {
  it.each<[string, readonly string[]]>([
    ['concern the one command in flight', ['a', sent('a', 1), PARSE_ERROR, `! a: ${failedText}`]],
    [
      'concern that of several which has no reply when its turn is over',
      [
        ...['a', sent('a', 1), 'b', sent('b', 2), 'c', sent('c', 3)],
        returned(1),
        '! a: {"return": {}}',
        PARSE_ERROR,
        '! mark',
        returned(3),
        `! b: ${failedText}`,
        '! c: {"return": {}}',
        MARK_ERROR,
      ],
    ],
    [
      'concern those of several that have no reply when the mark has been read',
      [
        ...['a', sent('a', 1), 'b', sent('b', 2), 'c oob', sent('c', 3, 'exec-oob')],
        PARSE_ERROR,
        '! mark',
        PARSE_ERROR,
        PARSE_ERROR,
        MARK_ERROR,
        ...['a', 'b', 'c'].map(name => `! ${name}: ${failedText}`),
        'd',
        sent('d', 4),
        returned(4),
        '! d: {"return": {}}',
      ],
    ],
    [
      'of which one command brings many are told once, however many are in flight',
      [
        ...['a', sent('a', 1), 'b', sent('b', 2)],
        PARSE_ERROR,
        '! mark',
        PARSE_ERROR,
        PARSE_ERROR,
        '! notice no-id',
        returned(2),
        `! a: ${failedText}`,
        '! b: {"return": {}}',
        MARK_ERROR,
      ],
    ],
    [
      'are not taken for what is answered out of band',
      [
        ...['a', sent('a', 1), 'b', sent('b', 2), 'c oob', sent('c', 3, 'exec-oob')],
        PARSE_ERROR,
        '! mark',
        returned(3),
        '! c: {"return": {}}',
        returned(2),
        `! a: ${failedText}`,
        '! b: {"return": {}}',
      ],
    ],
    [
      'concern those of several that come before a command behind the mark',
      [
        ...['a', sent('a', 1), 'b', sent('b', 2)],
        PARSE_ERROR,
        '! mark',
        'c',
        sent('c', 3),
        returned(3),
        `! a: ${failedText}`,
        `! b: ${failedText}`,
        '! c: {"return": {}}',
      ],
    ],
    [
      'that concern nobody yet are told at the end',
      [
        ...['a', sent('a', 1), 'b', sent('b', 2)],
        PARSE_ERROR,
        '! mark',
        'end',
        '! notice no-id',
        '! a: lost',
        '! b: lost',
      ],
    ],
    ['concern nobody when none is in flight', [PARSE_ERROR, '! notice no-id']],
    [
      'in a cascade settle one command, and not the next',
      [
        'a',
        sent('a', 1),
        PARSE_ERROR,
        `! a: ${failedText}`,
        PARSE_ERROR,
        '! notice no-id',
        'b',
        '! mark',
        sent('b', 2),
        PARSE_ERROR,
        '! notice no-id',
        MARK_ERROR,
        '! notice no-id',
        returned(2),
        '! b: {"return": {}}',
      ],
    ],
    [
      'behind the mark concern the next command',
      [
        'a',
        sent('a', 1),
        PARSE_ERROR,
        `! a: ${failedText}`,
        'b',
        '! mark',
        sent('b', 2),
        MARK_ERROR,
        '! notice no-id',
        PARSE_ERROR,
        `! b: ${failedText}`,
      ],
    ],
    [
      'need no more marks after a reply with an id',
      [
        'a',
        sent('a', 1),
        PARSE_ERROR,
        `! a: ${failedText}`,
        'b',
        '! mark',
        sent('b', 2),
        returned(2),
        '! b: {"return": {}}',
        'c',
        sent('c', 3),
        PARSE_ERROR,
        `! c: ${failedText}`,
      ],
    ],
  ])('%s', (_what, lines) => converses([...OPEN, ...lines]));

  it('and returns without an id settle nothing', () => {
    converses([...OPEN, 'a', sent('a', 1), '<- {"return": {}}', '! notice no-id']);
  });
});

describe('what is not understood is a notice', () => {
  it.each(['<- {"return": {}, "id": inf}', '<- hello', '<- {}', GREETING])('%s', line => {
    converses([
      ...OPEN,
      'a',
      sent('a', 1),
      line,
      '! notice garbage',
      returned(1),
      '! a: {"return": {}}',
    ]);
  });
});

describe('a reply to a command of ours that is neither a return nor an error', () => {
  const failure = (name: string, text: string) =>
    `! failed: expected 'return' or 'error' in the reply to '${name}', found '${text}'`;

  it('ends the session, and what waits is lost', () => {
    const text = '{"retrun": {}, "id": "s1"}';
    const lines = ['a', sent('a', 1), `<- ${text}`, failure('a', text), returned(1), 'end'];
    converses([...OPEN, ...lines, '! a: lost']);
  });

  it('ends it where it is no JSON either', () => {
    const text = '{"return": inf, "id": "s1"}';
    const why = `expected a JSON message, found '${text}' (expected a value, found "i" at offset 11)`;
    const end = `! failed: the reply to 'a' cannot be read: ${why}`;
    converses([...OPEN, 'a', sent('a', 1), `<- ${text}`, end, 'end', '! a: lost']);
  });

  it('ends it before it has begun', () => {
    converses([
      GREETING,
      NEGOTIATE,
      '<- {"id": "s0"}',
      failure('qmp_capabilities', '{"id": "s0"}'),
    ]);
  });

  it('is a notice once the command has been answered', () => {
    const lines = ['a', sent('a', 1), returned(1), '! a: {"return": {}}'];
    converses([...OPEN, ...lines, '<- {"id": "s1"}', '! notice garbage']);
  });
});

describe('a guest agent', () => {
  const SYNC = [
    'sync',
    '! mark',
    '-> {"execute":"guest-sync-delimited","arguments":{"id":7},"id":"s0"}',
  ];
  const SYNCED = [...SYNC, '<- {"return": 7, "id": "s0"}', '! ready'];
  it.each<[string, readonly string[]]>([
    ['is spoken to first', SYNCED],
    [
      'may complain of the mark before it answers',
      [...SYNC, MARK_ERROR, '! notice no-id', '<- {"return": 7}', '! ready'],
    ],
    [
      'may have answers for an earlier client',
      [...SYNC, '<- {"return": 6}', '! notice no-id', '<- {"return": 7}', '! ready'],
    ],
    [
      'may answer without ids, in order',
      [
        ...SYNCED,
        'a',
        sent('a', 1),
        'b',
        sent('b', 2),
        '<- {"return": 1}',
        '! a: {"return": 1}',
        '<- {"error": {"desc": "no"}}',
        '! b: {"error": {"desc": "no"}}',
        'c',
        sent('c', 3),
        '<- {"error": {"desc": "no"}}',
        '! c: {"error": {"desc": "no"}}',
      ],
    ],
    [
      'may refuse',
      [
        ...SYNC,
        '<- {"error": {"desc": "no"}, "id": "s0"}',
        '! failed: the server refused to negotiate: no',
      ],
    ],
  ])('%s', (_what, lines) => converses(lines));
});

describe('a command that a guest agent does not answer', () => {
  const DOWN = [
    'sync',
    '! mark',
    '-> {"execute":"guest-sync-delimited","arguments":{"id":7},"id":"s0"}',
    '<- {"return": 7, "id": "s0"}',
    '! ready',
    'guest-shutdown',
    sent('guest-shutdown', 1),
    '-> {"execute":"guest-ping","id":"s1p"}',
  ];
  const FAILED = '<- {"error": {"desc": "no"}, "id": "s1"}';

  it.each<[string, readonly string[]]>([
    [
      'succeeds when the ping behind it is answered',
      [...DOWN, '<- {"return": {}, "id": "s1p"}', '! guest-shutdown: {"return": {}}'],
    ],
    ['succeeds when the guest is gone', [...DOWN, 'end', '! guest-shutdown: {"return": {}}']],
    [
      "fails by its own error, and the ping is nobody's",
      [
        ...DOWN,
        FAILED,
        '! guest-shutdown: {"error": {"desc": "no"}}',
        '<- {"return": {}, "id": "s1p"}',
      ],
    ],
    [
      'succeeds in order where there are no ids',
      [
        ...DOWN,
        'a',
        sent('a', 2),
        '<- {"return": {}}',
        '! guest-shutdown: {"return": {}}',
        '<- {"return": 1}',
        '! a: {"return": 1}',
      ],
    ],
    [
      'fails in order where there are no ids',
      [
        ...DOWN,
        'a',
        sent('a', 2),
        '<- {"error": {"desc": "no"}}',
        '! guest-shutdown: {"error": {"desc": "no"}}',
        '<- {"return": {}}',
        '<- {"return": 1}',
        '! a: {"return": 1}',
      ],
    ],
    [
      'is like any other where the peer is none',
      [...OPEN, 'guest-shutdown', sent('guest-shutdown', 1)],
    ],
  ])('%s', (_what, lines) => converses(lines));
});

describe('the end', () => {
  it.each<[string, readonly string[]]>([
    [
      'loses what is in flight and what waits, in order',
      [
        ...OPEN,
        ...FILL,
        'x',
        'end',
        ...Array.from({ length: MAX_IN_BAND }, (_, at) => `! c${at}: lost`),
        '! x: lost, unsent',
      ],
    ],
    ['loses what is submitted after it', [...OPEN, 'end', 'a', '! a: lost, unsent']],
    ['loses what waited for negotiation', [GREETING, NEGOTIATE, 'a', 'end', '! a: lost, unsent']],
    ['comes once', [...OPEN, 'a', sent('a', 1), 'end', '! a: lost', 'end', returned(1)]],
  ])('%s', (_what, lines) => converses(lines));
});

/** A run of a server that answers in any order, repeats itself, sends what nobody asked for, and may die. */
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.constant('submit') },
  fc.constant('submit oob'),
  fc.constantFrom(
    'end',
    PARSE_ERROR,
    '<- {"event": "STOP"}',
    '<- {"return": {}, "id": "OLD-1"}',
    '<- inf',
  ),
  { weight: 4, arbitrary: fc.nat({ max: 40 }).map(serial => returned(serial)) },
  fc.nat({ max: 40 }).map(serial => `<- {"error": {"desc": "no"}, "id": "${idText(S0 + serial)}"}`),
);

function settledNames(happenings: readonly string[]): readonly [string[], string[]] {
  const state = newConversation<Named>(S0);
  const known = new Map<string, Named>();
  const settled: string[] = [];
  for (const line of [GREETING, NEGOTIATED, ...happenings, 'end']) {
    const input = inputFrom(line.replace('submit', `c${known.size}`), known);
    for (const output of step(state, input)) {
      if (output.kind === 'reply' || output.kind === 'lost') settled.push(output.submission.name);
    }
  }
  return [[...known.keys()], settled];
}

describe('whatever happens', () => {
  it('each command settles exactly once', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 80 }), happenings => {
        const [submitted, settled] = settledNames(happenings);
        expect(settled.sort()).toEqual(submitted.sort());
      }),
    );
  });

  it('at most seven in-band commands are in flight', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 80 }), happenings => {
        const state = newConversation<Named>(S0);
        for (const [at, line] of [GREETING, NEGOTIATED, ...happenings].entries()) {
          step(state, inputFrom(line.replace('submit', `c${at}`), new Map()));
          const inBand = [...state.inFlight.values()].filter(({ request }) => !request.oob);
          expect(inBand.length).toBeLessThanOrEqual(MAX_IN_BAND);
          expect(state.inBandCount).toBe(inBand.length);
        }
      }),
    );
  });
});
