// One value of a reply -> the text for it on one line, escaped.
import {
  isJsonArray,
  isJsonNumber,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../json/value.js';
import { escapeCell } from '../escape.js';
import type { UnitPlace } from './member-units.js';
import { fullQuantity, shortQuantity } from './quantity.js';

/** In a table numbers are rounded where they have a unit; in a tree they are exact, their readable form beside them. */
export type CellStyle = 'table' | 'tree';

/** Whether the value is shown on one line: no object, and no list with objects or lists in it. */
export function isPlain(value: JsonValue): boolean {
  if (isVersion(value)) return true;
  if (isJsonArray(value)) return value.every(isScalar);
  return !isJsonObject(value);
}

function isScalar(value: JsonValue): boolean {
  return !isJsonArray(value) && !isJsonObject(value);
}

/** The text of a plain value; of another one how much there is in it. */
export function cellText(value: JsonValue, { unit }: UnitPlace, style: CellStyle): string {
  if (typeof value === 'string') return stringText(value, style);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (isJsonNumber(value)) {
    if (unit === undefined) return String(value);
    return style === 'table' ? shortQuantity(value, unit) : fullQuantity(value, unit);
  }
  if (isJsonArray(value)) return listText(value, unit, style);
  return isVersion(value) ? versionText(value) : isJsonObject(value) ? objectText(value) : 'null';
}

function stringText(text: string, style: CellStyle): string {
  return text === '' && style === 'tree' ? '""' : escapeCell(text);
}

function listText(list: readonly JsonValue[], unit: string | undefined, style: CellStyle): string {
  if (list.length === 0) return style === 'tree' ? '(empty list)' : '';
  if (!list.every(isScalar)) return list.length === 1 ? '1 item' : `${list.length} items`;
  const place = unit === undefined ? { types: [] } : { types: [], unit };
  return list.map(item => cellText(item, place, style)).join(', ');
}

function objectText(object: JsonObject): string {
  const count = Object.keys(object).length;
  return count === 0 ? '(empty)' : count === 1 ? '1 member' : `${count} members`;
}

/** QEMU's own number in its three parts, as in the greeting and query-version: `7.2.22`. */
function isVersion(value: JsonValue): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const { major, minor, micro } = value;
  return Object.keys(value).length === 3 && [major, minor, micro].every(isJsonNumber);
}

function versionText({ major, minor, micro }: JsonObject): string {
  return `${major}.${minor}.${micro}`;
}
