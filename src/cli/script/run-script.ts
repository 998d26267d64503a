// The lines of a script, one after the other: each waits for its reply, the first failure stops the rest.

import { endsServer } from '../../qmp/request.js';
import type { LineRunner } from '../../session/line-runner.js';
import type { ReadyRequest } from '../../session/prepared.js';
import type { Settings } from '../../session/settings.js';
import { type Line, parseLine } from '../../shell/line.js';
import {
  EXIT,
  type ExitCode,
  type Failure,
  NOTHING_SHOWN,
  type Outcome,
} from '../../shell/outcome.js';
import { error } from '../../shell/problem.js';
import { say, sayOutcome, UsageError } from '../report.js';
import { InOrder } from './in-order.js';
import type { ScriptLine } from './line-assembler.js';
import { fileTrouble, type LineSource, linesOfFile, placeText } from './line-source.js';
import type { Printer } from './printer.js';
import { askAhead, withNext } from './read-ahead.js';
import { restOf } from './rest-of-script.js';

/** What a run needs. */
export interface ScriptContext {
  readonly runner: LineRunner;
  readonly printer: Printer;
  readonly settings: Settings;
  /** How many commands may be in flight. */
  readonly pipeline: number;
  /** Run on the same connection when a reply or wait times out. */
  readonly onTimeout?: string | undefined;
  /** Whether a message names the line it is about: not for a single command. */
  readonly namesLines: boolean;
}

/** How deep .source may go, so that a file that reads itself ends. */
const MAX_SOURCE_DEPTH = 16;

/** A run; its methods may be called once. */
export class Script {
  readonly #context: ScriptContext;
  /** The first failure's code. */
  #exit: ExitCode = EXIT.ok;
  #isOver = false;
  /** The server was told to quit, and said so. */
  #hasQuit = false;
  #timedOut: Failure | undefined;
  #inFlight = 0;
  /** Who waits for one of those to be answered. */
  #onSettled: (() => void)[] = [];
  readonly #inOrder = new InOrder();
  /** Lines that were read and then not sent, since the run had ended meanwhile. */
  #dropped = 0;
  /** The line that comes next, where it has been read. */
  #next: ScriptLine | undefined;
  /** The line that was sent before its turn, and its run. */
  #ahead: { readonly line: ScriptLine; readonly run: Promise<void> } | undefined;
  /** What a run that ended early left of each file that it was in, the innermost first. */
  readonly #rests: LineSource[] = [];

  constructor(context: ScriptContext) {
    this.#context = context;
  }

  /** Runs lines until they end or one of them ends the run; gives the exit code. */
  async run(lines: LineSource): Promise<ExitCode> {
    await this.#runLines(lines, 0);
    await this.#settleAll();
    this.#leaveTransaction();
    await this.#runOnTimeout();
    if (this.#exit !== EXIT.ok) await tellUnsent(this.#dropped, this.#rests);
    return this.#exit;
  }

  /** As an open bracket at the end of the input, or before `.quit`: what was meant was not done. */
  #leaveTransaction(): void {
    if (this.#isOver || !this.#context.runner.isTransactionOpen) return;
    sayOutcome(LEFT_OPEN, undefined);
    if (this.#exit === EXIT.ok) this.#exit = EXIT.usage;
  }

  /** Each line is read while the server is busy with the one before it. */
  async #runLines(lines: LineSource, depth: number): Promise<void> {
    let line = await lines.next();
    while (line !== undefined) {
      const run = this.#runLine(line, depth);
      const next = askAhead(lines);
      this.#next = next instanceof Promise ? undefined : next;
      await run;
      if (this.#isOver) {
        this.#rests.push(withNext(next, lines));
        return;
      }
      line = await next;
    }
  }

  #runLine(line: ScriptLine, depth: number): Promise<void> {
    if (this.#ahead?.line === line) return this.#ahead.run;
    const ready = this.#readyAtOnce(line);
    return ready === undefined ? this.#runAny(line, depth) : this.#send(line, ready);
  }

  #readyAtOnce(line: ScriptLine): ReadyRequest | undefined {
    const isPlain = !line.isCut && !this.#hasQuit;
    return isPlain ? this.#context.runner.readyAtOnce(line.line) : undefined;
  }

  /**
   * A line before it has succeeded: the next one goes out before its reply is printed, which the server need not wait
   * for. Not one that ends the server: all that came before it is printed then.
   */
  #sendNext(): void {
    const line = this.#next;
    this.#next = undefined;
    const ready = line && this.#readyAtOnce(line);
    if (line === undefined || ready === undefined || endsServer(ready.request)) return;
    this.#ahead = { line, run: this.#send(line, ready) };
  }

  async #runAny(line: ScriptLine, depth: number): Promise<void> {
    const { syntax } = line.line;
    if (syntax.kind === 'blank') return;
    if (line.isCut) return this.#finishAlone(line, await unclosed(line.line));
    if (this.#hasQuit && !isWaitForEnd(line.line)) return this.#finishAlone(line, AFTER_QUIT);
    if (syntax.kind === 'directive' && syntax.name === 'source') {
      return this.#source(line, syntax.rest.text, depth);
    }
    const { runner } = this.#context;
    const prepared = await runner.prepare(line.line);
    if (prepared?.kind === 'request') return this.#send(line, prepared);
    if (!(await this.#hasSettled())) return;
    await runner.run(line.line, outcome => this.#finish(line, outcome));
    if (syntax.kind === 'directive' && syntax.name === 'quit') {
      this.#leaveTransaction();
      this.#isOver = true;
    }
  }

  /** Sends a request: alone, or beside others while there is room and nothing says to wait. */
  async #send(line: ScriptLine, ready: ReadyRequest): Promise<void> {
    const { runner, pipeline } = this.#context;
    const isBarrier = pipeline === 1 || isBarrierIn(line.line, ready);
    const room = isBarrier ? 1 : pipeline;
    while (this.#inFlight >= room) await this.#oneSettled();
    if (this.#isDropped()) return;
    const tell = (outcome: Outcome) => this.#finish(line, outcome, ready);
    const finish = pipeline === 1 ? tell : this.#counted(this.#inOrder.place(tell));
    const mayGoOn = pipeline === 1 && !endsServer(ready.request);
    const onSuccess = mayGoOn ? () => this.#sendNext() : undefined;
    const sent = runner.send(ready, finish, undefined, onSuccess);
    if (isBarrier) await sent;
  }

  /** The same, of a command that is in flight from now until it is called. */
  #counted(finish: (outcome: Outcome) => void): (outcome: Outcome) => void {
    this.#inFlight += 1;
    return outcome => {
      this.#inFlight -= 1;
      finish(outcome);
      for (const settled of this.#onSettled.splice(0)) settled();
    };
  }

  /** Settles when the next of those in flight does. */
  #oneSettled(): Promise<void> {
    return new Promise(resolve => {
      this.#onSettled.push(resolve);
    });
  }

  async #source(line: ScriptLine, path: string, depth: number): Promise<void> {
    if (!(await this.#hasSettled())) return;
    const trouble = sourceTrouble(path, depth);
    if (trouble !== undefined) return this.#finish(line, wrongLine(trouble));
    const end = await this.#runLines(linesOfFile(path), depth + 1).then(nothingShown, failedToRead);
    await this.#settleAll();
    if (!this.#isOver) this.#finish(line, end);
  }

  async #settleAll(): Promise<void> {
    while (this.#inFlight > 0) await this.#oneSettled();
  }

  /** Waits for what is in flight; says whether the line may go on after that. */
  async #hasSettled(): Promise<boolean> {
    await this.#settleAll();
    return !this.#isDropped();
  }

  #isDropped(): boolean {
    if (this.#isOver) this.#dropped += 1;
    return this.#isOver;
  }

  async #finishAlone(line: ScriptLine, outcome: Outcome): Promise<void> {
    if (await this.#hasSettled()) this.#finish(line, outcome);
  }

  #finish(line: ScriptLine, outcome: Outcome, ready?: ReadyRequest): void {
    const { printer, namesLines } = this.#context;
    printer.outcome(outcome, ready?.request.name ?? outcome.command);
    const isNamed = namesLines || line.file !== undefined;
    sayOutcome(outcome, isNamed ? placeText(line) : undefined);
    if (outcome.failure !== undefined) this.#fail(outcome.failure);
    else if (ready !== undefined && endsServer(ready.request)) this.#hasQuit = true;
  }

  #fail(failure: Failure): void {
    const { settings, onTimeout } = this.#context;
    if (this.#exit === EXIT.ok) this.#exit = failure.exit;
    if (failure.kind === 'timeout' && onTimeout !== undefined) this.#timedOut ??= failure;
    if (endsRun(failure) || !settings.keepGoing || this.#timedOut !== undefined)
      this.#isOver = true;
  }

  /** The way out of a hang: its outcome is told on stderr, since no line of the script asked for it. */
  async #runOnTimeout(): Promise<void> {
    const { onTimeout, runner } = this.#context;
    if (this.#timedOut === undefined || onTimeout === undefined) return;
    this.#exit = EXIT.timeout;
    const told = (outcome: Outcome) =>
      say(`--on-timeout: ${outcome.failure?.message ?? outcome.json ?? 'done'}`);
    await runner.run(parseLine(onTimeout), told);
  }
}

/** Lines that nothing may be in flight beside: they may look at, or end, what the others do. */
function isBarrierIn({ syntax }: Line, { request }: ReadyRequest): boolean {
  return syntax.kind === 'directive' || request.oob || endsServer(request);
}

/** Why a file cannot be run with .source, which stands in `depth` others. */
export function sourceTrouble(path: string, depth: number): string | undefined {
  if (path === '') return 'expected .source FILE';
  if (depth >= MAX_SOURCE_DEPTH) return `'.source' nested deeper than ${MAX_SOURCE_DEPTH} files`;
  return fileTrouble(path);
}

export const AFTER_QUIT = wrongLine("the server has ended with 'quit': nothing more is sent");

export const LEFT_OPEN = wrongLine(
  "the transaction of '.begin' was neither committed nor aborted: nothing of it was sent",
);

const nothingShown = () => NOTHING_SHOWN;

/** A file that could be opened may still fail to be read. */
function failedToRead(error: unknown): Outcome {
  if (error instanceof UsageError) return wrongLine(error.message);
  throw error;
}

/** A line that was not understood. */
export function wrongLine(message: string): Outcome {
  return { failure: { exit: EXIT.usage, message, kind: 'syntax' } };
}

/** A line whose brackets are open at the end of the input. */
export async function unclosed(line: Line): Promise<Outcome> {
  const { failedBy } = await import('../../session/failed.js');
  const end = { start: line.text.length, end: line.text.length };
  const failed = failedBy(line, [
    error('syntax', end, 'the brackets are not closed at the end of the input'),
  ]);
  return failed.kind === 'failed' ? failed.outcome : {};
}

/** Of a server that was told to end, its end is all that can be waited for. */
export function isWaitForEnd({ syntax }: Line): boolean {
  return (
    syntax.kind === 'directive' &&
    (syntax.name === 'quit' || /^wait end\b/.test(`${syntax.name} ${syntax.rest.text}`))
  );
}

/** Whether a failure leaves nothing to go on with. */
function endsRun({ exit }: Failure): boolean {
  return exit === EXIT.lost || exit === EXIT.unreachable || exit === EXIT.interrupted;
}

async function tellUnsent(dropped: number, rests: readonly LineSource[]): Promise<void> {
  let count = dropped;
  let isAll = true;
  for (const lines of rests) {
    const rest = await restOf(lines);
    count += rest.count;
    isAll &&= rest.isAll;
  }
  if (count === 0) return;
  const were = count === 1 ? 'line was' : 'lines were';
  say(`${isAll ? '' : 'at least '}${count} more ${were} not sent`);
}
