import { describe, expect, it } from 'vitest';
import { QapiError, QapiSemanticError, QapiSyntaxError } from '../../src/qapi/errors.js';
import { type ReadResult, readSchema } from '../../src/qapi/read-schema.js';
import { lineOf } from '../../src/qapi/source/position.js';

/** Reads `main.json` of a few files given by their paths. */
function readFiles(files: Readonly<Record<string, string>>, path = 'main.json'): ReadResult {
  const readFile = (name: string): string => {
    const text = files[name];
    if (text === undefined) throw new Error('not there');
    return text;
  };
  return readSchema(path, { readFile });
}

const messages = ({ problems }: ReadResult): readonly string[] =>
  problems.map(problem => problem.message);

describe('readSchema', () => {
  it('never throws: a file that cannot be read is a problem at its first line', () => {
    const result = readFiles({});
    expect(messages(result)).toEqual(['main.json:1: cannot read the file: not there']);
    expect(result.schema.types.size).toBe(0);
  });

  it('tells bad text from broken rules, and both are errors of the reader', () => {
    const [syntax] = readFiles({ 'main.json': '{ 1 }' }).problems;
    const [rule] = readFiles({ 'main.json': "{ 'command': 'a', 'x': 'y' }" }).problems;
    expect(syntax).toBeInstanceOf(QapiSyntaxError);
    expect(rule).toBeInstanceOf(QapiSemanticError);
    for (const error of [syntax, rule]) expect(error).toBeInstanceOf(QapiError);
  });

  it('gives a problem its place, its text without the place, and the line', () => {
    const [problem] = readFiles({ 'main.json': "\n\n{ 'command': 'a',\n 'x': 'y' }" }).problems;
    expect(problem && lineOf(problem.position)).toBe(4);
    expect(problem?.message).toBe(`main.json:4: ${problem?.detail}`);
  });

  it('finds included files beside the file that includes them', () => {
    const { schema, problems } = readFiles(
      {
        'a/main.json': "{ 'include': 'b/one.json' }",
        'a/b/one.json': "{ 'include': '../two.json' }",
        'a/two.json': "{ 'command': 'two' }",
      },
      'a/main.json',
    );
    expect(problems).toEqual([]);
    expect([...schema.commands.keys()]).toEqual(['two']);
  });

  it('collects the problems of all files, each with its includes', () => {
    const result = readFiles({
      'main.json': "{ 'command': 'A B' }\n{ 'include': 'sub.json' }\n{ 'enum': 'E' }",
      'sub.json': '{ }',
    });
    expect(messages(result).map(message => message.split(': ')[0])).toEqual([
      'main.json:1',
      'sub.json:1',
      'main.json:3',
    ]);
    expect(messages(result)[1]).toMatch(/\n {4}included from main\.json:2$/);
  });

  it('does not check what definitions have to do with each other where one is not sound', () => {
    const text = "{ 'struct': 'S' }\n{ 'command': 'c', 'data': 'NoSuch' }";
    expect(messages(readFiles({ 'main.json': text }))).toEqual([
      "main.json:1: struct 'S': key 'data' is missing",
    ]);
  });

  it('gives what is sound of a schema with problems', () => {
    const { schema } = readFiles({ 'main.json': "{ 'command': 'good' }\n{ 'command': " });
    expect([...schema.commands.keys()]).toEqual(['good']);
  });
});
