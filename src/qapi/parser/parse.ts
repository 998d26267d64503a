// Schema text -> its top-level expressions, each with the documentation comment above it. What they mean is not
// asked here; expressions/ does that next.
import { QapiSyntaxError } from '../errors.js';
import { type Findings, report } from '../source/findings.js';
import type { SourceFile } from '../source/position.js';
import { readCommentBlock } from './comment-block.js';
import { TextReader } from './text-reader.js';
import type { Comment, Expression, ParsedFile } from './tree.js';

const HASH = 0x23;
const OPEN_BRACE = 0x7b;

/** How the documentation of a name begins. */
const SYMBOL = /^(?:#\s*\n)*# ?@/;

/** What is read of a file so far; `comment` waits for its expression. */
interface Progress {
  readonly expressions: Expression[];
  readonly chapters: Comment[];
  comment: Comment | undefined;
}

/** Parses one file. After a syntax error it goes on at the next line that begins an expression or a comment. */
export function parseText(file: SourceFile, findings: Findings): ParsedFile {
  const reader = new TextReader(file, findings.strict);
  const progress: Progress = { expressions: [], chapters: [], comment: undefined };
  for (let code = reader.skipSpace(); !Number.isNaN(code); code = reader.skipSpace()) {
    if (code === HASH) takeComments(readCommentBlock(reader, findings), progress, findings);
    else takeExpression(reader, progress, findings);
  }
  rejectLoneComment(progress, findings);
  return progress;
}

function takeExpression(reader: TextReader, progress: Progress, findings: Findings): void {
  const { comment } = progress;
  progress.comment = undefined;
  try {
    if (reader.text.charCodeAt(reader.at) !== OPEN_BRACE) throw reader.unexpected("'{'");
    const node = reader.readObject();
    progress.expressions.push(comment === undefined ? { node } : { node, comment });
  } catch (error) {
    if (!(error instanceof QapiSyntaxError)) throw error;
    findings.problems.push(error);
    reader.recover();
  }
}

function takeComments(comments: readonly Comment[], progress: Progress, findings: Findings): void {
  for (const comment of comments) {
    if (comment.isDoc) rejectLoneComment(progress, findings);
    if (!comment.isDoc && findings.strict) continue;
    if (SYMBOL.test(comment.text)) progress.comment = comment;
    else if (comment.isDoc) progress.chapters.push(comment);
  }
}

/** Documentation of a name must be followed by that name's definition. */
function rejectLoneComment(progress: Progress, findings: Findings): void {
  if (progress.comment !== undefined && findings.strict) {
    report(findings, progress.comment.position, 'documentation is not followed by its definition');
  }
  progress.comment = undefined;
}
