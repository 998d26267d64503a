import { describe, expect, it } from 'vitest';
import { printJson } from '../../../src/json/print.js';
import { annotations } from '../../../src/shell/annotations-table.js';
import { bindLine } from '../../../src/shell/binding/bind-command.js';
import { parseLine } from '../../../src/shell/line.js';
import { schema } from '../lines.js';

/** What would be sent as properties, or what is wrong. */
function bound(property: string, isTyped: boolean): string {
  const line = parseLine(`transaction( block-dirty-bitmap-add n b; ${property} )`);
  if (line.syntax.kind !== 'transaction') return line.problems.map(row => row.message).join('; ');
  const given = { schema: isTyped ? schema : undefined, annotations };
  const { problems, arguments: args } = bindLine(given, line, line.syntax);
  const wrong = [...line.problems, ...problems].filter(row => row.severity === 'error');
  if (wrong.length > 0) return wrong.map(row => row.message).join('; ');
  return printJson(args.properties ?? null);
}

describe('properties of a transaction', () => {
  it.each([
    ['properties.completion-mode=grouped', '{"completion-mode": "grouped"}'],
    ['properties={"completion-mode": "grouped"}', '{"completion-mode": "grouped"}'],
  ])('%s, with a schema and without', (property, json) => {
    expect([bound(property, true), bound(property, false)]).toEqual([json, json]);
  });

  it('are refused where they are no object', () => {
    expect(bound('properties=1', true)).toContain("'properties' is an object");
  });

  // Found by the fuzzer: a word that begins like the key had no step left, and was gone into for ever.
  it.each([true, false])('are no words that only begin like them (schema: %s)', isTyped => {
    expect(bound('propertiescompletion-mode=grouped', isTyped)).toContain("an action's name first");
  });
});
