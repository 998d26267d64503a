// Bytes of a terminal -> input events, as a pure step: the same bytes give the same events however they
// are cut into chunks. Only a lone Escape needs time to be known; the edge waits and calls `flush`.

import { characterKey, type InputEvent, namedKey } from './keys.js';
import { takePaste } from './paste.js';
import { readToken } from './sequences.js';

/** What has been read but not understood yet. Bytes are kept as a string of characters below U+0100. */
export interface TokenizerState {
  /** The start of a sequence or of a character. */
  readonly pending: string;
  /** What came so far of a paste that has not ended. */
  readonly pasted: string | undefined;
}

export type Tokens = readonly [TokenizerState, readonly InputEvent[]];

export const TOKENIZER_START: TokenizerState = { pending: '', pasted: undefined };

/**
 * How long the edge waits after the last byte before it calls `flush`, in ms.
 * Long enough for the rest of a sequence over ssh, short enough for a person who presses Escape.
 */
export const FLUSH_AFTER = 50;

/** Takes a chunk as it was read. */
export function pushBytes(state: TokenizerState, bytes: Uint8Array): Tokens {
  const events: InputEvent[] = [];
  let input = state.pending + Buffer.from(bytes).toString('latin1');
  let pasted = state.pasted;
  for (;;) {
    if (pasted !== undefined) {
      const taken = takePaste(pasted, input);
      if (taken.paste === undefined) return [{ pending: taken.rest, pasted: taken.pasted }, events];
      events.push(taken.paste);
      input = taken.rest;
    }
    const keys = readKeys(input, events);
    if (!keys.opensPaste) return [{ pending: keys.rest, pasted: undefined }, events];
    pasted = '';
    input = keys.rest;
  }
}

/** Reads keys until the input ends, stands in the middle of one, or a paste begins. */
function readKeys(input: string, events: InputEvent[]): { rest: string; opensPaste: boolean } {
  let at = 0;
  while (at < input.length) {
    const token = readToken(input, at);
    if (token === undefined) break;
    at += token.length;
    if (token.event !== undefined) events.push(token.event);
    if (token.opensPaste) return { rest: input.slice(at), opensPaste: true };
  }
  return { rest: input.slice(at), opensPaste: false };
}

/** Whether `flush` could say more: the edge then starts its timer. */
export function awaitsFlush(state: TokenizerState): boolean {
  return state.pasted === undefined && LONE_ESCAPE.test(state.pending);
}

const LONE_ESCAPE = /^(\x1b?)\x1b([ -~]?)$/;

/**
 * Nothing came for a while: what may have been the start of a sequence was Escape, or Alt with a character.
 * Anything longer was surely begun by a terminal, and goes on waiting for its end.
 */
export function flush(state: TokenizerState): Tokens {
  const lone = state.pasted === undefined ? LONE_ESCAPE.exec(state.pending) : null;
  if (lone === null) return [state, []];
  const [, before, character] = lone;
  const last = character ? characterKey(character, { alt: true }) : namedKey('escape');
  return [TOKENIZER_START, before ? [namedKey('escape'), last] : [last]];
}
