// Subcommands by name; each is loaded when it is asked for.
import { EXIT, type ExitCode } from '../shell/outcome.js';
import { say } from './report.js';

type Run = (args: readonly string[]) => Promise<ExitCode>;

const SUBCOMMANDS: ReadonlyMap<string, Run> = new Map<string, Run>([
  [
    'completion',
    async args => (await import('./shell-completion/run-completion.js')).runCompletion(args),
  ],
  ['events', async args => (await import('./events.js')).runEvents(args)],
  ['complete', async args => (await import('./complete.js')).runComplete(args)],
  ['schema', async args => (await import('./schema/schema-command.js')).runSchema(args)],
  ['replay', async args => (await import('./replay/replay-command.js')).runReplay(args)],
  ['list', async args => (await import('./reach/list.js')).runList(args)],
]);

export async function runSubcommand(name: string, args: readonly string[]): Promise<ExitCode> {
  const run = SUBCOMMANDS.get(name);
  if (run !== undefined) return run(args);
  say(`'${name}' is not part of this version (a socket of that name is ./${name})`);
  return EXIT.usage;
}
