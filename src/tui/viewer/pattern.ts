// A text to search for -> patterns: for JSON as it came, and for what is shown of it.
// A text without capitals finds both cases.

/** For JSON text: the searched text as it stands there, or with JSON's escapes. */
export function jsonPattern(query: string): RegExp {
  return new RegExp(query.split('').map(jsonUnit).join(''), flagsFor(query));
}

/** For text as it is shown. */
export function shownPattern(query: string): RegExp {
  return new RegExp(literal(query), flagsFor(query));
}

/** Whether it has characters that stand between tokens, where nothing is to be found. */
export function mayCrossTokens(query: string): boolean {
  return /[\s{}[\],:]/.test(query);
}

function flagsFor(query: string): string {
  return query === query.toLowerCase() ? 'gi' : 'g';
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function jsonUnit(unit: string): string {
  if (unit === '"' || unit === '\\') return `\\\\${literal(unit)}`;
  if (unit === '/') return '\\\\?\\/';
  if (unit >= ' ' && unit <= '~') return literal(unit);
  const spellings = new Set([unit, unit.toLowerCase(), unit.toUpperCase()]);
  return `(?:${[...spellings].map(spelling => `${spelling}|${escapeOf(spelling)}`).join('|')})`;
}

/** Its escape, hex digits in either case. */
function escapeOf(text: string): string {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  const digits = units.map(unit => unit.toString(16).padStart(4, '0').replace(/[a-f]/g, either));
  return digits.map(hex => `\\\\u${hex}`).join('');
}

function either(digit: string): string {
  return `[${digit}${digit.toUpperCase()}]`;
}
