// Reads a run of comment lines between expressions and finds the documentation in it: what stands between two
// `##` lines, or, as some old files have it, plain lines that begin with `@name`. What it says is not read here.
import { QapiSyntaxError } from '../errors.js';
import type { Findings } from '../source/findings.js';
import type { TextReader } from './text-reader.js';
import type { Comment } from './tree.js';

/** Comment lines that are no `##`. */
const COMMENT_LINES = /(?:#(?!#)[^\n]*(?:\n|$)){0,1000}/y;
/** A `##` line, and what else stands on it. */
const RULE = /##([^\n]*)(?:\n|$)/y;

/** The comments of the block that begins where the reader stands, those without text left out. */
export function readCommentBlock(reader: TextReader, findings: Findings): readonly Comment[] {
  const comments: Comment[] = [];
  let isDoc = false;
  do {
    const { at, position } = reader;
    reader.skipAll(COMMENT_LINES);
    if (reader.at > at) comments.push({ position, isDoc, text: reader.text.slice(at, reader.at) });
    isDoc = !isDoc;
  } while (skipRule(reader, findings));
  // One too many turns: the block ended where a `##` would have turned it once more.
  if (!isDoc && findings.strict) rejectUnclosed(reader, findings);
  return comments;
}

/** Passes over a `##` line, if one stands here. */
function skipRule(reader: TextReader, findings: Findings): boolean {
  RULE.lastIndex = reader.at;
  const rest = RULE.exec(reader.text)?.[1]?.trimEnd();
  if (rest === undefined) return false;
  if (rest !== '' && findings.strict) {
    const detail = `unexpected ${JSON.stringify(rest)} after '##'`;
    findings.problems.push(new QapiSyntaxError(reader.position, detail));
  }
  reader.skip(RULE);
  return true;
}

function rejectUnclosed(reader: TextReader, findings: Findings): void {
  const position = { file: reader.file, offset: Math.max(0, reader.at - 1) };
  const detail = "a documentation comment must end with '##'";
  findings.problems.push(new QapiSyntaxError(position, detail));
}
