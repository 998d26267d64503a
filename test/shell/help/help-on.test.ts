// Help on names of small schemas, without a server.
import { describe, expect, it } from 'vitest';
import { readSchema } from '../../../src/qapi/read-schema.js';
import { annotations } from '../../../src/shell/annotations-table.js';
import { helpOn } from '../../../src/shell/help/help-on.js';
import { bundled } from '../../schema/bundled.js';

const NO_HISTORY = {
  commands: {},
  events: {},
  members: {},
  values: {},
  came: { members: {}, values: {} },
  deprecated: { commands: {}, members: {} },
};

function helpLines(text: string, asked: string, columns = 80): readonly string[] {
  const { schema } = readSchema('help.json', { readFile: () => text });
  return helpOn({ schema, annotations, history: NO_HISTORY, columns }, asked) ?? [];
}

describe('features that not every build has', () => {
  it('are told with their condition', () => {
    const lines = helpLines(
      "{ 'command': 'go', 'features': [ 'plain', { 'name': 'odd', 'if': 'CONFIG_X' } ] }",
      'go',
    );
    expect(lines).toContain('  Feature odd only with CONFIG_X');
    expect(lines.join('\n')).not.toContain('plain');
  });

  it('have their text broken anew', () => {
    const text = `##
# @go:
#
# Features:
#
# @odd: it may be so, or it may
#     be otherwise
##
{ 'command': 'go', 'features': [ 'odd' ] }
`;
    expect(helpLines(text, 'go').slice(-2)).toEqual([
      '  Feature odd',
      '    it may be so, or it may be otherwise',
    ]);
  });

  it('stand beside the members that they mark', () => {
    const [line] = helpLines(
      "{ 'enum': 'E', 'data': [ { 'name': 'v', 'features': [ { 'name': 'deprecated', 'if': { 'not': 'X' } } ] } ] }",
      'E',
    ).slice(2);
    expect(line).toBe('  v  [deprecated only with not X]');
  });
});

describe('help in 60 columns', () => {
  const lay = (name: string, columns: number) =>
    helpOn({ schema: bundled, annotations, history: NO_HISTORY, columns }, name) ?? [];
  const names = [...bundled.commands.keys(), ...bundled.events.keys()];

  it('fits, whatever it is on', () => {
    const wide = names.filter(name => lay(name, 60).some(line => line.length > 60));
    expect(wide).toEqual([]);
  });

  it('breaks no word', () => {
    const wordsOf = (lines: readonly string[]) => lines.join(' ').split(/\s+/);
    const broken = names.flatMap(name => {
      const whole = new Set(wordsOf(lay(name, 1000)));
      return wordsOf(lay(name, 60)).filter(word => !whole.has(word));
    });
    expect(broken).toEqual([]);
  });
});
