// `qmpsh completion SHELL`: the script that makes a shell complete qmpsh's own command line.
import { own } from '../../json/value.js';
import { EXIT, type ExitCode } from '../../shell/outcome.js';
import { say } from '../report.js';
import { stdout } from '../stdio.js';
import { SCRIPTS } from './scripts.js';

/** Runs the subcommand with the words after its name. */
export function runCompletion([shell = '', ...others]: readonly string[]): ExitCode {
  const script = own(SCRIPTS, shell);
  if (script === undefined || others.length > 0) {
    say(`expected qmpsh completion ${Object.keys(SCRIPTS).join('|')}`);
    return EXIT.usage;
  }
  stdout.write(script);
  return EXIT.ok;
}
