// The lines from `.begin` to `.commit` or `.abort`: which of them are actions, and what each does. Nothing is sent from
// here: `.commit` gives a request like any other.
import { printJson } from '../../json/print.js';
import type { Schema } from '../../qapi/model.js';
import { findNamed } from '../../qapi/object-view.js';
import { annotations } from '../../shell/annotations-table.js';
import type { RequestSyntax } from '../../shell/binding/bind-command.js';
import { actionBranches } from '../../shell/binding/bind-transaction.js';
import { readOnlyRefusal } from '../../shell/judge.js';
import { type Line, parseActions } from '../../shell/line.js';
import { EXIT, type Note, type Outcome } from '../../shell/outcome.js';
import { withFailureNotes } from '../prepare.js';
import type { Prepared, ReadyRequest } from '../prepared.js';
import {
  NOTHING_LISTED,
  type OpenTransaction,
  transactionArguments,
  withLine,
} from './open-transaction.js';
import { aborted, added, BEGUN, shown } from './transaction-text.js';

/** What it needs of the session. */
export interface TransactionSeams {
  bind(line: Line, syntax: RequestSyntax): Promise<Prepared>;
  /** As far as it is loaded: binding loads it. */
  schema(): Schema | undefined;
  /** Warnings that were not given before. */
  notes(ready: ReadyRequest): readonly Note[];
  readonly readOnly: boolean;
}

export class TransactionLines {
  readonly #seams: TransactionSeams;
  #open: OpenTransaction | undefined;

  constructor(seams: TransactionSeams) {
    this.#seams = seams;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** How many actions it has so far; undefined where none is open. */
  get size(): number | undefined {
    return this.#open?.actions.length;
  }

  drop(): void {
    this.#open = undefined;
  }

  /** Whether a line adds to the open transaction: it names an action, or the properties of all. */
  isAction({ text, syntax }: Line): boolean {
    if (syntax.kind !== 'command' || syntax.oob) return false;
    if (/^\s*properties[.=]/.test(text)) return true;
    const schema = this.#seams.schema();
    if (schema === undefined) return readOnlyRefusal(annotations, syntax.name, {}) !== undefined;
    return findNamed(actionBranches(schema), syntax.name) !== undefined;
  }

  /** Beside it runs what only looks, and what is out of band; the rest would be taken for a part of it. */
  whileOpen(ready: ReadyRequest): Prepared {
    const { name, oob } = ready.request;
    if (oob || ready.isCommit) return ready;
    if (readOnlyRefusal(annotations, name, ready.arguments) === undefined) return ready;
    return failed(
      `'${name}' is no action, and a transaction is open: '.commit' or '.abort' ends it`,
    );
  }

  /** `.begin`, `.show`, `.abort`, or an action. */
  async run({ text, syntax }: Line): Promise<Outcome> {
    if (syntax.kind !== 'directive') return this.#add(parseActions(text));
    if (syntax.rest.text !== '') return alone(syntax.name, syntax.rest.text).outcome;
    const open = this.#open;
    if (syntax.name === 'begin') return open === undefined ? this.#begin() : ALREADY_OPEN.outcome;
    if (open === undefined) return NONE_OPEN.outcome;
    if (syntax.name === 'show') return shown(open);
    this.drop();
    return aborted(open);
  }

  /** The request that does it all. It is over when that is sent, whatever comes of it. */
  async commit(rest: string): Promise<Prepared> {
    if (rest !== '') return alone('commit', rest);
    if (this.#open === undefined) return NONE_OPEN;
    if (this.#open.actions.length === 0) return NOTHING_TO_COMMIT;
    const args = transactionArguments(this.#open);
    const request = { name: 'transaction', oob: false, argumentsText: printJson(args) };
    const ready = { kind: 'request', request, arguments: args, warnings: [] } as const;
    return withFailureNotes({ ...ready, isCommit: true }, annotations);
  }

  /** An empty one is made ready first: a server that has none is found out before anything is typed. */
  async #begin(): Promise<Outcome> {
    if (this.#seams.readOnly) return failed('--read-only refuses transactions').outcome;
    const probe = await this.#seams.bind(parseActions(''), EMPTY);
    if (probe.kind === 'failed') return probe.outcome;
    if (probe.unknown !== undefined)
      return { failure: { exit: EXIT.error, message: probe.unknown, kind: 'refused' } };
    this.#open = NOTHING_LISTED;
    return BEGUN;
  }

  async #add(line: Line): Promise<Outcome> {
    const before = this.#open;
    if (before === undefined || line.syntax.kind !== 'transaction') return {};
    const ready = await this.#seams.bind(line, line.syntax);
    if (ready.kind === 'failed') return ready.outcome;
    this.#open = withLine(before, ready.arguments);
    const notes = this.#seams.notes(ready);
    return { ...added(before, this.#open), ...(notes.length > 0 ? { notes } : {}) };
  }
}

type Failed = Extract<Prepared, { kind: 'failed' }>;

const EMPTY: RequestSyntax = {
  kind: 'transaction',
  nameSpan: { start: 0, end: 0 },
  actions: [],
  properties: [],
};
const NONE_OPEN = failed("no transaction is open: '.begin' opens one");
const ALREADY_OPEN = failed("a transaction is open already: '.commit' or '.abort' ends it");
const NOTHING_TO_COMMIT = failed("the transaction has no action yet: '.abort' drops it");

function alone(name: string, rest: string): Failed {
  return failed(`expected .${name} alone, found '${rest}'`, 'syntax');
}

function failed(message: string, kind: 'refused' | 'syntax' = 'refused'): Failed {
  return { kind: 'failed', outcome: { failure: { exit: EXIT.usage, message, kind } } };
}
