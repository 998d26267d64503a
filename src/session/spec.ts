// What filters and waits are told in: words already split by the shell, mistakes with a place, durations.

/** Part of a text: UTF-16 offsets, `end` not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A word of a directive: `key=text`, or `text` alone. Quotes are gone, escapes are read. */
export interface SpecWord {
  readonly key?: string;
  readonly text: string;
  /** Quoted as a whole: its commas are its own then. */
  readonly quoted?: boolean;
  /** Where it stands in its line. */
  readonly span?: Span;
}

/** A mistake in a filter or wait, of the shape that src/shell shows under the line. */
export interface SpecProblem {
  readonly kind: 'problem';
  readonly code: 'syntax' | 'unknown-member' | 'unknown-value' | 'missing-member' | 'given-twice';
  readonly severity: 'error';
  readonly span: Span;
  readonly message: string;
}

const NOWHERE: Span = { start: 0, end: 0 };

export function problem(
  code: SpecProblem['code'],
  span: Span | undefined,
  message: string,
): SpecProblem {
  return { kind: 'problem', code, severity: 'error', span: span ?? NOWHERE, message };
}

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `30s`, `500ms`, `2m`, `1.5h` or a plain number of seconds, in ms; undefined for any other text. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit = 's'] = DURATION.exec(text) ?? [];
  return number === undefined ? undefined : Math.round(Number(number) * (UNIT_MS[unit] ?? 0));
}
