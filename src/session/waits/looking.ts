// The waits that look: ask the server how things are, then again when an event or the clock gives reason to.
// At most one query is in flight; what happens meanwhile makes it look once more.
import type { ConnectionEnd } from '../../qmp/connection-end.js';
import {
  interrupted,
  type Query,
  type QueryReply,
  type Wait,
  type WaitEvent,
  type WaitFacts,
  type WaitInput,
  type WaitOutput,
  type WaitResult,
  type WaitStep,
} from './wait.js';

/** What a wait does besides: everything that differs between them. `S` is its own memory. */
export interface Look<S> {
  readonly memory: S;
  /** The first and the longest time between two looks, in ms. */
  readonly poll: readonly [number, number];
  ask(memory: S, facts: WaitFacts): Query;
  /** What the reply means; the facts have it already. `isTimed`: the clock was the reason to look. */
  answer(memory: S, reply: QueryReply, facts: WaitFacts, isTimed: boolean): Verdict<S>;
  /** Whether an event settles the wait, or is a reason to look. */
  hear(memory: S, event: WaitEvent, facts: WaitFacts): WaitResult | 'look' | 'ignore';
  /** What the end of the connection means, where it is what was waited for. */
  lose?(end: ConnectionEnd, facts: WaitFacts): WaitResult | undefined;
  describe(memory: S, facts: WaitFacts): string;
}

export type Verdict<S> =
  | { readonly kind: 'settle'; readonly result: WaitResult }
  /** Look again later, or after that many ms. */
  | { readonly kind: 'wait'; readonly memory: S; readonly afterMs?: number }
  /** Ask the next thing at once. */
  | { readonly kind: 'ask'; readonly memory: S };

export interface LookState<S> {
  readonly memory: S;
  readonly isAsking: boolean;
  readonly isTimed: boolean;
  /** Something happened while the query was in flight. */
  readonly lookAgain: boolean;
  readonly pollMs: number;
}

/** How much longer each pause between two looks is than the last. */
const SLOWER = 1.5;

export function lookingWait<S>(look: Look<S>): Wait<LookState<S>> {
  return {
    start: facts => ask(look, firstState(look), facts, false),
    step: (state, input, facts) => step(look, state, input, facts),
    describe: (state, facts) => look.describe(state.memory, facts),
  };
}

function firstState<S>({ memory, poll }: Look<S>): LookState<S> {
  return { memory, isAsking: false, isTimed: false, lookAgain: false, pollMs: poll[0] };
}

function step<S>(
  look: Look<S>,
  state: LookState<S>,
  input: WaitInput,
  facts: WaitFacts,
): WaitStep<LookState<S>> {
  switch (input.kind) {
    case 'event':
      return hear(look, state, input.event, facts);
    case 'reply':
      return answer(look, state, input.reply, facts);
    case 'tick':
      return state.isAsking ? [state, []] : ask(look, state, facts, true);
    case 'ended': {
      const lost = interrupted(input.end, look.describe(state.memory, facts));
      return settle(state, look.lose?.(input.end, facts) ?? lost);
    }
  }
}

function hear<S>(
  look: Look<S>,
  state: LookState<S>,
  event: WaitEvent,
  facts: WaitFacts,
): WaitStep<LookState<S>> {
  const heard = look.hear(state.memory, event, facts);
  if (heard === 'ignore') return [state, []];
  if (heard !== 'look') return settle(state, heard);
  if (state.isAsking) return [{ ...state, lookAgain: true }, []];
  return ask(look, { ...state, pollMs: look.poll[0] }, facts, false);
}

function answer<S>(
  look: Look<S>,
  asked: LookState<S>,
  reply: QueryReply,
  facts: WaitFacts,
): WaitStep<LookState<S>> {
  const verdict = look.answer(asked.memory, reply, facts, asked.isTimed);
  if (verdict.kind === 'settle') return settle(asked, verdict.result);
  const state = { ...asked, memory: verdict.memory, isAsking: false };
  if (verdict.kind === 'ask') return ask(look, state, facts, asked.isTimed);
  if (state.lookAgain) return ask(look, { ...state, pollMs: look.poll[0] }, facts, false);
  const afterMs = verdict.afterMs ?? state.pollMs;
  const pollMs = Math.min(look.poll[1], Math.round(state.pollMs * SLOWER));
  return [{ ...state, pollMs }, [{ kind: 'poll', afterMs }]];
}

function ask<S>(
  look: Look<S>,
  state: LookState<S>,
  facts: WaitFacts,
  isTimed: boolean,
): WaitStep<LookState<S>> {
  const send: WaitOutput = { kind: 'send', query: look.ask(state.memory, facts) };
  return [{ ...state, isAsking: true, isTimed, lookAgain: false }, [send]];
}

function settle<S>(state: S, result: WaitResult): WaitStep<S> {
  return [state, [{ kind: 'settle', result }]];
}
