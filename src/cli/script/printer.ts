// Outcomes and events -> lines on stdout: exactly one for each line of the script that was run, events between them.

import { oneLine } from '../../json/text.js';
import type { EventMessage } from '../../qmp/messages.js';
import type { Outcome } from '../../shell/outcome.js';
import { type OutputForm, ownErrorJson, replyText, valueText } from '../../shell/output.js';
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

  /** Prints what stdout gets for one line of the script. */
  outcome(outcome: Outcome): void {
    const text = this.#textOf(outcome);
    if (text !== undefined) this.#output.write(`${text}\n`);
  }

  /** Prints an event; where replies are cut down to their values, wrapped so that it can be told from them. */
  event(event: EventMessage): void {
    const text = oneLine(event.text);
    const isCut = this.#form.returnOnly || this.#form.raw || this.#form.get !== undefined;
    this.#output.write(isCut ? `{"qmpsh-event": ${text}}\n` : `${text}\n`);
  }

  #textOf({ json, isReply, failure }: Outcome): string | undefined {
    if (json !== undefined && isReply) return replyText(this.#form, json);
    if (failure?.kind === undefined || json !== undefined) {
      return json === undefined ? undefined : valueText({ ...this.#form, raw: false }, json);
    }
    if (!this.#keepGoing()) return undefined;
    if (this.#form.returnOnly) return 'null';
    return failure.kind === 'failed' ? undefined : ownErrorJson(failure.kind, failure.message);
  }
}
