// A value -> an indented tree: plain members first, a line each; objects and lists of objects below.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../json/value.js';
import { stringWidth } from '../../text/width.js';
import { padWidth, wrapText } from '../../text/wrap.js';
import { escapeCell } from '../escape.js';
import { cellText, isPlain } from './cell.js';
import { allColumns, type Column } from './columns.js';
import { fitColumns } from './fit-columns.js';
import { memberRank } from './member-order.js';
import { memberPlace, type UnitPlace } from './member-units.js';
import { type TableRoom, tableLines } from './table.js';

const STEP = 2;

/** The lines of an object's members. */
export function objectLines(object: JsonObject, place: UnitPlace, room: TableRoom): string[] {
  const members = Object.entries(object).sort(([a], [b]) => memberRank(a) - memberRank(b));
  const plain = members.filter(([, value]) => isOneLine(value));
  const nested = members.filter(([, value]) => !isOneLine(value));
  const keyWidth = widestKey(plain, room);
  return [
    ...plain.flatMap(([key, value]) =>
      memberLines(key, cellText(value, memberPlace(place, key), 'tree'), keyWidth, room),
    ),
    ...nested.flatMap(([key, value]) => [
      ...keyLines(key, room),
      ...valueLines(value, memberPlace(place, key), deeper(room)),
    ]),
  ];
}

/** The lines of a list: a table where it is one of objects, else its items one by one. */
export function listLines(list: readonly JsonValue[], place: UnitPlace, room: TableRoom): string[] {
  const rows = list.filter(isJsonObject);
  const isTable = rows.length === list.length && rows.some(row => Object.keys(row).length > 0);
  if (!isTable) return itemLines(list, place, room);
  const [only] = rows;
  const columns = allColumns(rows, place);
  if (rows.length === 1 && only !== undefined && (isTooWide(columns, room) || hasInnerRows(only)))
    return objectLines(only, place, room);
  return tableLines(columns, room);
}

function valueLines(value: JsonValue, place: UnitPlace, room: TableRoom): string[] {
  if (isJsonArray(value)) return listLines(value, place, room);
  return isJsonObject(value) ? objectLines(value, place, room) : textLines('', room);
}

function itemLines(list: readonly JsonValue[], place: UnitPlace, room: TableRoom): string[] {
  return list.flatMap(item => {
    if (isOneLine(item)) return textLines(cellText(item, place, 'tree'), room);
    return [...textLines('-', room), ...valueLines(item, place, deeper(room))];
  });
}

function isOneLine(value: JsonValue): boolean {
  return isPlain(value) || (isJsonObject(value) && Object.keys(value).length === 0);
}

function isTooWide(columns: readonly Column[], room: TableRoom): boolean {
  return fitColumns(columns, room.columns - room.indent).left.length > 0;
}

function hasInnerRows(row: JsonObject): boolean {
  return Object.values(row).some(value =>
    isJsonObject(value) ? hasInnerRows(value) : isJsonArray(value) && !isPlain(value),
  );
}

function widestKey(members: readonly (readonly [string, JsonValue])[], room: TableRoom): number {
  const most = Math.floor((room.columns - room.indent) / 2);
  const widths = members.map(([key]) => stringWidth(escapeCell(key)));
  return widths.reduce((wide, width) => (width <= most ? Math.max(wide, width) : wide), 0);
}

/** `key   text`, the text going on below itself; a key too wide for its column has a line of its own. */
function memberLines(key: string, text: string, keyWidth: number, room: TableRoom): string[] {
  const name = escapeCell(key);
  const indent = room.indent + keyWidth + STEP;
  const [first = '', ...more] = wrapText(text, room.columns - indent);
  const below = more.map(line => ' '.repeat(indent) + line);
  if (stringWidth(name) > keyWidth) {
    return [...keyLines(key, room), ' '.repeat(indent) + first, ...below];
  }
  const head = room.paint(padWidth(name, keyWidth, 'left'), 'cyan');
  return [`${' '.repeat(room.indent)}${head}${' '.repeat(STEP)}${first}`.trimEnd(), ...below];
}

function keyLines(key: string, room: TableRoom): string[] {
  const indent = ' '.repeat(room.indent);
  const lines = wrapText(escapeCell(key), room.columns - room.indent);
  return lines.map(line => indent + room.paint(line, 'cyan'));
}

/** The lines of a text that is escaped already. */
export function textLines(text: string, room: TableRoom): string[] {
  const indent = ' '.repeat(room.indent);
  return wrapText(text, room.columns - room.indent).map(line => (indent + line).trimEnd());
}

/** Never beyond half of the terminal, however deep. */
function deeper(room: TableRoom): TableRoom {
  const isRoom = room.indent + STEP <= room.columns / 2;
  return isRoom ? { ...room, indent: room.indent + STEP } : room;
}
