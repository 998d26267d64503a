// Lines of which nothing is sent, and why.
import type { Line } from '../shell/line.js';
import { EXIT, type Failure } from '../shell/outcome.js';
import { hasErrors, type Problem } from '../shell/problem.js';
import { underline } from '../shell/underline.js';
import type { Prepared } from './prepared.js';

/** A line that is not sent, with each of its mistakes under its place. */
export function failedBy(line: Line, found: readonly Problem[]): Prepared {
  const problems = found.filter((row, at) => !found.slice(0, at).some(isCauseOf(row)));
  const isUnknown =
    problems.some(row => row.code === 'unknown-command') && !hasErrors(line.problems);
  const isRefused = problems.some(row => row.code === 'refused' || row.code === 'small-size');
  const failure: Failure = {
    exit: isUnknown ? EXIT.error : EXIT.usage,
    message: problems.map(row => row.message).join('; '),
    kind: isRefused ? 'refused' : 'syntax',
  };
  return {
    kind: 'failed',
    outcome: { failure, notes: problems.map(row => columns => underline(line.text, row, columns)) },
  };
}

/** Of a word that could not be read, what it would be in its command is not worth telling. */
function isCauseOf({ span }: Problem): (before: Problem) => boolean {
  return before =>
    before.code === 'syntax' && before.span.start === span.start && before.span.end === span.end;
}

/** A line whose form is wrong as a whole. */
export function wrongForm(message: string): Prepared {
  return { kind: 'failed', outcome: { failure: { exit: EXIT.usage, message, kind: 'syntax' } } };
}

/** A line that a rule refuses. */
export function refusedBecause(message: string): Prepared {
  return { kind: 'failed', outcome: { failure: { exit: EXIT.usage, message, kind: 'refused' } } };
}
