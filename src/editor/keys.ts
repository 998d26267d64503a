// What a terminal can tell us that a person did: a key pressed, a text pasted, the window left or entered.
// Names and chords only; which bytes mean which key is in key-codes.ts and tokenizer.ts.

/**
 * One key press.
 *
 * `name` is the character itself (`a`, `é`, `_`), `space`, or a name: `enter`, `tab`, `escape`, `backspace`,
 * `up`, `down`, `left`, `right`, `home`, `end`, `insert`, `delete`, `pageup`, `pagedown`, `clear`, `f1`...`f35`.
 * `text` is what the key types, empty for anything but a character without Ctrl and Alt.
 */
export interface KeyPress extends Modifiers {
  readonly kind: 'key';
  readonly name: string;
  readonly text: string;
}

/** Which modifier keys were down. `shift` is only told for keys that are no characters. */
export interface Modifiers {
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** A bracketed paste, whole: lines end in `\n`, tabs are blanks, other control characters are gone. */
export interface Paste {
  readonly kind: 'paste';
  readonly text: string;
}

/** The terminal's window was entered or left (only after the host has asked to be told). */
export interface FocusChange {
  readonly kind: 'focus';
  readonly gained: boolean;
}

export type InputEvent = KeyPress | Paste | FocusChange;

export const NO_MODIFIERS: Modifiers = { ctrl: false, alt: false, shift: false };

/** A key that is no character. */
export function namedKey(name: string, modifiers: Partial<Modifiers> = {}): KeyPress {
  return { kind: 'key', name, ...NO_MODIFIERS, ...modifiers, text: '' };
}

/** A character's key; with Ctrl or Alt it types nothing. Shift has done its work on the character already. */
export function characterKey(character: string, modifiers: Partial<Modifiers> = {}): KeyPress {
  const name = character === ' ' ? 'space' : character;
  const { ctrl = false, alt = false } = modifiers;
  return { kind: 'key', name, ctrl, alt, shift: false, text: ctrl || alt ? '' : character };
}

/**
 * The key as keymaps write it: `C-a`, `M-b`, `S-tab`, `C-M-left`, `f1`, `a`.
 * Letters with Ctrl or Alt are lower case, since terminals tell their case in some encodings only.
 */
export function chordOf(key: KeyPress): string {
  const name = key.ctrl || key.alt ? key.name.toLowerCase() : key.name;
  return `${key.ctrl ? 'C-' : ''}${key.alt ? 'M-' : ''}${key.shift ? 'S-' : ''}${name}`;
}
