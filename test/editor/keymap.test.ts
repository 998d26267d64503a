import { describe, expect, it } from 'vitest';
import {
  chordLabel,
  createKeymap,
  EDITOR_BINDINGS,
  helpRows,
  intentOf,
} from '../../src/editor/keymap.js';
import { characterKey, namedKey } from '../../src/editor/keys.js';

const keymap = createKeymap(EDITOR_BINDINGS);

describe('the keymap', () => {
  it('binds no chord twice', () => {
    const chords = EDITOR_BINDINGS.flatMap(({ keys, also }) => `${keys} ${also}`.trim().split(' '));
    expect(chords.filter((chord, at) => chords.indexOf(chord) !== at)).toEqual([]);
  });

  it('takes a key with Shift for the one without where only that is bound', () => {
    const left = intentOf(keymap, namedKey('left', { shift: true }));
    expect(left).toEqual({ kind: 'move', motion: 'char-left' });
  });

  it.each([
    [characterKey('é'), { kind: 'insert', text: 'é' }],
    [characterKey('é', { alt: true }), undefined],
    [namedKey('f9'), undefined],
    [{ kind: 'focus', gained: true } as const, undefined],
  ])('%j asks for %j', (event, intent) => {
    expect(intentOf(keymap, event)).toEqual(intent);
  });

  it("lets a host's rows win", () => {
    const intent = { kind: 'host', action: 'monitor' } as const;
    const row = { keys: 'f2 C-r', intent, does: 'the monitor', group: 'program' } as const;
    const mixed = createKeymap([...EDITOR_BINDINGS, row]);
    expect(intentOf(mixed, characterKey('r', { ctrl: true }))).toEqual(intent);
  });
});

describe('the help card', () => {
  it.each([
    ['C-a', 'Ctrl-A'],
    ['M-.', 'Alt-.'],
    ['C-M-S-left', 'Ctrl-Alt-Shift-Left'],
    ['M-enter', 'Alt-Enter'],
    ['pageup', 'PgUp'],
    ['f1', 'F1'],
    ['C-_', 'Ctrl-_'],
    ['g', 'g'],
    ['G', 'G'],
  ])('writes %s as %s', (chord, label) => {
    expect(chordLabel(chord)).toBe(label);
  });

  it('has a row for every binding', () => {
    const rows = helpRows(EDITOR_BINDINGS);
    expect(rows.length).toBe(EDITOR_BINDINGS.length);
    expect(rows[0]).toEqual({ keys: 'Enter', does: 'run the line', group: 'line' });
  });
});
