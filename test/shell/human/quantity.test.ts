// Numbers with units, as a table and as a tree show them.
import { describe, expect, it } from 'vitest';
import { numberFromText } from '../../../src/json/value.js';
import { fullQuantity, shortQuantity } from '../../../src/shell/human/quantity.js';

describe('a number with a unit', () => {
  it.each([
    ['0', 'bytes', '0 B', '0 B'],
    ['512', 'bytes', '512 B', '512 B'],
    ['196608', 'bytes', '192 KiB', '196608 (192 KiB)'],
    ['10737418240', 'bytes', '10 GiB', '10737418240 (10 GiB)'],
    ['1048575', 'bytes', '1 MiB', '1048575 (1 MiB)'],
    ['1023', 'bytes', '1023 B', '1023 B'],
    ['4611686018427388416', 'bytes', '4 EiB', '4611686018427388416 (4 EiB)'],
    ['18446744073709551615', 'bytes', '18446744073709551615', '18446744073709551615'],
    ['-1', 'bytes', '-1', '-1'],
    ['1048576', 'bytes/s', '1 MiB/s', '1048576 (1 MiB/s)'],
    ['0', 'bytes/s', '0 B/s', '0 B/s'],
    ['300', 'ms', '300 ms', '300 ms'],
    ['0', 'ms', '0 ms', '0 ms'],
    ['1310', 'ms', '1.31 s', '1310 (1.31 s)'],
    ['200000', 'ms', '3 min 20 s', '200000 (3 min 20 s)'],
    ['32768', 'ns', '32.8 µs', '32768 (32.8 µs)'],
    ['7', 'ns', '7 ns', '7 ns'],
    ['550', 'us', '550 µs', '550 µs'],
    ['59', 's', '59 s', '59 s'],
    ['3600', 's', '1 h', '3600 (1 h)'],
    ['183845', 's', '2 d 3 h', '183845 (2 d 3 h)'],
    ['4.2696000000000005', 'Mbit/s', '4.27 Mbit/s', '4.2696000000000005 Mbit/s'],
    ['42930', 'pages/s', '42930 pages/s', '42930 pages/s'],
    ['57', 'percent', '57 %', '57 %'],
    ['1700000000', 'unix-time', '2023-11-14 22:13:20Z', '1700000000 (2023-11-14 22:13:20Z)'],
    ['9007199254740993000', 'unix-time', '9007199254740993000', '9007199254740993000'],
    ['6900', 'hex', '0x1af4', '6900 (0x1af4)'],
    ['4294967296', 'address', '0x100000000', '4294967296 (0x100000000)'],
    [
      '18446744073709551615',
      'address',
      '0xffffffffffffffff',
      '18446744073709551615 (0xffffffffffffffff)',
    ],
    ['-1', 'address', '-1', '-1'],
  ])('%s in %s is %s in a table, %s in a tree', (digits, unit, short, full) => {
    const value = numberFromText(digits);
    expect([shortQuantity(value, unit), fullQuantity(value, unit)]).toEqual([short, full]);
  });
});
