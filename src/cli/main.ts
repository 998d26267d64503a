// The program: reads its command line, does one of the things it can, and says by its exit code how that went. What
// more there is to load is loaded while a server that was connected to answers.
import { EXIT, type ExitCode } from '../shell/outcome.js';
import { isTerminal } from './is-terminal.js';
import { leave } from './leaving.js';
import { type Invocation, type Options, readCommandLine } from './options.js';
import { connectAhead } from './reach/ahead.js';
import { exitOnSignals } from './signals.js';

type Run = Extract<Invocation, { kind: 'run' }>;

async function main(argv: readonly string[], isTour = false): Promise<ExitCode> {
  const invocation = readCommandLine(argv, process.env);
  switch (invocation.kind) {
    case 'help':
      return (await import('./help.js')).printHelp();
    case 'version':
      return (await import('./help.js')).printVersion();
    case 'usage':
      return usage(invocation.message);
    case 'subcommand':
      if (invocation.name === 'demo')
        return (await import('./demo/demo-command.js')).runDemoCommand(invocation.args, main);
      return (await import('./subcommands.js')).runSubcommand(invocation.name, invocation.args);
    case 'run':
      return invocation.target === undefined
        ? runWithoutTarget(invocation)
        : runOnTarget(invocation.target, invocation, isTour);
  }
}

async function runWithoutTarget(run: Run): Promise<ExitCode> {
  const { words, options } = run;
  if (options.dryRun) return (await import('./offline.js')).runOffline(words, options);
  if (!hasScript(run) && (await isTerminal(0)) && (await isTerminal(1))) return runOnPicked(run);
  return usage('expected a target: a socket, host:port, demo: ... (see qmpsh --help)');
}

/** A person is shown what there is. */
async function runOnPicked(run: Run): Promise<ExitCode> {
  const { pickTarget } = await import('./reach/pick-target.js');
  const picked = await pickTarget(run.options);
  if (picked.kind === 'left') return EXIT.interrupted;
  if (picked.kind === 'target') return runOnTarget(picked.target, run, false);
  return usage('no QMP sockets found on this host: expected a target (see qmpsh --help)');
}

function hasScript({ words, options }: Run): boolean {
  return words.length > 0 || options.commands.length > 0 || options.file !== undefined;
}

async function runOnTarget(target: string, run: Run, isTour: boolean): Promise<ExitCode> {
  const { words, options } = run;
  const isPrompt = !hasScript(run) && (await isTerminal(0));
  if (isTour && !isPrompt) return usage('the tour is for a terminal, and takes no command');
  if (isFoundGood(options)) connectAhead(target);
  if (isPrompt) return (await import('./prompt.js')).runPrompt(target, options, isTour);
  return (await import('./run.js')).runBatch(target, words, options);
}

/** Whether no option has a value that can still turn out to be wrong: before that nobody is connected to. */
function isFoundGood({ events, get, onTimeout, file, schema, log }: Options): boolean {
  return [events, get, onTimeout, file, schema, log].every(value => value === undefined);
}

async function usage(message: string): Promise<ExitCode> {
  (await import('./report.js')).say(message);
  return EXIT.usage;
}

exitOnSignals();
void main(process.argv.slice(2)).then(async code => {
  await leave();
  process.exit(code);
});
