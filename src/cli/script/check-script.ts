// --check and --dry-run: all lines are read and bound first; what is wrong with any of them is said, nothing is sent.
import { printString } from '../../json/print.js';
import { endsServer } from '../../qmp/request.js';
import { findDirective } from '../../session/directives.js';
import { isOfTransaction, LineRunner } from '../../session/line-runner.js';
import type { ReadyRequest, RunRules } from '../../session/prepared.js';
import type { Session } from '../../session/session.js';
import type { Line } from '../../shell/line.js';
import { EXIT, type ExitCode, type Outcome } from '../../shell/outcome.js';
import { type OutputForm, valueText } from '../../shell/output.js';
import { sayOutcome } from '../report.js';
import { stdout } from '../stdio.js';
import type { ScriptLine } from './line-assembler.js';
import { eachLine, type LineSource, linesAtHand, linesOfFile, placeText } from './line-source.js';
import {
  AFTER_QUIT,
  isWaitForEnd,
  LEFT_OPEN,
  Script,
  type ScriptContext,
  sourceTrouble,
  unclosed,
  wrongLine,
} from './run-script.js';

export interface CheckContext {
  readonly context: ScriptContext;
  readonly session: Session;
  readonly form: OutputForm;
  readonly rules: RunRules;
  /** Print what would be sent, and send nothing. */
  readonly isDry: boolean;
}

/** Checks all lines; runs them then, unless it is a dry run. Gives the exit code of whichever came last. */
export async function checkScript(
  lines: LineSource,
  { context, session, form, rules, isDry }: CheckContext,
): Promise<ExitCode> {
  const runner = new LineRunner(session, context.settings, { ...rules, mustKnow: true });
  const checker = new Checker(runner, context, isDry ? form : undefined);
  const kept: ScriptLine[] = [];
  for await (const line of eachLine(lines)) {
    kept.push(line);
    await checker.take(line, 0);
  }
  checker.end();
  if (checker.exit !== EXIT.ok || isDry) return checker.exit;
  return new Script(context).run(linesAtHand(kept));
}

/** Takes lines one by one, says what is wrong with each. */
class Checker {
  /** That of the first line that is not good. */
  exit: ExitCode = EXIT.ok;
  readonly #runner: LineRunner;
  readonly #context: ScriptContext;
  readonly #form: OutputForm | undefined;
  /** A line before would have ended the server. */
  #hasQuit = false;

  /** @param form how to print what would be sent; nothing is printed without. */
  constructor(runner: LineRunner, context: ScriptContext, form: OutputForm | undefined) {
    this.#runner = runner;
    this.#context = context;
    this.#form = form;
  }

  async take(line: ScriptLine, depth: number): Promise<void> {
    const outcome = await this.#check(line, depth);
    if (outcome?.failure === undefined) return;
    const isNamed = this.#context.namesLines || line.file !== undefined;
    sayOutcome(outcome, isNamed ? placeText(line) : undefined);
    if (this.exit === EXIT.ok) this.exit = outcome.failure.exit;
  }

  /** After the last line. */
  end(): void {
    if (this.#runner.isTransactionOpen && this.exit === EXIT.ok) {
      sayOutcome(LEFT_OPEN, undefined);
      this.exit = EXIT.usage;
    }
  }

  async #check({ line, isCut }: ScriptLine, depth: number): Promise<Outcome | undefined> {
    if (isCut) return unclosed(line);
    if (this.#hasQuit && line.syntax.kind !== 'blank' && !isWaitForEnd(line)) return AFTER_QUIT;
    const prepared = await this.#runner.prepare(line);
    if (prepared?.kind === 'failed') return prepared.outcome;
    if (prepared?.kind === 'request') {
      this.#hasQuit ||= endsServer(prepared.request);
      if (prepared.isCommit) this.#runner.dropTransaction();
      return this.#print(prepared);
    }
    if (this.#runner.isAction(line) || isOfTransaction(line)) return this.#step(line);
    if (line.syntax.kind !== 'directive') return undefined;
    const { name, rest } = line.syntax;
    if (name === 'source') return this.#checkSource(rest.text, depth);
    const directive = findDirective(name);
    if (!('run' in directive)) return directive;
    return directive.check?.(this.#context.settings, rest.text);
  }

  /** A transaction is put together here, as it would be: nothing of it is sent before its end. */
  #step(line: Line): Promise<Outcome | undefined> {
    return this.#runner.run(line, () => undefined);
  }

  async #checkSource(path: string, depth: number): Promise<Outcome | undefined> {
    const trouble = sourceTrouble(path, depth);
    if (trouble !== undefined) return wrongLine(trouble);
    for await (const line of eachLine(linesOfFile(path))) await this.take(line, depth + 1);
    return undefined;
  }

  #print(ready: ReadyRequest): undefined {
    if (this.#form === undefined) return;
    stdout.write(`${valueText(jsonForm(this.#form), requestText(ready))}\n`);
  }
}

/** A request as it would be sent, without an id. */
export function requestText({ request }: ReadyRequest): string {
  const key = request.oob ? 'exec-oob' : 'execute';
  const args = request.argumentsText;
  const hasArguments = args !== undefined && args !== '{}';
  return `{"${key}": ${printString(request.name)}${hasArguments ? `, "arguments": ${args}` : ''}}`;
}

/** What would be sent is shown as the JSON it is, for people too. */
function jsonForm(form: OutputForm): OutputForm {
  return { ...form, raw: false, layout: form.layout === 'json' ? 'json' : 'pretty' };
}
