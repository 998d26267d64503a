import { describe, expect, it } from 'vitest';
import { NO_HINT } from '../../../src/completion/line-hint.js';
import { previewRows, signatureRows } from '../../../src/tui/draw/hint-rows.js';
import { styled, textOf } from './written.js';

const SIGNATURE = [
  { text: 'block_resize', kind: 'command' },
  { text: 'size=', kind: 'current' },
  { text: 'x=', kind: 'mandatory' },
  { text: '[device=]', kind: 'optional' },
  { text: '[node-name=]', kind: 'given' },
] as const;

describe('a signature', () => {
  it('lights the member at the cursor, and dims what need not be given or is', () => {
    const [row = []] = signatureRows({ ...NO_HINT, signature: SIGNATURE });
    expect(styled(row)).toBe(
      '  <strong:block_resize> <chosen:size=> x= <dim:[device=]> <dim:[node-name=]>',
    );
  });

  it('has a row for what the member is', () => {
    const rows = signatureRows({ ...NO_HINT, signature: SIGNATURE, about: 'size: int' });
    expect(rows.map(textOf)[1]).toBe('   size: int');
  });

  it('is no row where no command is known', () => {
    expect(signatureRows({ ...NO_HINT, about: 'x' })).toEqual([]);
  });
});

describe('a preview', () => {
  it('is a dim row of JSON', () => {
    expect(previewRows({ ...NO_HINT, preview: '{"execute":"stop"}' }).map(styled)).toEqual([
      '<dim: {"execute":"stop"}>',
    ]);
  });

  it('is no row while there is nothing to send', () => {
    expect(previewRows(NO_HINT)).toEqual([]);
  });

  it('is escaped', () => {
    const [row = []] = previewRows({ ...NO_HINT, preview: '{"execute":"\u009b2J\u202e"}' });
    expect(textOf(row)).toBe(' {"execute":"\\u009B2J\\u202E"}');
  });
});
