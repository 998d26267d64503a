// Numbers as people write them on a line: 512, 0x200, 10G.

/** A number read from text, or why it is none. */
export type IntegerRead =
  | { readonly ok: true; readonly value: bigint; readonly hasUnit: boolean }
  | { readonly ok: false; readonly message: string };

const SUFFIXES = 'BKMGTPE';
const SHAPE = /^(-?)(?:0[xX]([0-9a-fA-F]*)|([0-9]+)(?:\.([0-9]+))?)([A-Za-z]*)$/;

/**
 * Reads an integer: decimal, `0x`, or decimal (fractions too) with a suffix B K M G T P E for powers of 1024 whose
 * result is whole.
 */
export function readInteger(text: string): IntegerRead {
  const [, sign, hex, whole, fraction, suffix = ''] = SHAPE.exec(text) ?? [];
  if (sign === undefined) return failed(`expected an integer, found '${text}'`);
  const negate = (value: bigint) => (sign === '-' ? -value : value);
  if (hex !== undefined) {
    if (hex === '' || suffix !== '') return failed(`expected an integer, found '${text}'`);
    return { ok: true, value: negate(BigInt(`0x${hex}`)), hasUnit: false };
  }
  if (/^0[0-9]/.test(whole!))
    return failed(`expected an integer without leading zeros, found '${text}'`);
  const scaled = scale(whole!, fraction, suffix);
  if (typeof scaled === 'string') return failed(`${scaled}, found '${text}'`);
  return { ok: true, value: negate(scaled), hasUnit: suffix !== '' };
}

function failed(message: string): IntegerRead {
  return { ok: false, message };
}

function scale(whole: string, fraction: string | undefined, suffix: string): bigint | string {
  const power = SUFFIXES.indexOf(suffix.toUpperCase());
  if (suffix.length > 1 || power < 0)
    return `expected one of the suffixes B K M G T P E (powers of 1024)`;
  if (fraction === undefined) return BigInt(whole) << BigInt(10 * power);
  const digits = BigInt(whole + fraction) << BigInt(10 * power);
  const divisor = 10n ** BigInt(fraction.length);
  if (suffix === '' || digits % divisor !== 0n) return 'expected a whole number';
  return digits / divisor;
}

/** Whether the text is a JSON number as it stands. */
export function isJsonNumberText(text: string): boolean {
  return /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(text);
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** A byte count in the largest unit that keeps it at or above one, two decimals at most: `10 GiB`, `1.5 MiB`. */
export function bytesText(bytes: bigint): string {
  const size = bytes < 0n ? -bytes : bytes;
  let power = 0;
  while (power < UNITS.length - 1 && size >> BigInt(10 * (power + 1)) > 0n) power += 1;
  const hundredths = (bytes * 100n) >> BigInt(10 * power);
  const text = (Number(hundredths) / 100).toString();
  return `${text} ${UNITS[power]}`;
}
