import { describe, expect, it } from 'vitest';
import table from '../../schema/annotations.json' with { type: 'json' };
import { annotationsFrom } from '../../src/shell/annotations.js';
import { error } from '../../src/shell/problem.js';
import { veil } from '../../src/shell/veil.js';

const annotations = annotationsFrom(table);
const somewhere = { start: 0, end: 1 };

describe('veil', () => {
  it.each([
    ['set_password vnc S3cret x=1', 'set_password vnc ****** x=1'],
    ['set_password protocol=vnc password="a S3"', 'set_password protocol=vnc password=******'],
    ['migrate exec:curl+http://joe:S3cret@h/x', 'migrate exec:curl+http://joe:******@h/x'],
    ['block_resize node-name=d size=1', 'block_resize node-name=d size=1'],
  ])('%s is shown as %s', (line, shown) => {
    expect(veil(annotations, line, []).text).toBe(shown);
  });

  it.each([
    ['S3cret', "unexpected value 'S3cret'", "unexpected value '‹secret›'"],
    ['S3cret', 'exec:joe:S3cret@h,x=S3cret', 'exec:joe:‹secret›@h,x=‹secret›'],
    ['+S3*', 'x+S3* is +S3*', 'x‹secret› is ‹secret›'],
    ['password', "use 'change-vnc-password'", "use 'change-vnc-password'"],
    ['e', "unexpected value 'e'", "unexpected value '‹secret›'"],
  ])('takes %j out of messages too, not out of other words: %s', (secret, message, shown) => {
    const problems = [error('wrong-type', somewhere, message)];
    const { problems: told } = veil(annotations, `set_password vnc ${secret}`, problems);
    expect(told.map(row => row.message)).toEqual([shown]);
  });
});
