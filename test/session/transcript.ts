// Recorded sessions in the notation of the protocol's own documents (`->` sent, `<-` received) as tracker inputs.
import { readFileSync } from 'node:fs';
import { parseJson } from '../../src/json/parse.js';
import { isJsonObject, type JsonObject } from '../../src/json/value.js';
import type { SessionInput } from '../../src/session/session-input.js';
import { NOTHING_TRACKED, stepTracked, type Tracked } from '../../src/session/tracked.js';

function objectOf(text: string): JsonObject {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new Error(`not an object: ${text}`);
  return value;
}

interface Sent {
  readonly message: JsonObject;
  readonly since: number;
}

/** The inputs that the fixture's lines are for a session; error replies are none. */
export function inputsOf(fixture: string): SessionInput[] {
  const url = new URL(`./fixtures/${fixture}.transcript`, import.meta.url);
  const inputs: SessionInput[] = [];
  const sent = new Map<unknown, Sent>();
  let seq = 0;
  for (const line of readFileSync(url, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const message = objectOf(line.slice(3));
    if (line.startsWith('->')) sent.set(message.id, { message, since: seq });
    else if (typeof message.event === 'string') {
      inputs.push({ kind: 'event', seq: seq++, name: message.event, data: message.data });
    } else if (message.return !== undefined) inputs.push(replyTo(sent.get(message.id), message));
  }
  return inputs;
}

function replyTo(sent: Sent | undefined, { return: value = null }: JsonObject): SessionInput {
  if (sent === undefined) throw new Error('a reply to nothing');
  const { execute, arguments: args } = sent.message;
  const makesJob = /backup|mirror|commit|stream|snapshot|create/.test(String(execute));
  const jobIdMembers = makesJob ? ['job-id', 'device'] : [];
  return { kind: 'reply', command: String(execute), args, value, since: sent.since, jobIdMembers };
}

/** The tracked state after each input. */
export function statesOf(inputs: readonly SessionInput[]): Tracked[] {
  let state = NOTHING_TRACKED;
  return inputs.map(input => {
    state = stepTracked(state, input);
    return state;
  });
}
