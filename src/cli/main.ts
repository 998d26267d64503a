// The program: reads its command line, does one of the things it can, and says by its exit code how that went.
import { isatty } from 'node:tty';

import { EXIT, type ExitCode } from '../shell/outcome.js';
import { leave } from './leaving.js';
import { readCommandLine } from './options.js';
import { say } from './report.js';
import { runBatch } from './run.js';
import { exitOnSignals } from './signals.js';

async function main(argv: readonly string[]): Promise<ExitCode> {
  const invocation = readCommandLine(argv, process.env);
  switch (invocation.kind) {
    case 'help':
      return (await import('./help.js')).printHelp();
    case 'version':
      return (await import('./help.js')).printVersion();
    case 'usage':
      say(invocation.message);
      return EXIT.usage;
    case 'subcommand':
      if (invocation.name === 'demo')
        return (await import('./demo/demo-command.js')).runDemoCommand(invocation.args, main);
      return (await import('./subcommands.js')).runSubcommand(invocation.name, invocation.args);
    case 'run': {
      const { target, words, options } = invocation;
      if (target === undefined && options.dryRun)
        return (await import('./offline.js')).runOffline(words, options);
      if (target === undefined) {
        say('expected a target: a socket, host:port, demo: ... (see qmpsh --help)');
        return EXIT.usage;
      }
      const hasScript =
        words.length > 0 || options.commands.length > 0 || options.file !== undefined;
      if (hasScript || !isatty(0)) return runBatch(target, words, options);
      return (await import('./prompt.js')).runPrompt(target, options);
    }
  }
}

exitOnSignals();
void main(process.argv.slice(2)).then(async code => {
  await leave();
  process.exit(code);
});
