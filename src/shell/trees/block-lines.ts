// A graph of block nodes -> lines for a person: a tree whose lines are also a table.
import { parseJson } from '../../json/parse.js';
import { isJsonNumber, isJsonObject, type JsonValue } from '../../json/value.js';
import { escapeCell } from '../escape.js';
import type { Column } from '../human/columns.js';
import { shortQuantity } from '../human/quantity.js';
import { type TableRoom, tableLines } from '../human/table.js';
import type { BlockGraph } from './block-graph.js';
import { type BlockRow, blockRows } from './block-rows.js';

export function blockLines(graph: BlockGraph, room: TableRoom): string[] {
  const rows = blockRows(graph);
  if (rows.length === 0) return ['  no block nodes'];
  return tableLines(
    [
      column('node', 0, rows, ({ prefix, name }) => `${prefix}${escapeCell(shortName(name))}`),
      column('is', 1, rows, roleText),
      column('driver', 2, rows, driverText),
      column('size', 4, rows, row => bytesText(row.node?.['virtual-size'])),
      column('on disk', 5, rows, row => bytesText(row.node?.['actual-size'])),
      column('ro', 6, rows, row => (row.node?.ro === true ? 'ro' : '')),
      column('file', 3, rows, row => escapeCell(fileText(row.node?.file ?? ''))),
    ].filter(({ cells }) => cells.some(cell => cell !== '')),
    room,
  );
}

function column(
  title: string,
  dispensable: number,
  rows: readonly BlockRow[],
  cell: (row: BlockRow) => string,
): Column {
  return { title, cells: rows.map(cell), isNumeric: false, dispensable };
}

/** Of a device's path, `/machine/peripheral/vd1/virtio-backend`, the id. */
function shortName(name: string): string {
  return /^\/machine\/peripheral(?:-anon)?\/([^/]+)/.exec(name)?.[1] ?? name;
}

/** An arrow at what is drawn above. */
function roleText({ as, isAgain }: BlockRow): string {
  return `${escapeCell(as)}${isAgain === true ? ' ↑' : ''}`.trim();
}

function driverText({ node, on }: BlockRow): string {
  if (node === undefined) return '';
  return escapeCell(on === undefined || on === '' ? node.driver : `${node.driver} on ${on}`);
}

function bytesText(value: JsonValue | undefined): string {
  return isJsonNumber(value) ? shortQuantity(value, 'bytes') : '';
}

/**
 * Of `json:{"driver": "qcow2", "file": {"driver": "file", "filename": "/vm/a"}}` the innermost file's name. Options that
 * have none, and lead to none, say no more than the drawing does; those of a network have it in their own ways.
 */
function fileText(file: string): string {
  if (!file.startsWith('json:')) return file;
  let found: JsonValue | undefined = optionsIn(file.slice('json:'.length));
  while (isJsonObject(found)) {
    if (typeof found.filename === 'string') return found.filename;
    if (found.children !== undefined || isNull(found.driver)) return '';
    found = found.file ?? found.image;
  }
  return file;
}

function isNull(driver: JsonValue | undefined): boolean {
  return driver === 'null-co' || driver === 'null-aio';
}

function optionsIn(json: string): JsonValue | undefined {
  try {
    return parseJson(json);
  } catch {
    return undefined;
  }
}
