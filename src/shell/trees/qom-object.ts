// One object of QOM with its properties and values: data and lines for a person.
import type { JsonValue } from '../../json/value.js';
import { escapeCell } from '../escape.js';
import { cellText } from '../human/cell.js';
import type { Column } from '../human/columns.js';
import { type TableRoom, tableLines } from '../human/table.js';

export interface QomProperty {
  readonly name: string;
  readonly type: string;
  /** Undefined where the server told no value: `error` says why. */
  readonly value?: JsonValue;
  readonly error?: string;
}

export interface QomObject {
  readonly path: string;
  /** Objects below it: `child<TYPE>` properties, and their types. */
  readonly children: readonly { readonly name: string; readonly type: string }[];
  readonly properties: readonly QomProperty[];
}

const CHILD = /^child<(.*)>$/;
const LINK = /^link<(.*)>$/;

/** The type of the object that a property of `child<TYPE>` is; undefined for other properties. */
export function childType(type: string): string | undefined {
  return CHILD.exec(type)?.[1];
}

export function qomLines({ path, children, properties }: QomObject, room: TableRoom): string[] {
  return [
    `  ${escapeCell(path)}`,
    ...childLines(children, room),
    ...(properties.length === 0 ? [] : propertyLines(properties, room)),
  ];
}

function childLines(children: QomObject['children'], room: TableRoom): string[] {
  const marks = children.map((_, at) => (at === children.length - 1 ? '└ ' : '├ '));
  if (children.length === 0) return [];
  return tableLines(
    [
      column(
        'below',
        0,
        children.map(({ name }, at) => `${marks[at]}${escapeCell(name)}`),
      ),
      column(
        'type',
        1,
        children.map(({ type }) => escapeCell(type)),
      ),
    ],
    room,
  );
}

function propertyLines(properties: readonly QomProperty[], room: TableRoom): string[] {
  return tableLines(
    [
      column(
        'property',
        0,
        properties.map(({ name }) => escapeCell(name)),
      ),
      column('value', 1, properties.map(valueText)),
      column(
        'type',
        2,
        properties.map(({ type }) => escapeCell(LINK.exec(type)?.[1] ?? type)),
      ),
    ],
    room,
  );
}

function column(title: string, dispensable: number, cells: readonly string[]): Column {
  return { title, cells, isNumeric: false, dispensable };
}

function valueText({ type, value, error }: QomProperty): string {
  if (value === undefined) return `(${escapeCell(error ?? 'no value')})`;
  const text = cellText(value, { types: [] }, 'tree');
  return LINK.test(type) && value !== '' ? `→ ${text}` : text;
}
