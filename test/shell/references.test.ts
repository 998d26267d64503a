import { describe, expect, it } from 'vitest';
import { annotations } from '../../src/shell/annotations-table.js';
import { parseLine } from '../../src/shell/line.js';
import { type Reference, withReferences } from '../../src/shell/references.js';

const SOURCES: Readonly<Record<string, string>> = {
  'file /run/pw': 'S3 CRET\n',
  stdin: 'a\nb\n',
  'ask password': 'x',
};
const fetched = async (reference: Reference) => {
  const name =
    'path' in reference
      ? `file ${reference.path}`
      : 'member' in reference
        ? `ask ${reference.member}`
        : 'stdin';
  const text = SOURCES[name];
  if (text === undefined) throw new Error(`cannot read ${name}`);
  return text;
};

async function valueGiven(text: string): Promise<string | undefined> {
  const line = parseLine(text);
  if (line.syntax.kind !== 'command' && line.syntax.kind !== 'transaction') return undefined;
  const { line: resolved, syntax } = await withReferences(line, line.syntax, annotations, fetched);
  const words =
    syntax.kind === 'transaction'
      ? syntax.actions[0]?.words
      : syntax.kind === 'command'
        ? syntax.words
        : [];
  const value = words?.at(-1)?.value;
  expect(resolved.text).toBe(text);
  return resolved.problems[0]?.message ?? (value?.kind === 'text' ? value.text : undefined);
}

describe('values that do not stand on the line', () => {
  it.each([
    ['x password=@/run/pw', 'S3 CRET'],
    ['x password=@-', 'a\nb'],
    ['x password=@?', 'x'],
    ['transaction( x password=@/run/pw )', 'S3 CRET'],
    ['set_password vnc @/run/pw', 'S3 CRET'],
    ['set-password vnc @?', 'x'],
    ['change-vnc-password @-', 'a\nb'],
    ['change-vnc-password "@?"', '@?'],
    ['guest-set-user-password root @?', 'x'],
    ['set_password @?', '@?'],
    ['device_add @?', '@?'],
    ['x password="@/run/pw"', '@/run/pw'],
    ['x password=@', '@'],
    ['x @/run/pw', '@/run/pw'],
    ['x password=@/none', "cannot read file /none (quote the value to send the text '@/none')"],
  ])('%s', async (line, value) => {
    expect(await valueGiven(line)).toBe(value);
  });
});
