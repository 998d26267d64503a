// The text of an edited file -> the line that it means: JSON with comments and commas to spare -> raw QMP on one line.
import { printString } from '../../json/print.js';
import { error, type Problem } from '../problem.js';
import { type JsonNode, memberNode, nodeText, readRelaxedJson } from '../relaxed-json.js';
import { MASK } from '../secrets.js';

export type Edited =
  | { readonly kind: 'line'; readonly line: string }
  /** `place` is the number of the line that has it, from 1, and its text. */
  | { readonly kind: 'problem'; readonly problem: Problem; readonly place: EditedPlace }
  /** Nothing but comments was left. */
  | { readonly kind: 'nothing' };

export interface EditedPlace {
  readonly number: number;
  readonly text: string;
}

export function readEdited(text: string): Edited {
  const json = withoutComments(text);
  if (json.trim() === '') return { kind: 'nothing' };
  const { node, end, problems, open } = readRelaxedJson(json, 0);
  const rest = json.slice(end).search(/\S/);
  const [problem = open ? unclosed(end) : rest < 0 ? formProblem(node) : tooMuch(end + rest)] =
    problems;
  if (problem !== undefined) return { kind: 'problem', ...placed(text, problem) };
  return { kind: 'line', line: lineText(node) };
}

/** Members without a value would only be in the way at the prompt. */
function lineText(node: JsonNode): string {
  const args = memberNode(node, 'arguments')?.value;
  const isEmpty = args?.kind === 'object' && args.members.length === 0;
  const kept =
    node.kind === 'object' && isEmpty
      ? { ...node, members: node.members.filter(member => member.key !== 'arguments') }
      : node;
  return nodeText(kept).replaceAll(printString(MASK).slice(1, -1), MASK);
}

function formProblem(node: JsonNode): Problem | undefined {
  const isRequest = ['execute', 'exec-oob'].some(key => memberNode(node, key) !== undefined);
  return isRequest ? undefined : error('syntax', node.span, "expected an object with 'execute'");
}

function unclosed(at: number): Problem {
  return error('syntax', { start: at, end: at }, 'the brackets are not closed');
}

function tooMuch(at: number): Problem {
  return error('syntax', { start: at, end: at + 1 }, 'expected nothing after the object');
}

/** The problem with its span within its own line. */
function placed(text: string, problem: Problem): { problem: Problem; place: EditedPlace } {
  const { start, end } = problem.span;
  const before = text.slice(0, start);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = text.slice(lineStart).split('\n', 1)[0] ?? '';
  const from = start - lineStart;
  const span = { start: from, end: Math.max(Math.min(end - lineStart, line.length), from) };
  const place = { number: before.split('\n').length, text: line };
  return { problem: { ...problem, span }, place };
}

/** Strings first, so that nothing in them is taken for a comment or a comma. */
const TOKEN =
  /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[^"'/]+|\//g;

/** The text with blanks for comments and for commas before a closing bracket: every place stays where it was. */
export function withoutComments(text: string): string {
  const bare = text.replace(TOKEN, token => (/^\/[/*]/.test(token) ? blanks(token) : token));
  return bare.replace(SPARE_COMMA, found => (found.startsWith(',') ? ` ${found.slice(1)}` : found));
}

const SPARE_COMMA = /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|,\s*(?=[}\]])/g;

function blanks(token: string): string {
  return token.replace(/[^\n]/g, ' ');
}
