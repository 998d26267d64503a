// `qmpsh -n COMMAND...` without a target: lines are bound to the bundled schema, or that of --schema.
import { bundledSchema } from '../session/bundled.js';
import { Session } from '../session/session.js';
import { EXIT, type ExitCode } from '../shell/outcome.js';
import { isTerminal } from './is-terminal.js';
import type { Options } from './options.js';
import { exitCodeOf, say } from './report.js';
import { givenSchema, outputForm, runOn } from './run.js';
import { fileTrouble } from './script/line-source.js';
import { scriptOf } from './script/script-of.js';

/** Prints what would be sent. */
export async function runOffline(words: readonly string[], options: Options): Promise<ExitCode> {
  const form = await outputForm(options, await isTerminal(1));
  const trouble = options.file === undefined ? undefined : fileTrouble(options.file);
  const wrong = typeof form === 'string' ? form : trouble;
  if (wrong !== undefined || typeof form === 'string') {
    say(wrong ?? '');
    return EXIT.usage;
  }
  try {
    const bundled = options.guestAgent ? 'guest-agent' : 'qmp';
    const schema = (await givenSchema(options)) ?? bundledSchema(bundled);
    const given = { words, options, lines: scriptOf(words, options) };
    return await runOn(Session.offline(schema), given, form, undefined);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    say(error.message);
    return exitCodeOf(error);
  }
}
