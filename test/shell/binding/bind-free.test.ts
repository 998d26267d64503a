import { expect, it } from 'vitest';
import { annotations } from '../../../src/shell/annotations-table.js';
import { bindLine } from '../../../src/shell/binding/bind-command.js';
import { parseLine } from '../../../src/shell/line.js';

// Found by the fuzzer: a key that begins like `properties` had no step left, and was gone into for ever.
it.each([
  'transaction( block-dirty-bitmap-add n b; propertiescompletion-mode=grouped )',
  'transaction( block-dirty-bitmap-add n b; properties=1 )',
])('ends, and does not send it as it stands: %s', text => {
  const line = parseLine(text);
  if (line.syntax.kind !== 'transaction') throw new Error('expected a transaction');
  const bound = bindLine({ schema: undefined, annotations }, line, line.syntax);
  const problems = [...line.problems, ...bound.problems].map(row => row.message);
  expect(text.includes('properties=') ? bound.arguments.properties : problems).not.toEqual([]);
});
