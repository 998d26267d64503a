import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EDITOR_BINDINGS } from '../../src/editor/keymap.js';
import { chordOf, type KeyPress } from '../../src/editor/keys.js';
import { pushBytes, TOKENIZER_START } from '../../src/editor/tokenizer.js';
import { snapToBoundary } from '../../src/text/graphemes.js';
import { typeKeys } from './session.js';

const chords = EDITOR_BINDINGS.flatMap(({ keys }) => keys.split(' ')).map(chord => `<${chord}>`);
const texts = [
  'a',
  ' ',
  '(',
  '-',
  'é',
  '\u0301',
  '日',
  '👩',
  '\u200d',
  '👧',
  '<paste:x y\n\u0301z>',
];
const keys = fc
  .array(fc.constantFrom(...chords, ...texts, ...texts), { maxLength: 40 })
  .map(parts => parts.join(''));
const around = { history: ['ab (', 'a\n日', '👩\u200d👧 a'], words: ['a-b ', 'a-c', '日'] };

describe('whatever is typed', () => {
  it('the cursor stands between characters of the text', () => {
    fc.assert(
      fc.property(keys, typed => {
        const { text, cursor } = typeKeys(typed, around).state.buffer;
        expect(snapToBoundary(text, cursor)).toBe(cursor);
      }),
      { numRuns: 500 },
    );
  });

  it('undo leads back to the empty line, and redo to what stood', () => {
    fc.assert(
      fc.property(keys, typed => {
        const { state } = typeKeys(`${typed}<left>`, around);
        const steps = state.undo.past.length;
        const undone = typeKeys('<C-_>'.repeat(steps), around, state).state;
        expect(undone.buffer.text).toBe('');
        const redone = typeKeys('<M-_>'.repeat(steps), around, undone).state;
        expect(redone.buffer.text).toBe(state.buffer.text);
      }),
      { numRuns: 500 },
    );
  });

  it('any bytes are survived', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
        const [, events] = pushBytes(TOKENIZER_START, bytes);
        const pressed = events.filter((event): event is KeyPress => event.kind === 'key');
        expect(pressed.map(chordOf)).not.toContain('');
      }),
    );
  });
});
