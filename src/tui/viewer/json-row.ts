// A row of the text as it came: one token after the other, brackets closed in rows of their own.
import { escapeCell } from '../../shell/escape.js';
import { type Span, type Spans, span } from '../draw/spans.js';
import { howMany, pieceOf } from './amount.js';
import type { Document } from './document.js';
import type { Node } from './node.js';
import { canFold, countRows, isOpenNode, type Outline, type Row } from './rows.js';
import { stringEnd } from './scan.js';

export function jsonSpans(outline: Outline, { node, part }: Row): Spans {
  const comma = commaAfter(outline, node);
  if (part === 'closing bracket') return [span(BRACKETS[bracketKind(node)].close + comma)];
  const name = nameSpans(outline.document, node);
  if (isOpenNode(outline, node)) return [...name, span(BRACKETS[bracketKind(node)].open)];
  return [...name, ...valueSpans(outline, node, comma)];
}

const BRACKETS = {
  object: { open: '{', close: '}' },
  list: { open: '[', close: ']' },
} as const;

function bracketKind({ kind }: Node): keyof typeof BRACKETS {
  return kind === 'object' ? 'object' : 'list';
}

function nameSpans({ text }: Document, { parent, from }: Node): Spans {
  if (parent?.kind !== 'object') return [];
  return [span(escapeCell(text.slice(from, stringEnd(text, from))), 'name'), span(': ')];
}

function valueSpans(outline: Outline, node: Node, comma: string): Spans {
  if (node.kind !== 'object' && node.kind !== 'list')
    return [scalarSpan(outline, node), span(comma)];
  const { open, close } = BRACKETS[node.kind];
  if (!canFold(outline, node)) return [span(open + close + comma)];
  const amount = howMany(node, countRows(outline, node));
  return [span(`${open}…${close}${comma}`), span(`  ${amount}`, 'dim')];
}

function scalarSpan({ document, columns }: Outline, node: Node): Span {
  const style = node.kind === 'string' ? 'value' : 'plain';
  return span(escapeCell(pieceOf(document, node, columns)), style);
}

function commaAfter(outline: Outline, { parent, index }: Node): string {
  return parent !== undefined && index + 1 < countRows(outline, parent) ? ',' : '';
}
