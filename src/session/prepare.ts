// A line -> what is to be done for it, before anything is sent: bound to the schema, checked, judged.
import { printJson } from '../json/print.js';
import type { Schema } from '../qapi/model.js';
import type { Annotations } from '../shell/annotations.js';
import { bindLine, type RequestSyntax } from '../shell/binding/bind-command.js';
import { readOnlyRefusal } from '../shell/judge.js';
import type { Line } from '../shell/line.js';
import { error, type Lacking, type Problem, type ProblemCode, retold } from '../shell/problem.js';
import { asksInVain, MASK } from '../shell/secrets.js';
import { underline } from '../shell/underline.js';
import { failedBy, refusedBecause, wrongForm } from './failed.js';
import { HMP, type Prepared, type ReadyRequest, type RunRules } from './prepared.js';

/** Why the text `@?` is not sent as a secret. */
const ASKS_IN_VAIN =
  "'@?' would itself become the secret here: only MEMBER=@? of a command asks for a value";

/** Mistakes of a line's form, which no rule lets pass. */
const ALWAYS_WRONG: ReadonlySet<ProblemCode> = new Set([
  'syntax',
  'operator',
  'given-twice',
  'refused',
]);

/** What a request is held against. */
export interface Known {
  readonly schema: Schema | undefined;
  /** Whether the server told the schema itself: what one pieced together does not know may be right all the same. */
  readonly isTold: boolean;
  readonly annotations: Annotations;
  /** Why the server lacks a name that another version has. */
  readonly whyLacking: (lacking: Lacking) => Promise<string | undefined>;
}

/** Binds a request and holds it against the rules. */
export async function prepareRequest(
  line: Line,
  syntax: RequestSyntax,
  rules: RunRules,
  known: Known,
): Promise<Prepared> {
  const { annotations } = known;
  const bound = bindLine(known, line, syntax);
  const told = known.isTold ? bound.problems : bound.problems.map(asGuess);
  const found = [
    ...(await withStories(told, known)),
    ...operatorProblems(syntax),
    ...maskProblems(line),
  ];
  const { shown, problems } = await veiled(line, found, annotations);
  const wrong = problems.filter(
    problem => problem.severity === 'error' && !isLetPass(problem, rules),
  );
  if (wrong.length > 0 || bound.request === undefined) {
    const lacking = problems.filter(row => row.code === 'unknown-command' && !wrong.includes(row));
    return failedBy(shown, [...lacking, ...wrong]);
  }
  const refusal = rules.readOnly
    ? readOnlyRefusal(annotations, bound.request.name, bound.arguments)
    : undefined;
  if (refusal !== undefined) return refusedBecause(refusal);
  if (asksInVain(annotations, bound.request.name, bound.arguments))
    return refusedBecause(ASKS_IN_VAIN);
  const ready = {
    kind: 'request',
    request: bound.request,
    arguments: bound.arguments,
    warnings: warningsOf(shown, problems, bound.request.name),
    ...unknownNote(problems),
  } as const;
  return ready.request.name === 'transaction' ? withFailureNotes(ready, annotations) : ready;
}

/** What is said of a line shows it again, on a terminal or in the log of a build: without its secrets. */
async function veiled(line: Line, problems: readonly Problem[], annotations: Annotations) {
  if (problems.length === 0) return { shown: line, problems };
  const { veil } = await import('../shell/veil.js');
  const { text, problems: told } = veil(annotations, line.text, problems);
  return { shown: { ...line, text }, problems: told };
}

/** A transaction that fails tells which of its actions did. */
export async function withFailureNotes(
  ready: ReadyRequest,
  annotations: Annotations,
): Promise<ReadyRequest> {
  const { transactionFailure } = await import('./transaction/failed-transaction.js');
  const failureNotes = (desc: string) => transactionFailure(annotations, ready.arguments, desc);
  return { ...ready, failureNotes };
}

/** What only a schema finds wrong. */
const OF_SCHEMA: ReadonlySet<ProblemCode> = new Set([
  'unknown-member',
  'unknown-value',
  'missing-member',
  'wrong-type',
]);

function asGuess(problem: Problem): Problem {
  return OF_SCHEMA.has(problem.code) ? { ...problem, severity: 'warning' } : problem;
}

/** The problems, with the story of each name that the server lacks and another version has. */
async function withStories(problems: readonly Problem[], known: Known): Promise<Problem[]> {
  const tell = async (problem: Problem) => {
    const story = problem.lacking && (await known.whyLacking(problem.lacking));
    return story === undefined ? problem : retold(problem, story);
  };
  return Promise.all(problems.map(tell));
}

function isLetPass(problem: Problem, rules: RunRules): boolean {
  if (problem.code === 'unknown-command') return !rules.mustKnow || rules.noCheck;
  return rules.noCheck && !ALWAYS_WRONG.has(problem.code);
}

/** A line from the history whose secret is not there any more. */
function maskProblems({ text }: Line): Problem[] {
  const start = text.indexOf(MASK);
  if (start < 0) return [];
  return [
    error('refused', { start, end: start + MASK.length }, 'the secret was not kept: type it again'),
  ];
}

/** Operators work at a prompt only; in a script they would send a command's output astray. */
function operatorProblems(syntax: RequestSyntax): Problem[] {
  if (syntax.kind !== 'command' || syntax.redirection === undefined) return [];
  const { operator, span } = syntax.redirection;
  const place = { start: span.start, end: span.start + operator.length };
  const message = `'${operator}' works at a prompt only: to send it as a word, quote it ("${operator}")`;
  return [error('operator', place, message)];
}

function warningsOf(line: Line, problems: readonly Problem[], name: string) {
  return problems
    .filter(problem => problem.severity === 'warning')
    .map(problem => ({
      key: problem.code === 'by-form' ? `by-form ${problem.message}` : `${name} ${problem.message}`,
      text: (columns: number) => underline(line.text, problem, columns),
    }));
}

function unknownNote(problems: readonly Problem[]): { unknown?: string } {
  const problem = problems.find(row => row.code === 'unknown-command');
  return problem === undefined ? {} : { unknown: problem.message };
}

/** Readies a command without arguments where it may be refused. */
export function prepareBare(
  request: ReadyRequest,
  rules: RunRules,
  annotations: Annotations,
): Prepared {
  const refusal = rules.readOnly
    ? readOnlyRefusal(annotations, request.request.name, {})
    : undefined;
  return refusal === undefined ? request : refusedBecause(refusal);
}

/** Readies a line of the human monitor. */
export function prepareHmp(text: string, rules: RunRules, annotations: Annotations): Prepared {
  if (text === '') return wrongForm('expected .hmp LINE');
  const args = { 'command-line': text };
  const refusal = rules.readOnly ? readOnlyRefusal(annotations, HMP, args) : undefined;
  if (refusal !== undefined) return refusedBecause(refusal);
  if (asksInVain(annotations, HMP, args)) return refusedBecause(ASKS_IN_VAIN);
  const request = { name: HMP, oob: false, argumentsText: printJson(args) };
  return { kind: 'request', request, arguments: args, warnings: [] };
}
