// The lines of a script, one after the other: each waits for its reply, the first failure stops the rest.
import type { LineRunner } from '../../session/line-runner.js';
import { failedBy, type ReadyRequest } from '../../session/prepare.js';
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
import { say, sayOutcome } from '../report.js';
import { linesOfFile, restOf, type ScriptLine } from './line-source.js';
import type { Printer } from './printer.js';

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
  readonly #inFlight = new Set<Promise<unknown>>();

  constructor(context: ScriptContext) {
    this.#context = context;
  }

  /** Runs lines until they end or one of them ends the run; gives the exit code. */
  async run(lines: AsyncGenerator<ScriptLine>): Promise<ExitCode> {
    await this.#runLines(lines, 0);
    await this.#settleAll();
    await this.#runOnTimeout();
    if (this.#exit !== EXIT.ok) await tellUnsent(lines);
    return this.#exit;
  }

  async #runLines(lines: AsyncGenerator<ScriptLine>, depth: number): Promise<void> {
    for (let next = await lines.next(); !next.done; next = await lines.next()) {
      await this.#runLine(next.value, depth);
      if (this.#isOver) return;
    }
  }

  async #runLine({ line, number, isCut }: ScriptLine, depth: number): Promise<void> {
    const { syntax } = line;
    if (syntax.kind === 'blank') return;
    if (isCut) return this.#finishAlone(number, unclosed(line));
    if (this.#hasQuit && !isWaitForEnd(line)) return this.#finishAlone(number, AFTER_QUIT);
    if (syntax.kind === 'directive' && syntax.name === 'source') {
      return this.#source(number, syntax.rest.text, depth);
    }
    const { runner } = this.#context;
    const prepared = await runner.prepare(line);
    if (prepared?.kind === 'request') return this.#send(number, prepared);
    await this.#settleAll();
    await runner.run(line, outcome => this.#finish(number, outcome));
    if (syntax.kind === 'directive' && syntax.name === 'quit') this.#isOver = true;
  }

  /** Sends a request: alone, or beside others while there is room and nothing says to wait. */
  async #send(number: number, ready: ReadyRequest): Promise<void> {
    const { runner, pipeline } = this.#context;
    const isBarrier = pipeline === 1 || ready.request.oob || ready.request.name === 'quit';
    if (isBarrier) await this.#settleAll();
    else while (this.#inFlight.size >= pipeline) await Promise.race(this.#inFlight);
    if (this.#isOver) return;
    const sent = runner.send(ready, outcome => this.#finish(number, outcome, ready));
    if (isBarrier) await sent;
    else {
      this.#inFlight.add(sent);
      sent.finally(() => this.#inFlight.delete(sent));
    }
  }

  async #source(number: number, path: string, depth: number): Promise<void> {
    await this.#settleAll();
    if (path === '' || depth >= MAX_SOURCE_DEPTH) {
      const why =
        path === ''
          ? 'expected .source FILE'
          : `'.source' nested deeper than ${MAX_SOURCE_DEPTH} files`;
      return this.#finish(number, wrongLine(why));
    }
    try {
      await this.#runLines(linesOfFile(path), depth + 1);
    } catch (cause) {
      if (!isSystemError(cause)) throw cause;
      return this.#finish(number, wrongLine(`cannot read '${path}': ${cause.message}`));
    }
    await this.#settleAll();
    if (!this.#isOver) this.#finish(number, NOTHING_SHOWN);
  }

  async #settleAll(): Promise<void> {
    await Promise.all(this.#inFlight);
  }

  async #finishAlone(number: number, outcome: Outcome): Promise<void> {
    await this.#settleAll();
    if (!this.#isOver) this.#finish(number, outcome);
  }

  #finish(number: number, outcome: Outcome, ready?: ReadyRequest): void {
    const { printer, namesLines, settings, onTimeout } = this.#context;
    printer.outcome(outcome);
    const { failure } = outcome;
    sayOutcome(outcome, namesLines ? number : undefined);
    if (failure === undefined) {
      if (ready?.request.name === 'quit') this.#hasQuit = true;
      return;
    }
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

const AFTER_QUIT = wrongLine("the server has ended with 'quit': nothing more is sent");

function wrongLine(message: string): Outcome {
  return { failure: { exit: EXIT.usage, message, kind: 'syntax' } };
}

function unclosed(line: Line): Outcome {
  const end = { start: line.text.length, end: line.text.length };
  const failed = failedBy(line, [
    error('syntax', end, 'the brackets are not closed at the end of the input'),
  ]);
  return failed.kind === 'failed' ? failed.outcome : {};
}

/** Of a server that was told to end, its end is all that can be waited for. */
function isWaitForEnd({ syntax }: Line): boolean {
  return (
    syntax.kind === 'directive' &&
    (syntax.name === 'quit' || /^wait end\b/.test(`${syntax.name} ${syntax.rest.text}`))
  );
}

/** Whether a failure leaves nothing to go on with. */
function endsRun({ exit }: Failure): boolean {
  return exit === EXIT.lost || exit === EXIT.unreachable || exit === EXIT.interrupted;
}

async function tellUnsent(lines: AsyncGenerator<ScriptLine>): Promise<void> {
  const { count, isAll } = await restOf(lines);
  if (count === 0) return;
  const were = count === 1 ? 'line was' : 'lines were';
  say(`${isAll ? '' : 'at least '}${count} more ${were} not sent`);
}

function isSystemError(cause: unknown): cause is NodeJS.ErrnoException {
  return cause instanceof Error && 'code' in cause;
}
