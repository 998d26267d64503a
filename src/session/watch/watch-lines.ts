// What `.watch` has seen -> lines for a person: a block that is drawn again and again, or what changed since the last
// one. Escaped; no colours, changes are marked by signs.
import { escapeLine } from '../../shell/escape.js';
import { shortQuantity } from '../../shell/human/quantity.js';
import { stringWidth } from '../../text/width.js';
import { cutWidth, padWidth } from '../../text/wrap.js';
import type { WatchRow, WatchState } from './watch-state.js';

/** The block: a title, and as many rows as there is room for; those that have ever changed before the others. */
export function watchLines(state: WatchState, columns: number, maxRows: number): readonly string[] {
  const rows = state.last?.rows ?? [];
  const error = errorLines(state);
  const room = Math.max(maxRows - 1 - error.length, 0);
  const shown = rows.length <= room ? rows : mostTelling(rows, state.moved, room - 1);
  const left = rows.length - shown.length;
  const more = left > 0 && room > 0 ? [`   … ${left} more`] : [];
  const lines = [titleLine(state), ...rowLines(shown, columns), ...more, ...error];
  return lines.slice(0, Math.max(maxRows, 0)).map(line => cutWidth(line, columns, 'end'));
}

/** What a look has changed, for a terminal where nothing is drawn twice; all of it at the first look. */
export function watchNews(state: WatchState, columns: number): readonly string[] {
  const rows = state.last?.rows ?? [];
  const news = state.looks - state.errors === 1 ? rows : rows.filter(row => row.change !== 'none');
  const error = errorLines(state);
  if (news.length === 0 && error.length === 0) return [];
  const lines = [titleLine(state), ...(error.length > 0 ? error : rowLines(news, columns))];
  return lines.map(line => cutWidth(line, columns, 'end'));
}

function titleLine({ line, everyMs, looks, last, errors }: WatchState): string {
  const changed = last?.rows.filter(row => row.change !== 'none').length ?? 0;
  const facts = [
    ` watch ${escapeLine(line)}`,
    `every ${everyMs / 1000} s`,
    ...(looks === 0 ? ['looks for the first time'] : [`look ${looks}`]),
    ...(last === undefined ? [] : [last.time, changed === 0 ? 'no change' : `${changed} changed`]),
    ...(errors === 0 ? [] : [`${errors} failed`]),
  ];
  return facts.join(' · ');
}

function errorLines({ error }: WatchState): readonly string[] {
  return error === undefined ? [] : [` ! ${escapeLine(error)}`];
}

function mostTelling(
  rows: readonly WatchRow[],
  moved: ReadonlySet<string>,
  room: number,
): readonly WatchRow[] {
  const rank = new Map(rows.map((row, at) => [row, at + (moved.has(row.path) ? 0 : rows.length)]));
  const first = [...rows].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
  const kept = new Set(first.slice(0, Math.max(room, 0)));
  return rows.filter(row => kept.has(row));
}

const SIGNS = { none: ' ', changed: '*', new: '+', gone: '-' } as const;

function rowLines(rows: readonly WatchRow[], columns: number): readonly string[] {
  const most = Math.floor(columns / 2);
  const widthOf = (texts: readonly string[]) =>
    Math.min(Math.max(0, ...texts.map(text => stringWidth(text))), most);
  const path = widthOf(rows.map(row => row.path));
  const value = widthOf(rows.filter(row => row.rate !== undefined).map(row => row.text));
  return rows.map(row => {
    const rate = row.rate === undefined ? '' : `  ${rateText(row.rate, row.unit)}`;
    const text = padWidth(cutWidth(row.text, columns, 'end'), rate === '' ? 0 : value, 'left');
    const name = padWidth(cutWidth(row.path, path, 'start'), path, 'left');
    return ` ${SIGNS[row.change]} ${name}  ${text}${rate}`.trimEnd();
  });
}

function rateText(rate: number, unit: string | undefined): string {
  const sign = rate < 0 ? '-' : '+';
  const size = Math.abs(rate);
  if (unit === 'bytes') return `${sign}${shortQuantity(size, 'bytes/s')}`;
  const digits = size >= 100 ? Math.round(size) : Number(size.toPrecision(3));
  return `${sign}${digits}${unit === undefined ? '' : ` ${unit}`}/s`;
}
