import { describe, expect, it } from 'vitest';
import { LineAssembler } from '../../../src/cli/script/line-assembler.js';

/** The logical lines, those of several joined by `⏎`. */
function assembled(texts: readonly string[]): string[] {
  const assembler = new LineAssembler();
  const lines = texts.flatMap(text => assembler.push(text) ?? []);
  const rest = assembler.end();
  return [...lines, ...(rest === undefined ? [] : [rest])].map(({ line, isCut }) => {
    return line.text.replaceAll('\n', '⏎') + (isCut ? ' (cut)' : '');
  });
}

describe('lines that go on while brackets are open', () => {
  it.each<[what: string, first: readonly string[]]>([
    ['end with the bracket that closes the first', ["{'execute':", "'stop'}"]],
    ['end whatever brackets strings have', ['{"execute":', '"s{top", "id": "[("}']],
    ['or strings in single quotes', ["{'execute': 'x', 'arguments':", "{'name': 'a}b{{'}}"]],
    [
      'or such strings before a word',
      ["blockdev-add file={driver: 'file',", "a: '/x[y'} node-name=z"],
    ],
    ['or such strings in double ones', ["{'execute':", `"it's", 'id': "{"}`]],
    ['end although a quote is an apostrophe', ["x a=it's b={c:", "d} e=it's"]],
    ['end with a transaction', ['transaction(', 'abort )']],
  ])('%s', (_what, first) => {
    expect(assembled([...first, 'query-name'])).toEqual([first.join('⏎'), 'query-name']);
  });

  it('are cut by the end of the input', () => {
    expect(assembled(["{'execute':", "'stop'"])).toEqual(["{'execute':⏎'stop' (cut)"]);
  });
});
