// The protocol: however bytes are cut, whatever a server says, each command is settled once.
import fc from 'fast-check';
import { step } from '../../src/qmp/conversation.js';
import { type Input, newConversation, type Output } from '../../src/qmp/conversation-state.js';
import { Framer } from '../../src/qmp/framer.js';
import { messageFromText } from '../../src/qmp/messages.js';
import { S0 } from '../lab/ids.js';
import { jsonLike } from './json.js';
import { alike, type FuzzTarget, holds } from './target.js';

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map(array => Buffer.from(array)),
  jsonLike.map(text => Buffer.from(text)),
  fc
    .array(
      fc.oneof(jsonLike, fc.constantFrom('\r\n', '\xff', '\xff\xfb\x01', '{}', '{"a": "}"}')),
      { maxLength: 12 },
    )
    .map(list => Buffer.from(list.join('\n'), 'latin1')),
);

const cuts = fc.array(fc.nat(), { maxLength: 8 });

function frame(chunks: readonly Buffer[]): string[] {
  const framer = new Framer();
  const found: string[] = [];
  for (const chunk of chunks) framer.push(chunk, text => found.push(text));
  return [...found, framer.pending];
}

function cutAt(whole: Buffer, places: readonly number[]): Buffer[] {
  const sorted = places.map(place => place % (whole.length + 1)).sort((a, b) => a - b);
  return [...sorted, whole.length].map((end, at) =>
    whole.subarray(at === 0 ? 0 : sorted[at - 1], end),
  );
}

function frameAnyhow(whole: Buffer, places: readonly number[]): void {
  const found = frame([whole]);
  holds(alike(frame(cutAt(whole, places)), found), 'any cutting frames alike');
  for (const text of found) messageFromText(text);
}

const NAMES = ['query-a', 'quit', 'guest-shutdown', 'human-monitor-command'];

/** Something happens: `kind` says what, the numbers which of the commands and ids it is about. */
const happening = fc.record({
  kind: fc.constantFrom(
    'greet',
    'submit',
    'submit-oob',
    'reply',
    'error',
    'no-id',
    'event',
    'garbage',
    'abandon',
    'agent',
  ),
  which: fc.nat(12),
  text: jsonLike,
});

interface Own {
  readonly request: { readonly name: string; readonly oob: boolean };
  settled: number;
}

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function inputOf({ kind, which, text }: Happening, all: Own[], ids: readonly string[]): Input<Own> {
  const id = JSON.stringify(ids[which % Math.max(1, ids.length)] ?? 'none');
  const message = (json: string): Input<Own> => ({
    kind: 'message',
    message: messageFromText(json),
  });
  switch (kind) {
    case 'submit':
    case 'submit-oob': {
      const submission = {
        request: { name: NAMES[which % NAMES.length]!, oob: kind !== 'submit' },
        settled: 0,
      };
      all.push(submission);
      return { kind: 'submit', submission };
    }
    case 'greet':
      return message('{"QMP": {"version": {}, "capabilities": ["oob"]}}');
    case 'reply':
      return message(`{"return": {}, "id": ${id}}`);
    case 'error':
      return message(`{"error": {"class": "C", "desc": "d"}, "id": ${id}}`);
    case 'no-id':
      return message('{"error": {"class": "GenericError", "desc": "\\uFFFD"}}');
    case 'event':
      return message('{"event": "SHUTDOWN", "data": {"reason": "x"}}');
    case 'agent':
      return { kind: 'sync-agent', number: which };
    case 'abandon':
      return all.length === 0
        ? message(text)
        : { kind: 'abandon', submission: all[which % all.length]! };
    default:
      return message(text);
  }
}

function converse(happenings: readonly Happening[]): void {
  const state = newConversation<Own>(S0);
  const all: Own[] = [];
  const ids: string[] = ['s0'];
  const abandoned = new Set<Own>();
  const take = (outputs: readonly Output<Own>[]) => {
    for (const output of outputs) {
      if (output.kind === 'reply' || output.kind === 'lost') output.submission.settled += 1;
      if (output.kind === 'write')
        for (const [, id = ''] of output.text.matchAll(/"id": ?"([\w-]+)"/g)) ids.push(id);
      holds(state.inBandCount <= 7, 'at most seven are in flight in band');
    }
  };
  for (const happening of happenings) {
    const input = inputOf(happening, all, ids);
    if (input.kind === 'abandon') abandoned.add(input.submission);
    take(step(state, input));
  }
  take(step(state, { kind: 'end' }));
  for (const own of all) {
    holds(own.settled <= 1, 'none is settled twice');
    holds(own.settled === 1 || abandoned.has(own), 'each is settled');
  }
}

export const PROTOCOL_TARGETS: readonly FuzzTarget[] = [
  { name: 'framer: any cutting', runs: 400, claim: fc.property(bytes, cuts, frameAnyhow) },
  {
    name: 'conversation: each command settled once',
    runs: 400,
    claim: fc.property(fc.array(happening, { maxLength: 40 }), converse),
  },
];
