// A row of the tree for reading: strings without quotes, numbers as they came with a readable form beside them, and of
// what is folded how much there is and how it begins.
import { numberFromText } from '../../json/value.js';
import { escapeCell } from '../../shell/escape.js';
import { memberRank } from '../../shell/human/member-order.js';
import { fullQuantity } from '../../shell/human/quantity.js';
import { stringWidth } from '../../text/width.js';
import { padWidth } from '../../text/wrap.js';
import { type Spans, span } from '../draw/spans.js';
import { howMany, pieceOf } from './amount.js';
import { endOf, keyOf, type Node } from './node.js';
import { canFold, child, countRows, isOpenNode, type Outline } from './rows.js';
import { decodeString, shownText } from './string-lines.js';
import { unitOf } from './unit-of.js';

export function treeSpans(outline: Outline, node: Node, command: string | undefined): Spans {
  if (node.kind === 'line') return lineSpans(outline, node);
  const isOpen = isOpenNode(outline, node);
  const mark = !canFold(outline, node) ? '  ' : isOpen ? '▾ ' : '▸ ';
  return [
    span(mark, 'dim'),
    ...labelSpans(outline, node),
    ...(canFold(outline, node)
      ? foldSpans(outline, node, isOpen)
      : [span(plainText(outline, node, unitOf(outline.document, node, command)))]),
  ];
}

function lineSpans({ document, columns }: Outline, node: Node): Spans {
  const { starts, left = 0 } = document.lines.get(node.parent?.start ?? -1) ?? { starts: [] };
  const isLeft = left > 0 && node.index === starts.length - 1;
  if (isLeft) return [span(`  … ${left} characters more`, 'dim')];
  return [span('  '), span(shownText(pieceOf(document, node, columns)))];
}

/** The member's name or the item's place, as wide as those beside it. */
function labelSpans(outline: Outline, node: Node): Spans {
  const { parent } = node;
  if (parent === undefined) return [];
  const label = labelOf(outline, node);
  const width = canFold(outline, node) ? 0 : labelWidth(outline, parent);
  return [span(padWidth(label, width, 'left'), 'name'), span('  ')];
}

function labelOf({ document }: Outline, node: Node): string {
  const key = keyOf(document, node);
  return key === undefined ? `[${node.index}]` : escapeCell(key) || '""';
}

/** Names of more members than this are not lined up, nor are longer ones. */
const MOST_ALIGNED = 100;
const WIDEST = 28;

function labelWidth(outline: Outline, parent: Node): number {
  const known = outline.document.labelWidths.get(parent.start);
  if (known !== undefined) return known;
  const width = widestLabel(outline, parent);
  outline.document.labelWidths.set(parent.start, width);
  return width;
}

function widestLabel(outline: Outline, parent: Node): number {
  const count = countRows(outline, parent);
  if (parent.kind === 'list') return `[${count - 1}]`.length;
  if (count > MOST_ALIGNED) return 0;
  const members = Array.from({ length: count }, (_, at) => child(outline, parent, at));
  const widths = members
    .filter(member => !canFold(outline, member))
    .map(member => stringWidth(labelOf(outline, member)));
  return Math.max(0, ...widths.filter(width => width <= WIDEST));
}

function foldSpans(outline: Outline, node: Node, isOpen: boolean): Spans {
  if (node.kind === 'string') {
    if (!isOpen) return [span(plainText(outline, node, undefined))];
    return [span(howMany(node, countRows(outline, node)), 'dim')];
  }
  const amount = howMany(node, countRows(outline, node));
  const preview = isOpen ? '' : previewOf(outline, node);
  return [span(preview === '' ? amount : `${amount}  `, 'dim'), span(preview, 'dim')];
}

/** As many of its first plain members as fit, what names the thing before the rest. */
function previewOf(outline: Outline, node: Node): string {
  const count = Math.min(countRows(outline, node), MOST_ALIGNED);
  const members = Array.from({ length: count }, (_, at) => child(outline, node, at))
    .filter(member => !canFold(outline, member))
    .map(member => ({ member, key: keyOf(outline.document, member) }))
    .sort((a, b) => memberRank(a.key ?? '') - memberRank(b.key ?? ''));
  let text = '';
  for (const { member, key } of members) {
    if (text.length > outline.columns) break;
    const value = plainText(outline, member, undefined);
    text += `${text === '' ? '' : ', '}${key === undefined ? '' : `${escapeCell(key)}: `}${value}`;
  }
  return text;
}

/** A value on one line, or more of its start than a row is wide. */
function plainText(outline: Outline, node: Node, unit: string | undefined): string {
  const piece = pieceOf(outline.document, node, outline.columns);
  if (node.kind === 'string') return escapeCell(stringText(outline, node, piece)) || '""';
  if (node.kind === 'object') return '(empty)';
  if (node.kind === 'list') return '(empty list)';
  return node.kind === 'number' && unit !== undefined
    ? fullQuantity(numberFromText(piece), unit)
    : escapeCell(piece);
}

/** The piece may be but the start of the string. */
function stringText({ document }: Outline, node: Node, piece: string): string {
  const isWhole = endOf(document, node) - node.start === piece.length;
  return decodeString(piece.slice(1, isWhole ? -1 : undefined));
}
