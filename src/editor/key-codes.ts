// Which code of which terminal is which key: tables for control sequences, SS3, CSI-u and modifyOtherKeys.
// Sources of fact: xterm "Control Sequences" (PC-Style and VT220-Style Function Keys, modifyOtherKeys),
// rxvt's keys, console_codes(4), and the kitty keyboard protocol.
import { characterKey, type KeyPress, type Modifiers, NO_MODIFIERS, namedKey } from './keys.js';

/** `ESC [ n ~`; xterm, VT220, rxvt and the Linux console agree where they have a key at all. */
const BY_NUMBER = keyTable(`1 home  2 insert  3 delete  4 end  5 pageup  6 pagedown  7 home  8 end
  11 f1  12 f2  13 f3  14 f4  15 f5  17 f6  18 f7  19 f8  20 f9  21 f10  23 f11  24 f12
  25 f13  26 f14  28 f15  29 f16  31 f17  32 f18  33 f19  34 f20`);

/** `ESC [ A` and `ESC O A`. */
const BY_LETTER = keyTable(
  'A up  B down  C right  D left  E clear  F end  H home  P f1  Q f2  R f3  S f4',
);

/** rxvt: small letters are the arrows with Shift after `ESC [`, with Ctrl after `ESC O`. */
const RXVT_ARROWS = keyTable('a up  b down  c right  d left');

/** `ESC O j`...: the keypad in application mode. */
const KEYPAD = keyTable(
  'X =  j *  k +  l ,  m -  n .  o /  p 0  q 1  r 2  s 3  t 4  u 5  v 6  w 7  x 8  y 9',
);

/** `ESC [ [ A`: the first five function keys of the Linux console. */
const LINUX_CONSOLE = keyTable('A f1  B f2  C f3  D f4  E f5');

/** Codes of CSI-u that are keys, not characters. */
const BY_CODE = keyTable(`8 backspace  9 tab  13 enter  27 escape  127 backspace  57414 enter
  57417 left  57418 right  57419 up  57420 down  57421 pageup  57422 pagedown
  57423 home  57424 end  57425 insert  57426 delete  57427 clear`);

/** Pairs of a code and a key's name, written as a text because that is how one reads and checks them. */
function keyTable(pairs: string): ReadonlyMap<string, string> {
  const words = pairs.split(/\s+/);
  return new Map(words.flatMap((code, at) => (at % 2 === 0 ? [[code, words[at + 1] ?? '']] : [])));
}

/** The keypad's characters in CSI-u, in the order of their codes. */
const KEYPAD_FIRST = 57399;
const KEYPAD_CHARACTERS = '0123456789./*-+';
const KEYPAD_EQUAL = 57415;
/** F13 to F35 in CSI-u. */
const F13 = 57376;
const F35 = 57398;
/** The Unicode private use area, where CSI-u has keys that nothing is bound to (media, lock keys). */
const PRIVATE_USE = { first: 0xe000, last: 0xf8ff };

/** Super and Hyper belong to the window system: such a key is nobody's here. */
const FOREIGN_MODIFIERS = 8 | 16;

/**
 * The modifiers that a control sequence's number means, which is one more than a sum of bits
 * (1 Shift, 2 Alt, 4 Ctrl, 32 Meta); undefined when Super or Hyper is among them.
 */
export function modifiersOf(parameter: number): Modifiers | undefined {
  const bits = Math.max(parameter - 1, 0);
  if (bits & FOREIGN_MODIFIERS) return undefined;
  return { shift: (bits & 1) !== 0, alt: (bits & (2 | 32)) !== 0, ctrl: (bits & 4) !== 0 };
}

/** The key of `ESC [ number ~`, or undefined. */
export function keyByNumber(number: number, modifiers: Modifiers): KeyPress | undefined {
  const name = BY_NUMBER.get(String(number));
  return name === undefined ? undefined : namedKey(name, modifiers);
}

/** The key of `ESC [ letter`, or undefined. */
export function keyByCsiLetter(letter: string, modifiers: Modifiers): KeyPress | undefined {
  if (letter === 'Z') return namedKey('tab', { ...modifiers, shift: true });
  const arrow = RXVT_ARROWS.get(letter);
  if (arrow !== undefined) return namedKey(arrow, { ...modifiers, shift: true });
  const name = BY_LETTER.get(letter);
  return name === undefined ? undefined : namedKey(name, modifiers);
}

/** The key of `ESC O letter`, or undefined. */
export function keyBySs3Letter(letter: string, modifiers: Modifiers): KeyPress | undefined {
  if (letter === 'M') return namedKey('enter', modifiers);
  const arrow = RXVT_ARROWS.get(letter);
  if (arrow !== undefined) return namedKey(arrow, { ...modifiers, ctrl: true });
  const character = KEYPAD.get(letter);
  if (character !== undefined) return characterKey(character, modifiers);
  const name = BY_LETTER.get(letter);
  return name === undefined ? undefined : namedKey(name, modifiers);
}

/** The key of `ESC [ [ letter`, or undefined. */
export function keyOfLinuxConsole(letter: string): KeyPress | undefined {
  const name = LINUX_CONSOLE.get(letter);
  return name === undefined ? undefined : namedKey(name);
}

/**
 * The key of a Unicode code point in CSI-u or modifyOtherKeys, or undefined when nobody can be meant.
 * `shifted` is the code that the layout gives with Shift, where the terminal tells it.
 */
export function keyByCode(
  code: number,
  modifiers: Modifiers,
  shifted?: number,
): KeyPress | undefined {
  const name = BY_CODE.get(String(code)) ?? functionKeyName(code);
  if (name !== undefined) return namedKey(name, modifiers);
  const character = keypadCharacter(code) ?? characterOf(code);
  if (character === undefined) return undefined;
  return characterKey(withShift(character, modifiers, shifted), modifiers);
}

function functionKeyName(code: number): string | undefined {
  return code >= F13 && code <= F35 ? `f${code - F13 + 13}` : undefined;
}

function keypadCharacter(code: number): string | undefined {
  return code === KEYPAD_EQUAL ? '=' : KEYPAD_CHARACTERS[code - KEYPAD_FIRST];
}

function characterOf(code: number): string | undefined {
  if (!(code >= 0x20) || code > 0x10ffff) return undefined;
  if (code >= 0x7f && code < 0xa0) return undefined;
  if (code >= 0xd800 && code <= PRIVATE_USE.last) return undefined;
  return String.fromCodePoint(code);
}

function withShift(character: string, { shift }: Modifiers, shifted: number | undefined): string {
  if (!shift) return character;
  const told = shifted === undefined ? undefined : characterOf(shifted);
  return told ?? character.toUpperCase();
}

/** The key of a byte below 0x20, or of 0x7f. */
export function keyOfControl(byte: number, modifiers: Modifiers = NO_MODIFIERS): KeyPress {
  const name = BY_CODE.get(String(byte));
  if (name !== undefined && byte !== 8) return namedKey(name, modifiers);
  const character = byte === 0 ? ' ' : String.fromCharCode(byte | 0x40).toLowerCase();
  return characterKey(character, { ...modifiers, ctrl: true });
}
