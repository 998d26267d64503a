// A line -> the file that its editor gets; and what a file becomes at the prompt again.
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../src/qapi/model.js';
import { annotations } from '../../../src/shell/annotations-table.js';
import { bindLine } from '../../../src/shell/binding/bind-command.js';
import { editText } from '../../../src/shell/edit/edit-text.js';
import { readEdited, withoutComments } from '../../../src/shell/edit/read-edited.js';
import { parseLine } from '../../../src/shell/line.js';
import { bundled as schema } from '../../schema/bundled.js';

function textFor(
  text: string,
  { known }: { known: Schema | undefined } = { known: schema },
): string {
  const line = parseLine(text);
  if (line.syntax.kind !== 'command' && line.syntax.kind !== 'raw') throw new Error('no request');
  const { request, arguments: args } = bindLine({ schema: known, annotations }, line, line.syntax);
  if (request === undefined) throw new Error('no request');
  return editText(known, { request, arguments: args });
}

/** The rows of the file between its arguments' braces, without their comments' texts. */
function members(text: string): string[] {
  const rows = text.split('\n');
  return rows.slice(rows.findIndex(row => row.includes('"arguments"')) + 1, -3).map(row =>
    row
      .trim()
      .replace(/^(\/\/ )?(.*?) *\/\/.*$/, '$1$2')
      .trim(),
  );
}

describe('the file', () => {
  it('says what the command is for and what will happen', () => {
    const [about, rule, open] = textFor('block_resize node-name=d0 size=10M').split('\n');
    expect(about).toMatch(/^\/\/ block_resize: \w+/);
    expect(rule).toContain('nothing is sent');
    expect(open).toBe('{');
  });

  it('has what was given, then what is lacking, then the rest in comments', () => {
    expect(members(textFor('block_resize node-name=d0'))).toEqual([
      '"node-name": "d0",',
      '"size": 0,',
      '// "device": "",',
    ]);
  });

  it('tells type, whether mandatory, values, and what each member is for', () => {
    const text = textFor('drive-mirror device=d0 target=/x');
    expect(text).toMatch(/"sync": "", +\/\/ one of top full none .*, mandatory: \w+/);
    expect(text).toMatch(/\/\/ "speed": 0, +\/\/ int\w*: \w+/);
    expect(text).toMatch(/\/\/ "mode": "existing", +\/\/ one of existing absolute-paths/);
  });

  it('goes into objects that were given, and branches that are known', () => {
    const rows = members(textFor('blockdev-add driver=qcow2 node-name=q file.driver=file'));
    expect(rows).toContain('"file": {');
    expect(rows).toContain('"filename": "",');
    expect(rows).toContain('// "lazy-refcounts": false,');
  });

  it('says which discriminator is lacking', () => {
    expect(textFor('blockdev-add node-name=q')).toContain(
      "// more members by 'driver': give it, then .edit again",
    );
  });

  it.each([
    ['block-job-set-speed device=j speed=9223372036854775807'],
    ['{"execute": "block-job-set-speed", "arguments": {"device": "j", "speed": 1}, "id": 7}'],
    ['!yank'],
    ['query-status'],
    ['set_password protocol=vnc password=‹secret›'],
  ])('means what the line meant: %s', line => {
    const back = readEdited(textFor(line));
    if (back.kind !== 'line') throw new Error(back.kind);
    const [before, after] = [line, back.line].map(each => {
      const parsed = parseLine(each);
      const { syntax } = parsed;
      if (syntax.kind !== 'command' && syntax.kind !== 'raw') throw new Error(syntax.kind);
      return bindLine({ schema, annotations }, parsed, syntax).request;
    });
    expect({ ...after, argumentsText: undefined }).toEqual({ ...before, argumentsText: undefined });
    for (const part of before?.argumentsText?.match(/"[\w-]+": (?:\d+|"\w*")/g) ?? [])
      expect(after?.argumentsText).toContain(part);
  });

  it('keeps a mask as one, which is then refused at the prompt', () => {
    const back = readEdited(textFor('set_password protocol=vnc password=‹secret›'));
    expect(back).toMatchObject({ line: expect.stringContaining('‹secret›') });
  });

  it('is JSON for every command of the schema, without its comments', () => {
    for (const name of schema.commands.keys()) {
      if (name === 'getfd' || name === 'add-fd') continue;
      const json = withoutComments(textFor(name));
      expect(() => JSON.parse(json), json).not.toThrow();
    }
  });

  it('needs no schema', () => {
    expect(members(textFor('frob a=1 b.c=x', { known: undefined }))).toEqual([
      '"a": 1,',
      '"b": {"c": "x"},',
    ]);
  });
});

describe('an edited file', () => {
  it.each([
    ['{"execute": "stop"}', '{"execute": "stop"}'],
    ['// c\n{ execute: "x", /* "a": 1, */ arguments: {}, }\n', '{"execute": "x"}'],
    [
      '{"execute": "x", "arguments": {"u": "http://a//b", "c": ",}",}}',
      '{"execute": "x", "arguments": {"u": "http://a//b", "c": ",}"}}',
    ],
    [
      '{"execute": "x", "arguments": {"n": 18446744073709551616}}',
      '{"execute": "x", "arguments": {"n": 18446744073709551616}}',
    ],
    [
      "{'execute': 'x', 'arguments': {'a': [1, 2, ], }}",
      '{"execute": "x", "arguments": {"a": [1, 2]}}',
    ],
  ])('%s is the line %s', (text, line) => {
    expect(readEdited(text)).toEqual({ kind: 'line', line });
  });

  it.each([
    ['{"execute": "x",\n  "arguments": {"a": }}', 2, '  "arguments": {"a": }}'],
    ['{"execute": "x"', 1, '{"execute": "x"'],
    ['{"execute": "x"}\n\ntoo much', 3, 'too much'],
    ['// c\n[1]', 2, '[1]'],
    ['// c\nstop', 2, 'stop'],
  ])('%j has a mistake in line %i', (text, number, shown) => {
    expect(readEdited(text)).toMatchObject({ kind: 'problem', place: { number, text: shown } });
  });

  it.each(['', '\n', '// all gone\n/* of it', '  '])('%j is nothing', text => {
    expect(readEdited(text)).toEqual({ kind: 'nothing' });
  });
});
