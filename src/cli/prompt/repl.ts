// A person's session at a prompt: lines in, readable replies and events out, the connection kept or found again.

import { complete } from '../../completion/complete.js';
import type { Completion as EditorCompletion } from '../../editor/menu.js';
import type { Schema } from '../../qapi/model.js';
import type { QmpClient } from '../../qmp/client.js';
import { type ConnectionEnd, endText } from '../../qmp/connection-end.js';
import type { EventMessage } from '../../qmp/messages.js';
import { ALL_EVENTS, type Filter, passes } from '../../session/filter.js';
import { LineRunner } from '../../session/line-runner.js';
import type { ReadyRequest } from '../../session/prepare.js';
import { Session } from '../../session/session.js';
import type { Settings } from '../../session/settings.js';
import { annotations } from '../../shell/annotations-table.js';
import { bindLine } from '../../shell/binding/bind-command.js';
import { escapeLine, escapeText } from '../../shell/escape.js';
import { type CommandSyntax, type Line, parseLine } from '../../shell/line.js';
import { EXIT, type ExitCode, type Outcome } from '../../shell/outcome.js';
import { error, type Problem, underline } from '../../shell/problem.js';
import type { Reference } from '../../shell/references.js';
import type { LinePrompt } from '../../tui/line/prompt.js';
import { readValue } from '../fetch-value.js';
import { exitCodeOf } from '../report.js';
import { shownCandidate, useHistory } from './candidates.js';
import { confirmed } from './confirm.js';
import { batchLines } from './event-lines.js';
import { runPromptDirective } from './prompt-directives.js';
import { redirect } from './redirect.js';
import { askFacts, factsLine, type VmFacts } from './vm-facts.js';

/** What a prompt is given. */
export interface ReplOptions {
  readonly target: string;
  /** Connects to the target; called again after the connection was lost. */
  readonly connect: (target: string) => Promise<QmpClient>;
  readonly settings: Settings;
  readonly readOnly: boolean;
  readonly noCheck: boolean;
  /** The schema of --schema. */
  readonly given?: Schema | undefined;
  /** --yes: nothing is asked. */
  readonly neverAsk: boolean;
  /** The text for an outcome's reply, ready for the terminal. */
  readonly format: (outcome: Outcome, command: string | undefined) => string | undefined;
  readonly remember: (vm: string, line: string) => void;
  readonly history: (vm: string) => readonly string[];
}

/** Events are shown in batches, so that a flood costs the terminal little; in ms. */
const BATCH_MS = 80;
/** A line's duration is told from here on, in ms. */
const WORTH_TELLING_MS = 500;
const RECONNECT_MS = [2_000, 2_000, 5_000, 10_000] as const;
/** Words by which people leave other shells; commands of that name win. */
const LEAVING = /^(?:exit|q|\\q)$/;

/** Runs until the person leaves. `start` settles then. */
export class Repl {
  readonly #options: ReplOptions;
  readonly #over: Promise<ExitCode>;
  #leave: (code: ExitCode) => void = () => undefined;
  #prompt: LinePrompt | undefined;
  #session: Session | undefined;
  #runner: LineRunner | undefined;
  /** The schema with the names and descriptions that completion shows. */
  #namedSchema: Schema | undefined;
  #facts: VmFacts | undefined;
  #target: string;
  /** Ends the wait for what runs. */
  #running: AbortController | undefined;
  #isLeaving = false;
  filter: Filter | 'off' = ALL_EVENTS;
  /** JSON of what was shown last. */
  lastReply: string | undefined;
  #batch: EventMessage[] = [];
  #batchTimer: NodeJS.Timeout | undefined;

  constructor(options: ReplOptions) {
    this.#options = options;
    this.#target = options.target;
    this.#over = new Promise(resolve => {
      this.#leave = resolve;
    });
  }

  /** Connects and opens the prompt. @throws what connecting throws. */
  async start(openPrompt: (repl: Repl) => LinePrompt): Promise<ExitCode> {
    const client = await this.#options.connect(this.#target);
    this.#prompt = openPrompt(this);
    this.#prompt.start();
    await this.#take(client);
    return this.#over;
  }

  /** The prompt's own text. */
  promptText(): string {
    return this.#session === undefined ? '(not connected) ❯ ' : '❯ ';
  }

  get vmKey(): string {
    return this.#facts?.name ?? this.#target;
  }

  get session(): Session | undefined {
    return this.#session;
  }

  recall(): readonly string[] {
    return this.#options.history(this.vmKey);
  }

  /** Text above the prompt; a server's part of it must be escaped already. */
  say(text: string): void {
    this.#prompt?.printAbove(text);
  }

  /** Gives the terminal to something else for a while. */
  lend<T>(action: () => Promise<T>): Promise<T> {
    return this.#prompt === undefined ? action() : this.#prompt.lend(action);
  }

  leave(code: ExitCode = EXIT.ok): void {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    clearTimeout(this.#batchTimer);
    this.#showBatch();
    this.#prompt?.stop();
    void this.#session?.client.close();
    this.#leave(code);
  }

  /** Ctrl-C: a typed line is dropped by the editor; without one, the wait for what runs. */
  interrupt(abandoned: string): void {
    if (abandoned === '') this.#running?.abort(new Error('interrupted'));
  }

  /** What is wrong with a line that is being typed. */
  check(text: string): readonly Problem[] {
    const line = parseLine(text);
    const { syntax } = line;
    const isRequest =
      syntax.kind === 'command' || syntax.kind === 'raw' || syntax.kind === 'transaction';
    const schema = this.#session?.isSchemaTold === true ? this.#session.loadedSchema : undefined;
    if (!isRequest || schema === undefined) return line.problems;
    const { problems } = bindLine({ schema, annotations }, line, syntax);
    return problems.filter(row => row.code !== 'missing-member' && row.code !== 'by-form');
  }

  /** What may stand at a place of the line; of an empty line only if Tab asks. */
  complete(line: string, cursor: number, explicit: boolean): EditorCompletion | undefined {
    const isAsked = explicit || line.slice(0, cursor).trim() !== '';
    if (this.#session === undefined || !isAsked) return undefined;
    const schema = this.#namedSchema ?? this.#session.loadedSchema;
    const facts = { history: useHistory(this.recall()) };
    const { replace, candidates } = complete({ line, cursor, schema, annotations, facts });
    return { replace, candidates: candidates.map(shownCandidate) };
  }

  /** Runs one line that was entered. */
  async submit(text: string): Promise<void> {
    this.#options.remember(this.vmKey, text);
    const line = parseLine(text);
    const running = new AbortController();
    this.#running = running;
    const start = performance.now();
    try {
      await this.#run(line, running.signal);
    } catch (failure) {
      this.say(
        `qmpsh: ${escapeText(failure instanceof Error ? failure.message : String(failure))}`,
      );
    } finally {
      this.#running = undefined;
      const took = performance.now() - start;
      if (took > WORTH_TELLING_MS && !this.#isLeaving) this.say(`  ${(took / 1000).toFixed(1)} s`);
    }
  }

  async #run(line: Line, signal: AbortSignal): Promise<void> {
    const { syntax } = line;
    if (syntax.kind === 'blank') return;
    if (syntax.kind === 'help') return this.#directive('help', syntax.rest.text, signal, line);
    if (syntax.kind === 'directive' && syntax.name !== 'hmp') {
      return this.#directive(syntax.name, syntax.rest.text, signal, line);
    }
    const session = this.#session;
    const runner = this.#runner;
    if (session === undefined || runner === undefined)
      return this.say('qmpsh: not connected; the line was not sent');
    if (syntax.kind === 'command' && (await this.#isForUs(syntax, session)))
      return this.#ourWord(syntax.name);
    if (syntax.kind === 'command' && syntax.redirection !== undefined) {
      return this.#runRedirected(line, syntax, runner, signal);
    }
    const prepared = await runner.prepare(line);
    if (prepared?.kind === 'failed') return this.show(prepared.outcome, undefined);
    if (prepared?.kind !== 'request' || !(await this.#mayBeSent(prepared))) return;
    await runner.send(prepared, outcome => this.show(outcome, prepared.request.name), signal);
  }

  /** `exit`, `q`, `help`, where the server has no command of that name. */
  async #isForUs({ name, words }: CommandSyntax, session: Session): Promise<boolean> {
    if (words.length > 0 || !(LEAVING.test(name) || name === 'help')) return false;
    const schema = await session.schema().catch(() => undefined);
    return schema?.commands.has(name) !== true;
  }

  async #ourWord(name: string): Promise<void> {
    const directive = name === 'help' ? 'help' : 'quit';
    this.say(`  (qmpsh's own: .${directive})`);
    await this.#directive(directive, '', new AbortController().signal, parseLine(`.${directive}`));
  }

  async #directive(name: string, rest: string, signal: AbortSignal, line: Line): Promise<void> {
    const isDone = await runPromptDirective(this, name, rest);
    if (isDone) return;
    if (this.#runner === undefined) return this.say('qmpsh: not connected');
    await this.#runner.run(line, outcome => this.show(outcome, undefined), signal);
  }

  async #runRedirected(
    line: Line,
    syntax: CommandSyntax,
    runner: LineRunner,
    signal: AbortSignal,
  ): Promise<void> {
    const { redirection, ...command } = syntax;
    if (redirection === undefined) return;
    const prepared = await runner.prepare({ ...line, syntax: command });
    if (prepared?.kind === 'failed') return this.show(prepared.outcome, undefined);
    if (prepared?.kind !== 'request') return;
    const name = prepared.request.name;
    if (await this.#returnsNothing(name)) {
      const what = `'${name}' returns nothing: to send '${redirection.operator}' as a word, quote it`;
      return this.say(underline(line.text, error('operator', redirection.span, what)));
    }
    if (!(await this.#mayBeSent(prepared))) return;
    const outcome = await runner.send(prepared, () => undefined, signal);
    if (outcome.failure !== undefined || outcome.json === undefined)
      return this.show(outcome, name);
    const { memberText } = await import('../../json/text.js');
    const json = memberText(outcome.json, 'return') ?? 'null';
    const { shown, trouble } = await this.lend(() => redirect(redirection, json));
    if (trouble !== undefined) this.say(`qmpsh: ${escapeText(trouble)}`);
    else if (shown !== undefined) this.say(`  ${escapeLine(shown)}`);
  }

  async #returnsNothing(name: string): Promise<boolean> {
    const schema = await this.#session?.schema();
    const { objectOf } = await import('../../qapi/model.js');
    const ret = schema && objectOf(schema, schema.commands.get(name)?.ret);
    return ret !== undefined && ret.members.length === 0 && ret.tag === undefined;
  }

  async #mayBeSent(ready: ReadyRequest): Promise<boolean> {
    const { neverAsk, settings } = this.#options;
    const session = this.#session;
    const prompt = this.#prompt;
    if (neverAsk || session === undefined || prompt === undefined) return true;
    const isSure = await confirmed(ready, {
      session,
      vm: this.#facts?.name,
      asksAll: settings.confirm,
      prompt,
    });
    if (!isSure) this.say('  not sent');
    return isSure;
  }

  /** Runs a line that a directive stands for: not kept, not asked about. */
  async submitQuietly(text: string): Promise<void> {
    await this.#runner?.run(
      parseLine(text),
      outcome => this.show(outcome, text),
      this.#running?.signal,
    );
  }

  /** Shows what became of a line. */
  show(outcome: Outcome, command: string | undefined): void {
    if (this.#isLeaving) return;
    this.#showBatch();
    const text = this.#options.format(outcome, command);
    if (outcome.json !== undefined) this.lastReply = outcome.json;
    if (text !== undefined) this.say(text);
    const { failure, notes = [] } = outcome;
    const isShown = outcome.isReply === true && outcome.json !== undefined;
    if (failure !== undefined && !isShown && notes.length === 0)
      this.say(`qmpsh: ${escapeText(failure.message)}`);
    for (const note of notes) this.say(escapeText(note));
  }

  async #take(client: QmpClient): Promise<void> {
    const before = this.#facts;
    const session = new Session(client, undefined, this.#options.given);
    const { settings, readOnly, noCheck } = this.#options;
    client.onEvent(event => this.#takeEvent(event));
    void client.closed.then(end => this.#lost(session, end));
    this.#facts = await askFacts(client);
    this.#session = session;
    this.#runner = new LineRunner(session, settings, {
      noCheck,
      readOnly,
      mustKnow: false,
      fetchValue: reference => this.#fetchValue(reference),
    });
    this.say(escapeLine(factsLine(this.#facts, this.#target)));
    if (before !== undefined && before.name !== this.#facts.name)
      this.say('  (another VM than before)');
    this.#prompt?.redraw();
    // Asked for now, so that problems are found while typing.
    void this.#learnSchema(session);
  }

  async #fetchValue(reference: Reference): Promise<string> {
    if (reference.kind === 'file') return readValue(reference.path);
    if (reference.kind === 'stdin') throw new Error('standard input is this prompt');
    const answer = await this.#prompt?.ask({ text: `${reference.member}: `, hidden: true });
    if (answer === undefined) throw new Error('no value was given');
    return answer;
  }

  async #learnSchema(session: Session): Promise<void> {
    try {
      await session.schema();
      this.#prompt?.recheck();
      const named = await session.namedSchema();
      if (this.#session === session) this.#namedSchema = named;
      this.#prompt?.recheck();
    } catch {
      // Lines go by their form then; whoever needs the schema asks again and is told why there is none.
    }
  }

  /** Another server from now on. @throws what connecting throws; the old connection is kept then. */
  async connectTo(target: string): Promise<void> {
    const client = await this.#options.connect(target);
    const old = this.#session;
    this.#session = undefined;
    this.#namedSchema = undefined;
    this.#facts = undefined;
    this.#target = target;
    await old?.client.close();
    await this.#take(client);
  }

  #takeEvent(event: EventMessage): void {
    if (this.filter === 'off' || !passes(this.filter, event)) return;
    this.#batch.push(event);
    this.#batchTimer ??= setTimeout(() => this.#showBatch(), BATCH_MS);
  }

  #showBatch(): void {
    clearTimeout(this.#batchTimer);
    this.#batchTimer = undefined;
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length > 0) this.say(batchLines(batch, new Date()).join('\n'));
  }

  async #lost(session: Session, end: ConnectionEnd): Promise<void> {
    if (this.#isLeaving || this.#session !== session) return;
    this.#session = undefined;
    this.#runner = undefined;
    this.#showBatch();
    this.say(
      `── ${escapeLine(endText(end))}; connecting again to ${escapeLine(this.#target)} when it is there`,
    );
    this.#prompt?.redraw();
    await this.#reconnect();
  }

  async #reconnect(): Promise<void> {
    for (let attempt = 0; !this.#isLeaving && this.#session === undefined; attempt += 1) {
      await pause(RECONNECT_MS[Math.min(attempt, RECONNECT_MS.length - 1)]!);
      if (this.#isLeaving || this.#session !== undefined) return;
      try {
        await this.#take(await this.#options.connect(this.#target));
      } catch (failure) {
        if (exitCodeOf(failure) === EXIT.usage) return;
      }
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
