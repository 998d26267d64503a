// Questions that a directive asks the server, one after the other, each within the session's patience.
import { printJson } from '../../json/print.js';
import type { JsonObject } from '../../json/value.js';
import type { Reply } from '../../qmp/request.js';
import { EXIT, type Outcome } from '../../shell/outcome.js';
import type { DirectiveContext } from '../directives.js';
import { submitWithin } from '../limited-submit.js';
import { INTERRUPTED, lostOutcome, timedOut } from '../no-reply.js';

/** The answer, or how the directive ends for want of one. */
export type Answer = Reply | { readonly kind: 'none'; readonly outcome: Outcome };

export function ask(
  { session, settings, signal }: DirectiveContext,
  name: string,
  args?: JsonObject,
): Promise<Answer> {
  const request = args === undefined ? { name } : { name, argumentsText: printJson(args) };
  const { timeoutMs } = settings;
  return new Promise(resolve => {
    const none = (outcome: Outcome) => resolve({ kind: 'none', outcome });
    submitWithin(
      session.client,
      request,
      { timeoutMs, signal },
      {
        onReply: resolve,
        onLost: lost => none(lostOutcome(request, lost)),
        onGivenUp: why => none(why === 'interrupted' ? INTERRUPTED : timedOut(name, timeoutMs)),
      },
    );
  });
}

/** What a directive has to show whose question was answered with an error. */
export function errorOutcome({ errorClass = '', desc = '' }: Reply): Outcome {
  return { failure: { exit: EXIT.error, message: `${errorClass}: ${desc}`, kind: 'failed' } };
}
