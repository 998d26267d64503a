// Reads a run of comment lines between expressions and finds the documentation in it: what stands between two
// `##` lines, or, as some old files have it, plain lines that begin with `@name`. What it says is not read here.
import { QapiSyntaxError } from '../errors.js';
import type { Findings } from '../source/findings.js';
import type { TextReader } from './text-reader.js';
import type { Comment } from './tree.js';

const HASH = 0x23;

/** The comments of the block that begins where the reader stands, those without text left out. */
export function readCommentBlock(reader: TextReader, findings: Findings): readonly Comment[] {
  const comments: Comment[] = [];
  let isDoc = false;
  do {
    const { at, position } = reader;
    const end = skipToRule(reader);
    if (end > at) comments.push({ position, isDoc, text: reader.text.slice(at, end) });
    isDoc = !isDoc;
  } while (skipRule(reader, findings));
  // One too many turns: the block ended where a `##` would have turned it once more.
  if (!isDoc && findings.strict) rejectUnclosed(reader, findings);
  return comments;
}

/** Passes over comment lines up to a `##` line or the end of the block; gives the offset where they end. */
function skipToRule(reader: TextReader): number {
  const { text } = reader;
  while (text.charCodeAt(reader.at) === HASH && text.charCodeAt(reader.at + 1) !== HASH) {
    reader.skipLine();
  }
  return reader.at;
}

/** Passes over a `##` line, if one stands here. */
function skipRule(reader: TextReader, findings: Findings): boolean {
  if (reader.text.charCodeAt(reader.at) !== HASH) return false;
  const rest = reader.text.slice(reader.at + 2, reader.endOfLine()).trimEnd();
  if (rest !== '' && findings.strict) {
    const detail = `unexpected ${JSON.stringify(rest)} after '##'`;
    findings.problems.push(new QapiSyntaxError(reader.position, detail));
  }
  reader.skipLine();
  return true;
}

function rejectUnclosed(reader: TextReader, findings: Findings): void {
  const position = { file: reader.file, line: Math.max(1, reader.line - 1) };
  const detail = "a documentation comment must end with '##'";
  findings.problems.push(new QapiSyntaxError(position, detail));
}
