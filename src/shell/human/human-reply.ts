// A reply -> lines for a person: `-o human`. Everything from the server is escaped; the lines may be printed as they are.
import { parseJson } from '../../json/parse.js';
import { isJsonArray, isJsonObject, type JsonValue } from '../../json/value.js';
import { type Annotations, anyNotes, type CommandNotes } from '../annotations.js';
import { escapeLine, escapeText } from '../escape.js';
import { wrapWords } from '../help/wrap-words.js';
import { cellText } from './cell.js';
import { painter } from './colours.js';
import { innerRows, presetColumns } from './columns.js';
import { memberPlace, returnPlace, type UnitPlace } from './member-units.js';
import { type TableRoom, tableLines } from './table.js';
import { listLines, objectLines, textLines } from './tree.js';

export interface Terminal {
  /** How wide it is. Below LEAST_COLUMNS lines may be wider than it. */
  readonly columns: number;
  readonly colour: boolean;
}

export interface HumanReply extends Terminal {
  /** The text of the value under `return`, or of a part of it. */
  readonly json: string;
  /** What it says, where it has been read. */
  readonly value?: JsonValue | undefined;
  /** The command it answers; undefined where it is not the whole return of one: no preset and no units then. */
  readonly command: string | undefined;
  readonly annotations: Annotations;
}

export const LEAST_COLUMNS = 20;
const INDENT = 2;
const TAB = 8;

/**
 * The lines of a reply, each at most as wide as the terminal; but the lines of a text (HMP's answers) are kept.
 * @throws JsonSyntaxError where `json` is none.
 */
export function humanReply({
  json,
  value = parseJson(json),
  command,
  annotations,
  columns,
  colour,
}: HumanReply): readonly string[] {
  const room = tableRoom(columns, colour);
  if (typeof value === 'string') return ownLines(value, command === 'human-monitor-command');
  const place = command === undefined ? { types: [] } : returnPlace(command);
  if (isJsonArray(value)) return listReply(value, place, notesOf(annotations, command), room);
  if (!isJsonObject(value)) return textLines(cellText(value, place, 'tree'), room);
  return Object.keys(value).length === 0 ? ['  ok'] : objectLines(value, place, room);
}

/** The room that a terminal has for a table. */
export function tableRoom(columns: number, colour: boolean): TableRoom {
  return { columns: Math.max(columns, LEAST_COLUMNS), indent: INDENT, paint: painter(colour) };
}

/** The lines of an error: `CLASS: desc`. */
export function humanError(message: string, terminal: Terminal): string[] {
  const paint = painter(terminal.colour);
  const room = Math.max(terminal.columns, LEAST_COLUMNS) - INDENT;
  const lines = wrapWords(escapeLine(message), room);
  return lines.map(line => ' '.repeat(INDENT) + paint(line, 'red'));
}

/** The text itself, its lines as they are; tabs as blanks, since columns of other lines would move with them. */
function ownLines(text: string, isHmp: boolean): string[] {
  const lines = escapeText(text).replace(/\n+$/, '').split('\n').map(expandTabs);
  if (lines.length > 1 || lines[0] !== '') return lines;
  return [isHmp ? '  ok' : '  ""'];
}

function expandTabs(line: string): string {
  let out = '';
  for (const part of line.split(/(\t)/)) {
    out += part === '\t' ? ' '.repeat(TAB - (out.length % TAB)) : part;
  }
  return out;
}

function listReply(
  list: readonly JsonValue[],
  place: UnitPlace,
  notes: CommandNotes | undefined,
  room: TableRoom,
): string[] {
  const rows = list.filter(isJsonObject);
  if (list.length === 0) return ['  empty list'];
  if (notes?.columns === undefined || rows.length < list.length) {
    return listLines(list, place, room);
  }
  const inner = notes.rows === undefined ? rows : innerRows(rows, notes.rows);
  const innerPlace = (notes.rows?.[0]?.split('.') ?? []).reduce(memberPlace, place);
  const columns = presetColumns(inner, innerPlace, notes.columns);
  return columns.length === 0 ? listLines(list, place, room) : tableLines(columns, room);
}

function notesOf(annotations: Annotations, command: string | undefined): CommandNotes | undefined {
  return command === undefined ? undefined : anyNotes(annotations, command);
}
