// --check and --dry-run: all lines are read and bound first; what is wrong with any of them is said, nothing is sent.
import { printString } from '../../json/print.js';
import { findDirective } from '../../session/directives.js';
import { LineRunner } from '../../session/line-runner.js';
import type { ReadyRequest, RunRules } from '../../session/prepare.js';
import type { Session } from '../../session/session.js';
import { EXIT, type ExitCode, type Outcome } from '../../shell/outcome.js';
import { type OutputForm, valueText } from '../../shell/output.js';
import { sayOutcome } from '../report.js';
import { stdout } from '../stdio.js';
import type { ScriptLine } from './line-source.js';
import { Script, type ScriptContext } from './run-script.js';

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
  lines: AsyncGenerator<ScriptLine>,
  { context, session, form, rules, isDry }: CheckContext,
): Promise<ExitCode> {
  const checker = new LineRunner(session, context.settings, { ...rules, mustKnow: true });
  const kept: ScriptLine[] = [];
  let exit: ExitCode = EXIT.ok;
  for await (const line of lines) {
    kept.push(line);
    const outcome = await checkLine(checker, line, isDry ? form : undefined);
    if (outcome.failure === undefined) continue;
    sayOutcome(outcome, context.namesLines ? line.number : undefined);
    if (exit === EXIT.ok) exit = outcome.failure.exit;
  }
  if (exit !== EXIT.ok || isDry) return exit;
  return new Script(context).run(again(kept));
}

async function* again(lines: readonly ScriptLine[]): AsyncGenerator<ScriptLine> {
  yield* lines;
}

const NO_FAILURE: Outcome = {};

/** @param form how to print what would be sent; nothing is printed without. */
async function checkLine(
  checker: LineRunner,
  { line, isCut }: ScriptLine,
  form?: OutputForm,
): Promise<Outcome> {
  if (isCut) return wrong('the brackets are not closed at the end of the input');
  const prepared = await checker.prepare(line);
  if (prepared?.kind === 'failed') return prepared.outcome;
  if (prepared?.kind === 'request' && form !== undefined) {
    stdout.write(`${valueText({ ...form, raw: false }, requestText(prepared))}\n`);
  }
  if (line.syntax.kind !== 'directive' || prepared?.kind === 'request') return NO_FAILURE;
  const directive = findDirective(line.syntax.name);
  return 'run' in directive ? NO_FAILURE : directive;
}

function wrong(message: string): Outcome {
  return { failure: { exit: EXIT.usage, message, kind: 'syntax' } };
}

/** A request as it would be sent, without an id. */
export function requestText({ request }: ReadyRequest): string {
  const key = request.oob ? 'exec-oob' : 'execute';
  const args = request.argumentsText;
  const hasArguments = args !== undefined && args !== '{}';
  return `{"${key}": ${printString(request.name)}${hasArguments ? `, "arguments": ${args}` : ''}}`;
}
