// The examples of schema/annotations.json, typed as a user would: they mean what they say.
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../src/qapi/model.js';
import { annotations } from '../../src/shell/annotations-table.js';
import { bindLine } from '../../src/shell/binding/bind-command.js';
import { parseLine } from '../../src/shell/line.js';
import { bundled, guestAgent, removed } from './bundled.js';

type Table = typeof annotations.commands;

function problemsOf(schema: Schema, commands: Table, text: string): string[] {
  const line = parseLine(text);
  const { syntax } = line;
  if (syntax.kind !== 'command' && syntax.kind !== 'transaction') return [`a ${syntax.kind} line`];
  const { problems } = bindLine(
    { schema, annotations: { ...annotations, commands } },
    line,
    syntax,
  );
  return problems.filter(problem => problem.severity === 'error').map(problem => problem.message);
}

describe.each([
  ['QMP', annotations.commands, bundled],
  ['QMP that is gone', annotations.commands, removed],
  ['the guest agent', annotations['guest-agent'], guestAgent],
])('examples of %s', (_, table, schema) => {
  const examples = [...table].flatMap(([name, row]) =>
    row.example === undefined || !schema.commands.has(name) ? [] : [[name, row.example] as const],
  );

  it.each(examples)('%s: %s', (_, example) => {
    expect(problemsOf(schema, table, example)).toEqual([]);
  });
});
