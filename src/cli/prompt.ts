// Lines from a person: a prompt of node's own readline.
import { createInterface } from 'node:readline/promises';
import { LineRunner } from '../session/line-runner.js';
import { Session } from '../session/session.js';
import { parseLine } from '../shell/line.js';
import { EXIT, type ExitCode } from '../shell/outcome.js';
import type { Options } from './options.js';
import { exitCodeOf, say, sayOutcome } from './report.js';
import { outputForm } from './run.js';
import { Printer } from './script/printer.js';
import { stdout } from './stdio.js';
import { connectTo } from './targets.js';

/** Runs lines until the person leaves or the server ends. */
export async function runPrompt(target: string, options: Options): Promise<ExitCode> {
  const form = outputForm(options, true);
  if (typeof form === 'string') {
    say(form);
    return EXIT.usage;
  }
  try {
    const client = await connectTo(target, options);
    const settings = { timeoutMs: options.timeoutMs, keepGoing: true, confirm: true, live: true };
    const rules = { noCheck: options.noCheck, readOnly: options.readOnly, mustKnow: false };
    const runner = new LineRunner(new Session(client), settings, rules);
    await readLines(runner, new Printer(form, () => false, stdout));
    await client.close();
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    say(error.message);
    return exitCodeOf(error);
  }
}

async function readLines(runner: LineRunner, printer: Printer): Promise<void> {
  const input = createInterface({ input: process.stdin, output: process.stdout, prompt: '❯ ' });
  input.prompt();
  for await (const text of input) {
    const line = parseLine(text);
    const outcome = await runner.run(line, result => printer.outcome(result));
    if (outcome !== undefined) sayOutcome(outcome, undefined);
    const isLeaving = line.syntax.kind === 'directive' && line.syntax.name === 'quit';
    if (isLeaving || outcome?.failure?.exit === EXIT.lost) break;
    input.prompt();
  }
  input.close();
}
