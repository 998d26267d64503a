// A row -> what stands in it, in styles. Everything that came from the server is escaped.
import { type Spans, span } from '../draw/spans.js';
import { jsonSpans } from './json-row.js';
import { indentOf, type Outline, type Row } from './rows.js';
import { treeSpans } from './tree-row.js';

/** @param command whose reply it is, which says in what units its numbers count; undefined where that is not known */
export function rowSpans(outline: Outline, row: Row, command: string | undefined): Spans {
  const indent = span(' '.repeat(indentOf(row.node.depth, outline.columns)));
  const rest =
    outline.form === 'tree' ? treeSpans(outline, row.node, command) : jsonSpans(outline, row);
  return [indent, ...rest];
}
