import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotations } from '../../src/shell/annotations-table.js';
import { bindLine } from '../../src/shell/binding/bind-command.js';
import { parseActions, parseLine } from '../../src/shell/line.js';
import { schema } from './lines.js';

const ACTIONS = [
  'abort',
  'block-dirty-bitmap-add d1 b1 persistent=true',
  'block-dirty-bitmap-merge node=d1 target=sum bitmaps=b0,b1',
  'block-dirty-bitmap-merge node=d1 target=sum bitmaps=[{"node": "d2", "name": "b;0)"}]',
  'blockdev-backup device=d target=t sync=full job-id=j ; block-dirty-bitmap-clear d1 b',
  'blockdev-snapshot-sync node-name=d snapshot-file="/a b;c" snapshot-node-name=o',
  'properties.completion-mode=grouped',
  'block-dirty-bitmap-clear d1 b # no comment here',
  '# a comment',
  '',
];

const bound = (line: ReturnType<typeof parseActions>) => {
  if (line.syntax.kind !== 'transaction') throw new Error('expected actions');
  return bindLine({ schema, annotations }, line, line.syntax);
};
const alone = (text: string) => bound(parseActions(text));
const within = (text: string) => bound(parseLine(`transaction(${text}\n)`));

describe('a line of actions', () => {
  it.each(ACTIONS)('%s is what it is within the brackets of a transaction', text => {
    expect(alone(text).arguments).toEqual(within(text).arguments);
    const codes = (which: typeof alone) =>
      which(text).problems.map(({ code, message }) => [code, message]);
    expect(codes(alone)).toEqual(codes(within));
  });

  it('points at its mistakes where they stand on the line', () => {
    const [problem] = alone('block-dirty-bitmap-add d1 nme=b').problems;
    expect(problem).toMatchObject({ code: 'unknown-member', span: { start: 26, end: 29 } });
  });

  it('has no brackets', () => {
    expect(alone('abort )').problems).toMatchObject([{ span: { start: 6, end: 7 } }]);
    expect(alone('block-dirty-bitmap-clear d1 b )').arguments).toEqual(
      alone('block-dirty-bitmap-clear d1 b').arguments,
    );
  });

  it('is read and bound whatever it is', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.constantFrom(...ACTIONS).chain(text => fc.nat(text.length).map(at => text.slice(0, at))),
    );
    fc.assert(fc.property(texts, text => alone(text).request !== undefined));
  });
});
