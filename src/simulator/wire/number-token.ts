// A number token -> a value. Integers of 64 bits are exact; everything else is a double, printed as C prints it.
import { JsonNumber } from '../../json/value.js';

const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 64n - 1n;

/** A double is a JsonNumber even where it is whole: that tells it from an integer. */
export function readNumberToken(
  kind: 'integer' | 'float',
  text: string,
): number | bigint | JsonNumber {
  if (kind === 'integer') {
    const value = BigInt(text);
    if (value >= LEAST && value <= GREATEST) return smallest(value);
  }
  return new JsonNumber(printDouble(Number(text)));
}

function smallest(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number + 0 : value;
}

/** A double with 17 significant digits, as printf's `%.17g`; past its range that is no JSON: `inf`. */
export function printDouble(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : value < 0 ? '-inf' : 'nan';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', power = '0'] = value.toExponential(16).split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 17) {
    const sign = exponent < 0 ? '-' : '+';
    return `${stripZeros(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return stripZeros(exponent < 0 ? value.toFixed(16 - exponent) : value.toPrecision(17));
}

function stripZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
