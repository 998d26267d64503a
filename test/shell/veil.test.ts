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

  it('takes secrets out of messages too', () => {
    const problems = [error('wrong-type', somewhere, "unexpected value 'S3cret'")];
    const { problems: told } = veil(annotations, 'set_password vnc S3cret', problems);
    expect(told.map(row => row.message)).toEqual(["unexpected value '‹secret›'"]);
  });
});
