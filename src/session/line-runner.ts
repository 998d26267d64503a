// One line -> its outcome: made ready, sent, its reply read. Scripts and prompts run their lines through here.
import type { Schema } from '../qapi/model.js';
import { findInMap } from '../qapi/object-view.js';
import { InterruptedError } from '../qmp/errors.js';
import type { Reply } from '../qmp/request.js';
import { type Annotations, commandNotes } from '../shell/annotations.js';
import type { RequestSyntax } from '../shell/binding/bind-command.js';
import { rawRequest } from '../shell/binding/raw-request.js';
import { isHmpError } from '../shell/judge.js';
import type { Line } from '../shell/line.js';
import { EXIT, type Note, type Outcome } from '../shell/outcome.js';
import type { JsonNode } from '../shell/relaxed-json.js';
import { submitWithin, within } from './limited-submit.js';
import { INTERRUPTED, lostOutcome, timedOut } from './no-reply.js';
import { bareRequest, HMP, type Prepared, type ReadyRequest, type RunRules } from './prepared.js';
import type { Session } from './session.js';
import type { Settings } from './settings.js';
import type { TransactionLines } from './transaction/transaction-lines.js';
import { isBare, isInputError, mayBeLackingUnseen, nearestWords } from './unseen-command.js';

/** Called as the reply arrives, in order of arrival with events. */
export type OnOutcome = (outcome: Outcome) => void;

/** Only of such names does the table of annotations say that they cannot be sent: for others it is not read. */
const MAY_BE_REFUSED = /fd$/;

export class LineRunner {
  readonly #session: Session;
  readonly #settings: Settings;
  readonly #rules: RunRules;
  #annotations: Annotations | undefined;
  /** Undefined as long as no line was about it. */
  #transaction: TransactionLines | undefined;
  /** What has been warned of: each thing once a session. */
  readonly #warned = new Set<string>();

  constructor(session: Session, settings: Settings, rules: RunRules) {
    this.#session = session;
    this.#settings = settings;
    this.#rules = rules;
  }

  /** Whether `.begin` has opened a transaction that neither `.commit` nor `.abort` has ended. */
  get isTransactionOpen(): boolean {
    return this.#transaction?.isOpen === true;
  }

  /** How many actions the open transaction has; undefined where none is open. */
  get transactionSize(): number | undefined {
    return this.#transaction?.size;
  }

  /** Whether the line is an action of the open transaction, were it entered now. */
  isAction(line: Line): boolean {
    return this.isTransactionOpen && this.#transaction?.isAction(line) === true;
  }

  /** Drops it; for whoever only looks at lines. */
  dropTransaction(): void {
    this.#transaction?.drop();
  }

  /**
   * The request of a line for which nothing has to be looked up: a command without arguments, raw or not; undefined for
   * any other line.
   */
  readyAtOnce(line: Line): ReadyRequest | undefined {
    const { syntax } = line;
    if (this.#rules.readOnly || this.#rules.mustKnow || line.problems.length > 0) return undefined;
    if (this.isTransactionOpen) return undefined;
    if (syntax.kind === 'raw') return rawAtOnce(syntax.node);
    if (syntax.kind !== 'command' || !this.#isBare(line)) return undefined;
    return bareRequest(syntax.name, syntax.oob);
  }

  /** Makes a line ready; undefined for a line that means nothing. One of which nothing is sent is ready as it is. */
  async prepare(line: Line): Promise<Prepared | SendsNothing | undefined> {
    if (this.isAction(line)) return SENDS_NOTHING;
    const prepared = await this.#prepareAny(line);
    const isBeside = prepared?.kind === 'request' && this.isTransactionOpen;
    return isBeside ? this.#transaction?.whileOpen(prepared) : prepared;
  }

  async #prepareAny(line: Line): Promise<Prepared | SendsNothing | undefined> {
    const { syntax } = line;
    switch (syntax.kind) {
      case 'blank':
        return undefined;
      case 'help':
        return SENDS_NOTHING;
      case 'directive':
        if (syntax.name === 'hmp') return this.#prepareHmp(syntax.rest.text);
        if (syntax.name !== 'commit') return SENDS_NOTHING;
        return (await this.#transactionLines()).commit(syntax.rest.text);
      case 'command':
        if (this.#isBare(line)) return this.#prepareBare(syntax.name, syntax.oob);
    }
    return this.#prepareBound(line, syntax);
  }

  /** Runs a line to its end; undefined for a line that means nothing. */
  async run(line: Line, onOutcome: OnOutcome, signal?: AbortSignal): Promise<Outcome | undefined> {
    const prepared = await this.prepare(line);
    if (prepared === undefined) return undefined;
    if (prepared.kind === 'request') return this.send(prepared, onOutcome, signal);
    const outcome =
      prepared.kind === 'failed' ? prepared.outcome : await this.#runHere(line, onOutcome, signal);
    onOutcome(outcome);
    return outcome;
  }

  /** What is not sent: a directive, or an action of the open transaction. */
  async #runHere(line: Line, tell: OnOutcome, signal: AbortSignal | undefined): Promise<Outcome> {
    const { syntax } = line;
    const isDirective = syntax.kind === 'directive' || syntax.kind === 'help';
    if (isDirective && !isOfTransaction(line)) return this.#runDirective(line, tell, signal);
    return (await this.#transactionLines()).run(line);
  }

  async #transactionLines(): Promise<TransactionLines> {
    const { TransactionLines } = await import('./transaction/transaction-lines.js');
    this.#transaction ??= new TransactionLines({
      bind: (line, syntax) => this.#prepareBound(line, syntax),
      schema: () => this.#session.loadedSchema,
      notes: ready => this.#newWarnings(ready),
      readOnly: this.#rules.readOnly,
    });
    return this.#transaction;
  }

  /**
   * Sends a request; `onOutcome` is called at the moment its reply arrives.
   * @param onSuccess is called just before that where it is known already that nothing has failed.
   */
  send(
    ready: ReadyRequest,
    onOutcome: OnOutcome,
    signal?: AbortSignal,
    onSuccess?: () => void,
  ): Promise<Outcome> {
    if (ready.request.name !== HMP || this.#annotations !== undefined)
      return this.#sendNow(ready, onOutcome, signal, onSuccess);
    return this.#loadAnnotations().then(() => this.#sendNow(ready, onOutcome, signal, onSuccess));
  }

  #sendNow(
    ready: ReadyRequest,
    onOutcome: OnOutcome,
    signal: AbortSignal | undefined,
    onSuccess: (() => void) | undefined,
  ): Promise<Outcome> {
    if (ready.isCommit) this.dropTransaction();
    const { client, record } = this.#session;
    const { timeoutMs } = this.#settings;
    const { name } = ready.request;
    const since = record.ring.next;
    return new Promise(resolve => {
      const settle = (outcome: Outcome) => {
        onOutcome(outcome);
        resolve(outcome);
      };
      const takeReply = (reply: Reply) => {
        if (mayBeLackingUnseen(ready, reply)) {
          this.#lookAgain(ready, reply, onOutcome, signal).then(resolve);
          return;
        }
        if (reply.kind === 'return' && name !== HMP) onSuccess?.();
        settle(this.#outcomeOf(ready, reply, since));
      };
      submitWithin(
        client,
        ready.request,
        { timeoutMs, signal },
        {
          onReply: takeReply,
          onLost: lost => settle(lostOutcome(ready.request, lost)),
          onGivenUp: why => settle(why === 'interrupted' ? INTERRUPTED : timedOut(name, timeoutMs)),
        },
      );
    });
  }

  #isBare(line: Line): boolean {
    const { syntax } = line;
    if (syntax.kind !== 'command' || this.#rules.mustKnow) return false;
    if (MAY_BE_REFUSED.test(syntax.name)) return false;
    return (
      syntax.words.length === 0 && syntax.redirection === undefined && line.problems.length === 0
    );
  }

  async #prepareBound(typed: Line, typedSyntax: RequestSyntax): Promise<Prepared> {
    const { line, syntax } = await this.#withValues(typed, typedSyntax);
    // The server is asked before the tables are read, so that it answers meanwhile.
    const finding = this.#needsSchema(syntax)
      ? this.#findSchema()
      : { schema: this.#session.loadedSchema };
    const { prepareRequest } = await import('./prepare.js');
    const annotations = await this.#loadAnnotations();
    const found = await finding;
    if ('kind' in found) return found;
    const session = this.#session;
    const prepared = await prepareRequest(line, syntax, this.#rules, {
      schema: found.schema,
      isTold: session.isSchemaTold,
      annotations,
      whyLacking: lacking => session.whyLacking(lacking),
    });
    return withSchemaTrouble(prepared, session.schemaTrouble);
  }

  /** The line with its values fetched that do not stand on it. */
  async #withValues(
    line: Line,
    syntax: RequestSyntax,
  ): Promise<{ line: Line; syntax: RequestSyntax }> {
    const { fetchValue } = this.#rules;
    if (fetchValue === undefined || !line.text.includes('@')) return { line, syntax };
    const { withReferences } = await import('../shell/references.js');
    return withReferences(line, syntax, await this.#loadAnnotations(), fetchValue);
  }

  /** Out of band nothing may wait for the main loop, and raw JSON needs no schema: what is loaded serves. */
  #needsSchema(syntax: RequestSyntax): boolean {
    const isOob = syntax.kind === 'command' && syntax.oob;
    return this.#rules.mustKnow || !(isOob || syntax.kind === 'raw');
  }

  /** The schema, or how the line fails for want of it. */
  async #findSchema(): Promise<{ readonly schema: Schema | undefined } | Prepared> {
    const { timeoutMs } = this.#settings;
    try {
      const schema = await within(this.#session.schema(), timeoutMs, 'late' as const);
      return schema === 'late'
        ? { kind: 'failed', outcome: timedOut(this.#session.schemaCommand, timeoutMs) }
        : { schema };
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw error;
      return { kind: 'failed', outcome: lostOutcome(error.request, error) };
    }
  }

  async #prepareBare(name: string, oob: boolean): Promise<Prepared> {
    const { prepareBare } = await import('./prepare.js');
    return prepareBare(bareRequest(name, oob), this.#rules, await this.#loadAnnotations());
  }

  async #prepareHmp(text: string): Promise<Prepared> {
    const { prepareHmp } = await import('./prepare.js');
    return prepareHmp(text, this.#rules, await this.#loadAnnotations());
  }

  async #runDirective(
    { syntax }: Line,
    tell: OnOutcome,
    signal: AbortSignal | undefined,
  ): Promise<Outcome> {
    if (syntax.kind !== 'directive' && syntax.kind !== 'help') return {};
    const { findDirective } = await import('./directives.js');
    const directive = findDirective(syntax.kind === 'help' ? 'help' : syntax.name);
    if (!('run' in directive)) return directive;
    return directive.run(
      { session: this.#session, settings: this.#settings, signal, runner: this, tell },
      syntax.rest.text,
    );
  }

  async #loadAnnotations(): Promise<Annotations> {
    this.#annotations ??= (await import('../shell/annotations-table.js')).annotations;
    return this.#annotations;
  }

  /** A bare name is sent before the schema is asked: where the server does not know it, its spelling may differ. */
  async #lookAgain(
    ready: ReadyRequest,
    reply: Reply,
    onOutcome: OnOutcome,
    signal: AbortSignal | undefined,
  ): Promise<Outcome> {
    const { name } = ready.request;
    const late = undefined;
    const asked = this.#session.schema().catch(() => undefined);
    const schema = await within(asked, this.#settings.timeoutMs, late);
    const found = schema && findInMap(schema.commands, name);
    if (found !== undefined && found.name !== name && isBare(ready)) {
      const request = { ...ready.request, name: found.name };
      return this.send({ ...ready, request }, onOutcome, signal);
    }
    const story = schema && (await this.#session.whyLacking({ kind: 'command', name }));
    const unknown = story ?? (schema && nearestWords(name, schema));
    const noted = unknown === undefined ? ready : { ...ready, unknown };
    const outcome = this.#outcomeOf(noted, reply, this.#session.record.ring.next);
    onOutcome(outcome);
    return outcome;
  }

  #outcomeOf(ready: ReadyRequest, reply: Reply, since: number): Outcome {
    const notes = this.#newWarnings(ready);
    const base = {
      json: reply.text,
      isReply: true,
      reply,
      ...(notes.length > 0 ? { notes } : {}),
    };
    if (reply.kind === 'return') {
      this.#noteReturn(ready, reply, since);
      const failure = this.#hmpFailure(ready, reply);
      return failure === undefined
        ? base
        : { ...base, failure: { exit: EXIT.error, message: failure } };
    }
    if (isInputError(reply)) this.#session.distrustSchema();
    const known = reply.errorClass === 'CommandNotFound' ? ready.unknown : undefined;
    const message = `${reply.errorClass}: ${reply.desc}${known === undefined ? '' : ` (${known})`}`;
    const failure = { exit: EXIT.error, message };
    if (ready.failureNotes === undefined) return { ...base, failure };
    return { ...base, notes: [...notes, ...ready.failureNotes(reply.desc ?? '')], failure };
  }

  #noteReturn({ request, arguments: args }: ReadyRequest, reply: Reply, since: number): void {
    const notes = this.#annotations && commandNotes(this.#annotations, request.name);
    const jobIdMembers = notes?.['job-id'];
    const sent = { command: request.name, args, since, jobIdMembers };
    this.#session.record.takeReply(sent, reply);
  }

  #hmpFailure({ request }: ReadyRequest, reply: Reply): string | undefined {
    if (request.name !== HMP || typeof reply.value !== 'string' || this.#annotations === undefined)
      return undefined;
    return isHmpError(this.#annotations, reply.value) ? reply.value.trim() : undefined;
  }

  #newWarnings({ warnings }: ReadyRequest): Note[] {
    if (warnings.length === 0) return [];
    const fresh = warnings.filter(warning => !this.#warned.has(warning.key));
    for (const warning of fresh) this.#warned.add(warning.key);
    return fresh.map(warning => warning.text);
  }
}

/** Nothing of the line is sent by itself: `run` does what it says. */
export interface SendsNothing {
  readonly kind: 'here';
}

const SENDS_NOTHING: SendsNothing = { kind: 'here' };

/** `.begin` and its like. `.commit` is not among them: it sends. */
export function isOfTransaction({ syntax }: Line): boolean {
  return syntax.kind === 'directive' && /^(?:begin|show|abort)$/.test(syntax.name);
}

/** Of a schema that could not be read the user is told with the first line that wanted it. */
function withSchemaTrouble(prepared: Prepared, trouble: string | undefined): Prepared {
  if (trouble === undefined || prepared.kind === 'failed') return prepared;
  const text = `what the server says of its schema cannot be read (${trouble}): typed by the form of values`;
  return { ...prepared, warnings: [...prepared.warnings, { key: 'schema-trouble', text }] };
}

function rawAtOnce(node: JsonNode): ReadyRequest | undefined {
  const request = rawRequest(node);
  if ('problems' in request || MAY_BE_REFUSED.test(request.name)) return undefined;
  if (request.argumentsText !== undefined && request.argumentsText !== '{}') return undefined;
  return { kind: 'request', request, arguments: {}, warnings: [] };
}
