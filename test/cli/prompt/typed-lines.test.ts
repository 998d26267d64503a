import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typedLineAt, typedLines, withoutSecrets } from '../../../src/cli/prompt/typed-lines.js';

const textsOf = (text: string) => typedLines(text).map(({ line }) => line.text);

describe('what is typed', () => {
  it.each<[what: string, text: string, lines: string[]]>([
    ['is one line', 'query-status', ['query-status']],
    ['is nothing yet', '', ['']],
    ['is a line for each row of a paste', 'stop\n\ncont\n', ['stop', '', 'cont', '']],
    [
      'goes on where brackets are open',
      'stop\na b={\n"c": 1}\ncont',
      ['stop', 'a b={\n"c": 1}', 'cont'],
    ],
    ['is a transaction over rows', 'transaction(\nabort\n)', ['transaction(\nabort\n)']],
    ['ends with an open line', 'stop\ntransaction(\nabort', ['stop', 'transaction(\nabort']],
  ])('%s', (_what, text, lines) => {
    expect(textsOf(text)).toEqual(lines);
  });

  it.each([
    ['stop\ntransaction(', true],
    ['transaction(\nabort )', false],
    ['stop\ncont', false],
  ])('is open at its end, or not: %j', (text, open) => {
    expect(typedLines(text).at(-1)?.line.open).toBe(open);
  });

  it('has each line at its place, and nothing between them', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '{', '}', '(', ')', '\n', ' ', '"') });
    fc.assert(
      fc.property(text, typed => {
        for (const { line, start } of typedLines(typed))
          expect(typed.slice(start, start + line.text.length)).toBe(line.text);
        expect(textsOf(typed).join('\n')).toBe(typed);
      }),
    );
  });

  it.each([
    ['|stop\ncont', 'stop'],
    ['stop|\ncont', 'stop'],
    ['stop\n|cont', 'cont'],
    ['stop\ncont|', 'cont'],
  ])('is at the cursor the line that it is in: %j', (typed, line) => {
    const lines = typedLines(typed.replace('|', ''));
    expect(typedLineAt(lines, typed.indexOf('|')).line.text).toBe(line);
  });
});

describe('what is typed, shown again', () => {
  it.each([
    ['set_password vnc S3', 'set_password vnc **'],
    ['query-name\nset_password vnc S3\nstop', 'query-name\nset_password vnc **\nstop'],
    [
      '{"execute": "set_password", "arguments":\n{"protocol": "vnc", "password": "S3"}}',
      '{"execute": "set_password", "arguments":\n{"protocol": "vnc", "password": ****}}',
    ],
    ['block_resize disk0\n', 'block_resize disk0\n'],
  ])('%j is %j', (text, shown) => {
    expect(withoutSecrets(text)).toBe(shown);
  });
});
