// A person's session at a prompt: lines in, readable replies and events out, the connection kept or found again.

import type { Schema } from '../../qapi/model.js';
import type { QmpClient } from '../../qmp/client.js';
import type { EventMessage } from '../../qmp/messages.js';
import { steadyNow } from '../../qmp/steady-clock.js';
import type { Waiting } from '../../session/heartbeat.js';
import type { LineRunner } from '../../session/line-runner.js';
import type { ReadyRequest } from '../../session/prepared.js';
import type { Session } from '../../session/session.js';
import type { Settings } from '../../session/settings.js';
import { annotations } from '../../shell/annotations-table.js';
import { escapeLine, escapeMessage } from '../../shell/escape.js';
import { type CommandSyntax, type Line, parseLine } from '../../shell/line.js';
import { EXIT, type ExitCode, type Outcome, returnText } from '../../shell/outcome.js';
import { error } from '../../shell/problem.js';
import type { Reference } from '../../shell/references.js';
import { underline } from '../../shell/underline.js';
import { veil } from '../../shell/veil.js';
import type { ScreenFacts } from '../../tui/facts.js';
import type { LinePrompt } from '../../tui/line/prompt.js';
import { type LiveLines, ScreenFeed } from '../screen/screen-feed.js';
import { confirmed } from './confirm.js';
import { Connection } from './connection.js';
import { LineTurns } from './line-turns.js';
import { runPromptDirective } from './prompt-directives.js';
import { typedLines } from './typed-lines.js';
import { Typing } from './typing.js';
import { Voice } from './voice.js';

/** What a prompt is given. */
export interface ReplOptions {
  readonly target: string;
  /** Connects to the target; called again after the connection was lost. */
  readonly connect: (target: string) => Promise<QmpClient>;
  /** Is told what the user does, beside what passes on the wire. */
  readonly tour?: { line(text: string): void; tab(): void };
  /** Records what passes from now on, or ends that; gives what is to be told. */
  readonly record: (path: string) => Promise<string>;
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

/** What lives above the prompt while a transaction is open. */
function transactionLines(size: number | undefined): readonly string[] {
  if (size === undefined) return [];
  const actions = size === 1 ? '1 action' : `${size} actions`;
  return [` transaction of ${actions}: .show lists them, .commit does them, .abort drops them`];
}

/** Directives that are requests, asked about like others. */
const SENDING_DIRECTIVES: ReadonlySet<string> = new Set(['hmp', 'commit']);
/** Events that QEMU limits to one a second, because guests make so many. */
const CHATTER = new Set(['RTC_CHANGE', 'BALLOON_CHANGE']);
/** Directives that go on while other lines are run. */
const WAITING_DIRECTIVES: ReadonlySet<string> = new Set(['wait', 'watch']);
/** A line's wait for its reply is told from here on, in ms. */
const WORTH_TELLING_MS = 500;
/** Words by which people leave other shells; commands of that name win. */
const LEAVING = /^(?:exit|q|\\q)$/;

/** Lines that are drawn above the prompt. */
export interface LiveBlock {
  /** They are others now. */
  changed(): void;
  end(): void;
}

/** Runs until the person leaves. `start` settles then. */
export class Repl {
  readonly connection: Connection;
  readonly voice: Voice;
  readonly feed = new ScreenFeed(
    () => this.#feedSource(),
    () => this.#prompt?.changed?.(),
    text => this.#sayInTurn(text),
  );
  /** Commands without a reply, oldest first. */
  readonly #waiting = new Set<Waiting>();
  readonly #options: ReplOptions;
  readonly #turns = new LineTurns();
  readonly #over: Promise<ExitCode>;
  #leave: (code: ExitCode) => void = () => undefined;
  #prompt: LinePrompt | undefined;
  #isLeaving = false;
  /** What helps with a line while it is typed. */
  readonly typing: Typing;

  constructor(options: ReplOptions) {
    this.#options = options;
    this.voice = new Voice(options.format);
    const { target, connect, settings, given, noCheck, readOnly } = options;
    const fetchValue = (reference: Reference) => this.#fetchValue(reference);
    const rules = { noCheck, readOnly, mustKnow: false, fetchValue };
    this.connection = new Connection(
      target,
      { connect, settings, given, rules },
      {
        say: text => this.#sayInTurn(text),
        changed: () => this.#changed(),
        event: event => this.#takeEvent(event),
        inBackground: () => this.feed.inBackground,
        isBlocked: () => this.feed.isBlocked,
      },
    );
    this.typing = new Typing({
      connection: this.connection,
      recall: () => this.recall(),
      replies: () => this.voice.replies.newestFirst,
      onLate: () => this.#prompt?.recheck(),
    });
    this.#over = new Promise(resolve => {
      this.#leave = resolve;
    });
  }

  /** Connects and opens the prompt. @throws what connecting throws. */
  async start(opener: Promise<(repl: Repl) => LinePrompt>): Promise<ExitCode> {
    await this.connection.open();
    this.#prompt = (await opener)(this);
    this.#prompt.start();
    setImmediate(() => void this.connection.findListener());
    this.#follow();
    this.voice.begin(this.#prompt);
    this.showLive(() => transactionLines(this.connection.now?.runner.transactionSize));
    return this.#over;
  }

  /** The prompt's own text. */
  promptText(): string {
    if (this.connection.now === undefined) return '(not connected) ❯ ';
    return this.connection.now.runner.isTransactionOpen ? 'transaction ❯ ' : '❯ ';
  }

  recall(): readonly string[] {
    return this.#options.history(this.connection.vmKey);
  }

  /** Text above the prompt; a server's part of it must be escaped already. */
  say(text: string, line?: Line): void {
    this.voice.say(text, line);
  }

  /** After the events that came before it: SHUTDOWN tells why a connection has ended. */
  #sayInTurn(text: string): void {
    this.voice.events.flush();
    this.say(text);
  }

  /** Shows a reply in the viewer; the last one without a number. */
  openReply(number: number | undefined): void {
    if (this.#prompt?.openReply === undefined)
      this.say('qmpsh: the viewer needs the session view (not -l)');
    else this.#prompt.openReply(number);
  }

  /** Another text at the prompt, not sent. */
  setText(text: string): void {
    this.#prompt?.setText(text);
  }

  /** A line, or the last one, in the person's own editor. */
  async edit(text: string): Promise<void> {
    const { edit } = await import('./editing.js');
    await edit(this, text.trim());
  }

  /** Lines above the prompt until they are ended; undefined where nothing is drawn there. */
  showLive(lines: LiveLines): LiveBlock | undefined {
    const prompt = this.#prompt;
    if (prompt?.changed === undefined) return undefined;
    const changed = () => prompt.changed?.();
    this.feed.live.add(lines);
    return { changed, end: () => void (this.feed.live.delete(lines) && changed()) };
  }

  leave(code: ExitCode = EXIT.ok): void {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    this.voice.end();
    this.feed.stop();
    this.connection.close();
    this.#prompt?.stop();
    this.#leave(code);
  }

  /** Ctrl-C: a typed line is dropped by the editor; without one, the wait that began last. */
  interrupt(abandoned: string): void {
    if (abandoned === '') this.#turns.interrupt();
  }

  #changed(): void {
    if (this.connection.now === undefined) this.#prompt?.dismiss();
    this.#follow();
    this.voice.events.flush();
    this.#prompt?.recheck();
  }

  /** Only where it is shown is the server asked how it is. */
  #follow(): void {
    if (this.#prompt?.changed !== undefined) this.feed.followSession();
  }

  #takeEvent(event: EventMessage): void {
    if (!this.#isChatter(event)) this.voice.events.take(event);
    this.feed.takeEvent(event, this.voice.events.shows(event));
  }

  /** A screen counts what guests say by the second, and prints it only if it was asked for. */
  #isChatter({ name }: EventMessage): boolean {
    const hasTicker = this.#prompt?.changed !== undefined;
    return hasTicker && !this.voice.events.isChosen && CHATTER.has(name);
  }

  /** What a screen shows besides text. */
  facts(): ScreenFacts {
    return this.feed.facts();
  }

  #feedSource() {
    const { now, target } = this.connection;
    const { readOnly } = this.#options;
    const { name, version, status } = now?.facts ?? {};
    return {
      session: now?.session,
      vm: version === undefined ? undefined : { name, version, status },
      target,
      readOnly,
      eventFilter: this.voice.events.filterText === '' ? 'on' : this.voice.events.filterText,
      waiting: [...this.#waiting],
    };
  }

  /** What may stand at a place of the line; `explicit` when Tab asked. */
  complete(line: string, cursor: number, explicit: boolean): ReturnType<Typing['complete']> {
    if (explicit) this.#options.tour?.tab();
    return this.typing.complete(line, cursor, explicit);
  }

  /** Keeps a line that was not sent, to be recalled by the next session. */
  keepDraft(text: string): void {
    this.#options.remember(this.connection.vmKey, text);
  }

  /** Runs what was entered: each of its lines, one after the other, where a paste has several. */
  async submit(text: string, block?: number): Promise<void> {
    this.#options.remember(this.connection.vmKey, text);
    this.#options.tour?.line(text);
    const lines = typedLines(text).map(({ line }) => line);
    if (block !== undefined) for (const line of lines) this.voice.give(line, block);
    await Promise.all(lines.map(line => this.#enter(line)));
  }

  /** Runs a line in its turn; out of band it has none to wait for. */
  #enter(line: Line): Promise<void> {
    const isUrgent = line.syntax.kind === 'command' && line.syntax.oob;
    return this.#turns.run((signal, letNext) => this.#attempt(line, signal, letNext), isUrgent);
  }

  async #attempt(line: Line, signal: AbortSignal, letNext: () => void): Promise<void> {
    this.voice.newest = line;
    try {
      await this.#run(line, signal, letNext);
    } catch (failure) {
      const why = failure instanceof Error ? failure.message : String(failure);
      this.say(`qmpsh: ${escapeMessage(why)}`);
    }
  }

  async #run(line: Line, signal: AbortSignal, letNext: () => void): Promise<void> {
    const { syntax } = line;
    if (syntax.kind === 'blank') return;
    if (syntax.kind === 'help') return this.#directive('help', syntax.rest.text, signal, line);
    if (syntax.kind === 'directive' && !SENDING_DIRECTIVES.has(syntax.name)) {
      if (WAITING_DIRECTIVES.has(syntax.name)) letNext();
      return this.#directive(syntax.name, syntax.rest.text, signal, line);
    }
    const { now } = this.connection;
    if (now === undefined) return this.say('qmpsh: not connected; the line was not sent');
    if (syntax.kind === 'command' && (await this.#isForUs(syntax, now.session))) {
      return this.#ourWord(syntax.name);
    }
    if (syntax.kind === 'command' && syntax.redirection !== undefined) {
      return this.#runRedirected(line, syntax, now.runner, signal);
    }
    await this.#runRequest(line, now.runner, signal, letNext);
  }

  async #runRequest(
    line: Line,
    runner: LineRunner,
    signal: AbortSignal,
    letNext: () => void,
  ): Promise<void> {
    const prepared = await runner.prepare(line);
    if (prepared?.kind === 'failed') return this.voice.show(prepared.outcome, undefined, line);
    if (prepared?.kind === 'here') return this.#runHere(line, runner);
    if (prepared === undefined || !(await this.#mayBeSent(prepared))) return;
    const { name } = prepared.request;
    const since = steadyNow();
    const sent = runner.send(
      prepared,
      outcome => this.voice.reply(line, outcome, name, steadyNow() - since),
      signal,
    );
    letNext();
    await this.#whileWaiting({ name, since }, sent);
    const took = steadyNow() - since;
    const isTold = this.#prompt?.tellsTimes === true || this.#isLeaving;
    if (took > WORTH_TELLING_MS && !isTold) this.say(`  ${(took / 1000).toFixed(1)} s`);
  }

  /** An action of the open transaction. */
  async #runHere(line: Line, runner: LineRunner): Promise<void> {
    await runner.run(line, outcome => this.voice.show(outcome, undefined, line));
  }

  async #whileWaiting(waiting: Waiting, sent: Promise<unknown>): Promise<void> {
    this.#waiting.add(waiting);
    try {
      await sent;
    } finally {
      this.#waiting.delete(waiting);
    }
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
    const isDone = await runPromptDirective(this, name, rest, signal);
    if (isDone) return;
    const { now } = this.connection;
    if (now === undefined) return this.say('qmpsh: not connected');
    await now.runner.run(line, outcome => this.voice.show(outcome, undefined, line), signal);
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
    if (prepared?.kind === 'failed') return this.voice.show(prepared.outcome, undefined, line);
    if (prepared?.kind !== 'request') return;
    const name = prepared.request.name;
    if (await this.#returnsNothing(name)) {
      const what = `'${name}' returns nothing: to send '${redirection.operator}' as a word, quote it`;
      const problem = error('operator', redirection.span, what);
      const { text, problems } = veil(annotations, line.text, [problem]);
      return this.voice.note(
        columns => problems.map(row => underline(text, row, columns)).join('\n'),
        line,
      );
    }
    if (!(await this.#mayBeSent(prepared))) return;
    const outcome = await runner.send(prepared, () => undefined, signal);
    if (outcome.failure !== undefined || outcome.json === undefined)
      return this.voice.show(outcome, name);
    const json = returnText(outcome) ?? 'null';
    const { redirect } = await import('./redirect.js');
    const { shown, trouble } = await this.lend(() => redirect(redirection, json));
    if (trouble !== undefined) this.say(`qmpsh: ${escapeMessage(trouble)}`);
    else if (shown !== undefined) this.say(`  ${escapeLine(shown)}`);
  }

  async #returnsNothing(name: string): Promise<boolean> {
    const schema = await this.connection.now?.session.schema();
    const { objectOf } = await import('../../qapi/model.js');
    const ret = schema && objectOf(schema, schema.commands.get(name)?.ret);
    return ret !== undefined && ret.members.length === 0 && ret.tag === undefined;
  }

  /** Gives the terminal to something else for a while. */
  lend<T>(action: () => Promise<T>): Promise<T> {
    return this.#prompt === undefined ? action() : this.#prompt.lend(action);
  }

  async #mayBeSent(ready: ReadyRequest): Promise<boolean> {
    const { neverAsk, settings } = this.#options;
    const { now } = this.connection;
    const prompt = this.#prompt;
    if (neverAsk || now === undefined || prompt === undefined) return true;
    const { session, facts } = now;
    const knows = !this.connection.isStranger || (await this.#acceptsStranger(prompt, ready));
    const isSure =
      knows &&
      (await confirmed(ready, { session, vm: facts.name, asksAll: settings.confirm, prompt }));
    const isStillThere = this.connection.now?.session === session;
    if (!isSure || !isStillThere) this.say('  not sent');
    return isSure && isStillThere;
  }

  /** The first line to a server that took the place of another. */
  async #acceptsStranger(prompt: LinePrompt, { request }: ReadyRequest): Promise<boolean> {
    const text = `This is another VM than before: send '${escapeLine(request.name)}' to it? type yes: `;
    const isAccepted = (await prompt.ask({ text }))?.trim() === 'yes';
    if (isAccepted) this.connection.isStranger = false;
    return isAccepted;
  }

  record(path: string): Promise<string> {
    return this.#options.record(path);
  }

  /** Runs a line that a directive stands for: not kept, not asked about. Says whether it succeeded. */
  async runQuietly(line: Line, signal?: AbortSignal): Promise<boolean> {
    const name = line.syntax.kind === 'command' ? line.syntax.name : undefined;
    const outcome = await this.connection.now?.runner.run(
      line,
      told => this.voice.show(told, name),
      signal,
    );
    return outcome?.failure === undefined;
  }

  /** Runs the line of a file as if it had been entered. */
  runLine(line: Line): Promise<void> {
    return this.#attempt(line, new AbortController().signal, () => undefined);
  }

  async #fetchValue(reference: Reference): Promise<string> {
    if (reference.kind === 'file')
      return (await import('../fetch-value.js')).readValue(reference.path);
    if (reference.kind === 'stdin') throw new Error('standard input is this prompt');
    const answer = await this.#prompt?.ask({ text: `${reference.member}: `, hidden: true });
    if (answer === undefined) throw new Error('no value was given');
    return answer;
  }
}
