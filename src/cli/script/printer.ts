// Outcomes and events -> lines on stdout: exactly one for each line of the script that was run, events between them.

import { oneLine } from '../../json/text.js';
import type { EventMessage } from '../../qmp/messages.js';
import { type Outcome, returnText } from '../../shell/outcome.js';
import { type OutputForm, outcomeText, ownErrorJson } from '../../shell/output.js';
import type { Output } from '../stdio.js';

export class Printer {
  readonly #form: OutputForm;
  readonly #keepGoing: () => boolean;
  readonly #output: Output;

  /** @param keepGoing whether lines that failed here must have their line on stdout too. */
  constructor(form: OutputForm, keepGoing: () => boolean, output: Output) {
    this.#form = form;
    this.#keepGoing = keepGoing;
    this.#output = output;
  }

  /**
   * Prints what stdout gets for one line of the script.
   * @param command that it is the reply to, if it is one.
   */
  outcome(outcome: Outcome, command?: string): void {
    const text = this.#textOf(outcome, command);
    if (text !== undefined) this.#output.write(`${text}\n`);
  }

  /** Prints an event; where replies are cut down to their values, wrapped so that it can be told from them. */
  event(event: EventMessage): void {
    const text = oneLine(event.text);
    const isCut = this.#form.returnOnly || this.#form.raw || this.#form.get !== undefined;
    this.#output.write(isCut ? `{"qmpsh-event": ${text}}\n` : `${text}\n`);
  }

  #textOf(outcome: Outcome, command: string | undefined): string | undefined {
    const { json, isReply, failure } = outcome;
    if (failure?.kind === undefined || json !== undefined) {
      // For people stderr says what failed, and once is enough; text of HMP that is an error is a reply.
      if (this.#form.layout === 'human' && isErrorReply(outcome)) return undefined;
      const isCut = this.#form.returnOnly || this.#form.raw;
      if (isCut && failure !== undefined && !isReply) return 'null'; // It would look like what was asked for.
      const isPart = isReply || this.#form.get !== undefined;
      const form = isPart ? this.#form : { ...this.#form, raw: false };
      return outcomeText(form, outcome, command);
    }
    if (!this.#keepGoing()) return undefined;
    if (this.#form.returnOnly) return 'null';
    return failure.kind === 'failed' ? undefined : ownErrorJson(failure.kind, failure.message);
  }
}

function isErrorReply(outcome: Outcome): boolean {
  const { json, isReply, failure } = outcome;
  if (!isReply || json === undefined || failure === undefined) return false;
  return returnText(outcome) === undefined;
}
