// Every error of src/qapi:
//
//   QapiError
//   ├── SourceError             a place in the text of a schema
//   │   ├── QapiSyntaxError     the text is not of the schema language
//   │   └── QapiSemanticError   an expression or definition breaks a rule
//   └── IntrospectionError      a reply of query-qmp-schema that is none
import { type Position, showIncludeChain, showPosition } from './source/position.js';

/** What all errors of reading a schema have in common. */
export class QapiError extends Error {
  override readonly name: string = 'QapiError';
}

/**
 * Something at a place in schema text. `message` is `file:line: detail`, then one indented line for each include
 * that led there. The reader collects these as values; it never throws them at its caller.
 */
export class SourceError extends QapiError {
  override readonly name: string = 'SourceError';
  readonly position: Position;
  /** The message without its place. */
  readonly detail: string;

  constructor(position: Position, detail: string) {
    super(`${showPosition(position)}: ${detail}${showIncludeChain(position)}`);
    this.position = position;
    this.detail = detail;
  }
}

/** The text is not of the schema language: a stray character, an unclosed string or comment. */
export class QapiSyntaxError extends SourceError {
  override readonly name = 'QapiSyntaxError';
}

/** Text that reads well but breaks a rule: an unknown type, a clash, a missing key. */
export class QapiSemanticError extends SourceError {
  override readonly name = 'QapiSemanticError';
}

/** What claims to be a reply of query-qmp-schema is not shaped like one; `entry` is its index in the array. */
export class IntrospectionError extends QapiError {
  override readonly name = 'IntrospectionError';
  readonly entry: number | undefined;

  constructor(message: string, entry?: number) {
    super(entry === undefined ? message : `entry ${entry} of the schema: ${message}`);
    this.entry = entry;
  }
}
