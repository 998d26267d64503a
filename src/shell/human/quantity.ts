// A number with its unit, for people: exact with the readable form beside it, or the readable form alone.
import type { JsonNumber } from '../../json/value.js';
import type { Unit } from './member-units.js';

/** A number as parseJson gives it; `String` of it is the server's own text. */
export type ExactNumber = number | bigint | JsonNumber;

const BYTE_STEPS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
/** What QEMU says for `not known` in its statistics: 2^64 - 1. */
const UNKNOWN = '18446744073709551615';

/** `10 GiB`, `1.31 s`, `0x1af4`: rounded to three digits where it has more. */
export function shortQuantity(value: ExactNumber, unit: Unit): string {
  return readable(value, unit) ?? String(value);
}

/** `10737418240 (10 GiB)`; the digits as they came, the readable form only where it says more. */
export function fullQuantity(value: ExactNumber, unit: Unit): string {
  const digits = String(value);
  const short = readable(value, unit);
  if (short === undefined) return digits;
  const label = labelOf(unit);
  const plain = label === '' ? digits : `${digits} ${label}`;
  return short === plain || isOnlyRounded(unit) ? plain : `${digits} (${short})`;
}

function readable(value: ExactNumber, unit: Unit): string | undefined {
  const number = Number(value);
  if (!Number.isFinite(number)) return undefined;
  if (unit === 'address' || unit === 'hex') return inHex(value, unit === 'hex' ? 4 : 1);
  if (unit === 'unix-time') return dateText(number);
  if (number < 0 || String(value) === UNKNOWN) return undefined;
  if (unit === 'bytes') return byteText(number);
  if (unit === 'bytes/s') return `${byteText(number)}/s`;
  const second = SECONDS[unit];
  return second === undefined ? `${rounded(number)} ${labelOf(unit)}` : timeText(number, unit);
}

/** Whether the readable form is but the number with fewer digits: 44100 Hz, 57 %. */
function isOnlyRounded(unit: Unit): boolean {
  return !CONVERTED.has(unit);
}

const CONVERTED = new Set('bytes bytes/s ns us ms s unix-time address hex'.split(' '));
const LABELS: Readonly<Record<string, string>> = {
  bytes: 'B',
  'bytes/s': 'B/s',
  percent: '%',
  us: 'µs',
  'unix-time': '',
  address: '',
  hex: '',
};

function labelOf(unit: Unit): string {
  return LABELS[unit] ?? unit;
}

function byteText(bytes: number): string {
  let step = 0;
  let size = bytes;
  while (Number(rounded(size)) >= 1024 && step < BYTE_STEPS.length - 1) {
    size /= 1024;
    step += 1;
  }
  return `${rounded(size)} ${BYTE_STEPS[step]}`;
}

/** Three digits, more where the whole part has more: `1.23`, `12.3`, `1023`. */
function rounded(number: number): string {
  if (number >= 100) return BigInt(Math.round(number)).toString();
  return String(Number(number.toPrecision(3)));
}

/** How many seconds one is, by unit. */
const SECONDS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1 };
const SHORT_STEPS = [
  ['ns', 1e-6, 1e9],
  ['µs', 1e-3, 1e6],
  ['ms', 1, 1e3],
  ['s', 60, 1],
] as const;
const LONG_STEPS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

function timeText(number: number, unit: Unit): string {
  if (number === 0) return `0 ${labelOf(unit)}`;
  const seconds = number * (SECONDS[unit] ?? 1);
  const step = SHORT_STEPS.find(([, below]) => seconds < below);
  return step === undefined ? longTime(seconds) : `${rounded(seconds * step[2])} ${step[0]}`;
}

/** Its two greatest parts: `2 d 3 h`, `3 min 20 s`. */
function longTime(seconds: number): string {
  const first = LONG_STEPS.findIndex(([, size]) => seconds >= size);
  const [name = 's', size = 1] = LONG_STEPS[first] ?? [];
  const [nextName, nextSize = 1] = LONG_STEPS[first + 1] ?? [];
  const next = Math.floor((seconds % size) / nextSize);
  const head = `${BigInt(Math.floor(seconds / size))} ${name}`;
  return next === 0 || nextName === undefined ? head : `${head} ${next} ${nextName}`;
}

function dateText(seconds: number): string | undefined {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  return date
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
}

function inHex(value: ExactNumber, digits: number): string | undefined {
  const text = String(value);
  if (!/^[0-9]+$/.test(text)) return undefined;
  return `0x${BigInt(text).toString(16).padStart(digits, '0')}`;
}
