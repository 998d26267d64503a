// One helper for tests of the language: a line against a real server's schema -> what would be sent, and its problems.
import { readFileSync } from 'node:fs';
import annotations from '../../schema/annotations.json' with { type: 'json' };
import { parseJson } from '../../src/json/parse.js';
import { memberText } from '../../src/json/text.js';
import { importIntrospection } from '../../src/qapi/introspection/import.js';
import type { Schema } from '../../src/qapi/model.js';
import { annotationsFrom } from '../../src/shell/annotations.js';
import { bindLine } from '../../src/shell/binding/bind-command.js';
import type { Bound } from '../../src/shell/binding/bound.js';
import { parseLine } from '../../src/shell/line.js';

const FIXTURE = new URL('../fixtures/introspection-7.2.json', import.meta.url);

/** What QEMU 7.2.22 answered to query-qmp-schema. */
export const schema: Schema = importIntrospection(
  parseJson(memberText(readFileSync(FIXTURE, 'utf8'), 'schema') ?? '[]'),
);

/** The line bound; `against` is null for a server without a schema. */
export function bind(text: string, against: Schema | null = schema): Bound {
  const line = parseLine(text);
  const { syntax } = line;
  if (syntax.kind !== 'command' && syntax.kind !== 'raw' && syntax.kind !== 'transaction') {
    throw new Error(`not a request: ${syntax.kind}`);
  }
  return bindLine(
    { schema: against ?? undefined, annotations: annotationsFrom(annotations) },
    line,
    syntax,
  );
}

/** The arguments' JSON text, or the errors where there are any. */
export function sent(text: string, against: Schema | null = schema): string {
  const bound = bind(text, against);
  const errors = bound.problems.filter(problem => problem.severity === 'error');
  if (errors.length > 0) return errors.map(problem => problem.message).join(' / ');
  return bound.request?.argumentsText ?? '';
}
