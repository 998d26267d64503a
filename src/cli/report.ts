// Errors of the world -> words on stderr and an exit code.
import {
  GreetingError,
  InterruptedError,
  NegotiationError,
  ProtocolError,
  QmpError,
  TransportError,
} from '../qmp/errors.js';
import { escapeMessage, escapeText } from '../shell/escape.js';
import { EXIT, type ExitCode, noteText, type Outcome } from '../shell/outcome.js';
import { stderr } from './stdio.js';

/** What is written for logs as well as for people has a width of its own. */
const COLUMNS = 80;

/** One thing to say, on stderr, marked as ours. What it quotes from a server cannot act on the terminal. */
export function say(text: string): void {
  stderr.write(`qmpsh: ${escapeMessage(text)}\n`);
}

/**
 * What stderr gets for an outcome: why it failed, and what is to be known besides. Notes show the line itself with a
 * mark under the place; of a line that was not sent they say all there is.
 * @param place of the line in its script, where there is one.
 */
export function sayOutcome({ failure, notes = [] }: Outcome, place: string | undefined): void {
  const start = place === undefined ? '' : `${place}: `;
  const isMarked = failure?.kind !== undefined && notes.length > 0;
  if (failure !== undefined) say(`${start}${isMarked ? 'not sent' : failure.message}`);
  else if (notes.length > 0) say(`${start}note`);
  for (const note of notes) stderr.write(`${escapeText(noteText(note, COLUMNS))}\n`);
}

/** What the command line names cannot be used: a log that cannot be written. */
export class UsageError extends Error {}

/** The exit code for an error that ended the run. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof TransportError) return transportExit(error);
  if (error instanceof NegotiationError) {
    return error.code === 'main-loop-blocked' ? EXIT.timeout : EXIT.unreachable;
  }
  if (error instanceof GreetingError || error instanceof ProtocolError) return EXIT.unreachable;
  if (error instanceof InterruptedError) return EXIT.lost;
  return error instanceof QmpError ? EXIT.unreachable : EXIT.error;
}

function transportExit({ code }: TransportError): ExitCode {
  if (code === 'bad-target' || code === 'unsupported') return EXIT.usage;
  return code === 'connect-timeout' ? EXIT.timeout : EXIT.unreachable;
}
