// The connection ends anywhere: after every byte of a recorded conversation, in both directions, in memory; and around
// every message of one between the built program and a real QEMU.
import { describe, expect, it } from 'vitest';
import { QmpClient } from '../../src/qmp/client.js';
import { InterruptedError, QmpError } from '../../src/qmp/errors.js';
import type { Reply } from '../../src/qmp/request.js';
import { S0 } from '../lab/ids.js';
import { completeWithin, PlayedServer, wireLength } from './conversation.js';

const COMMANDS = [
  { name: 'query-status' },
  { name: 'stop' },
  { name: 'query-name' },
  { name: 'nosuch' },
  { name: 'qom-list', argumentsText: '{"path": "/"}' },
  { name: 'cont' },
  { name: 'quit' },
];

const SIDES = ['server', 'client'] as const;
const ENDS = [
  ['the server closes', undefined],
  ['the connection is reset', new Error('read ECONNRESET')],
] as const;

interface Told {
  readonly replies: readonly (Reply | InterruptedError)[];
  readonly events: readonly string[];
  readonly failure: unknown;
}

/** All commands at once, or each after the reply to the one before, as a script does. */
async function talk(server: PlayedServer, isPipelined: boolean): Promise<Told> {
  const client = new QmpClient(server, { firstId: S0 });
  const events: string[] = [];
  client.onEvent(event => events.push(event.text));
  const failure = client.ready.then(
    () => undefined,
    error => error,
  );
  const replies = isPipelined
    ? await Promise.all(COMMANDS.map(command => client.send(command).catch(onlyLost)))
    : await inTurn(client);
  await client.closed;
  return { replies, events, failure: await failure };
}

async function inTurn(client: QmpClient): Promise<(Reply | InterruptedError)[]> {
  const replies: (Reply | InterruptedError)[] = [];
  for (const command of COMMANDS) replies.push(await client.send(command).catch(onlyLost));
  return replies;
}

function onlyLost(error: unknown): InterruptedError {
  if (error instanceof InterruptedError) return error;
  throw error;
}

/** The replies among the messages, without their ids, which are the session's own. */
function repliesIn(messages: readonly string[]): string[] {
  const rows = messages.map(text => JSON.parse(text)).filter(row => 'id' in row);
  return rows.slice(1).map(({ id: _own, ...reply }) => JSON.stringify(reply));
}

function answered({ replies }: Told): string[] {
  return replies.flatMap(reply =>
    reply instanceof InterruptedError ? [] : [JSON.stringify(JSON.parse(reply.text))],
  );
}

const rows = SIDES.flatMap(from =>
  ENDS.flatMap(([how, error]) =>
    [false, true].map(isPipelined => ({ from, how, error, isPipelined })),
  ),
);

describe('a conversation cut after every byte', () => {
  it.each(rows)(
    'of the $from ($how, pipelined: $isPipelined)',
    async ({ from, error, isPipelined }) => {
      for (let after = 0; after <= wireLength(from); after += 1) {
        const cut = { from, after, ...(error === undefined ? {} : { error }) };
        const told = await talk(new PlayedServer(cut), isPipelined);
        expect(told.replies).toHaveLength(COMMANDS.length);
        if (from === 'server') expectWhatCame(told, after);
        else expectWhatWasAsked(told, after, isPipelined);
        if (told.failure !== undefined) expect(told.failure).toBeInstanceOf(QmpError);
      }
    },
  );
});

/** Every reply and event that came whole is told, as it is, and nothing else. */
function expectWhatCame(told: Told, after: number): void {
  const messages = completeWithin('server', after);
  expect(answered(told)).toEqual(repliesIn(messages));
  expect(told.events).toEqual(messages.filter(text => text.includes('"event"')));
}

/** A command that has not arrived whole has no reply; before the last that has, each has one. */
function expectWhatWasAsked(told: Told, after: number, isPipelined: boolean): void {
  const arrived = Math.max(0, completeWithin('client', after).length - 1);
  const count = answered(told).length;
  expect(count).toBeLessThanOrEqual(arrived);
  if (!isPipelined) expect(count).toBeGreaterThanOrEqual(arrived - 1);
  for (const reply of told.replies)
    if (reply instanceof InterruptedError) expect(reply.message).toContain('before the reply to');
}
