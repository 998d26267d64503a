// One token of terminal input at an offset: a character, a control byte, or an escape sequence.
// Sequences that are no key (replies, mouse reports, unknown ones) are swallowed whole.
// Source of fact: ECMA-48 5.4 (control sequences) and 5.6 (strings); xterm "Mouse Tracking".
import {
  keyByCode,
  keyByCsiLetter,
  keyByNumber,
  keyBySs3Letter,
  keyOfControl,
  keyOfLinuxConsole,
  modifiersOf,
} from './key-codes.js';
import { characterKey, type InputEvent, type KeyPress, type Modifiers, namedKey } from './keys.js';
import { readUtf8 } from './utf8.js';

/** What stands at an offset; without `event` it means nothing to a line editor. */
export interface Token {
  /** In bytes. */
  readonly length: number;
  readonly event?: InputEvent | undefined;
  readonly opensPaste?: true;
}

const ESC = '\x1b';

/** The token at `at`, or undefined when its end has not come yet. */
export function readToken(input: string, at: number): Token | undefined {
  const byte = input.charCodeAt(at);
  if (byte === 0x1b) return readEscape(input, at);
  if (byte < 0x20 || byte === 0x7f) return { length: 1, event: keyOfControl(byte) };
  if (byte < 0x80) return { length: 1, event: characterKey(input[at] ?? '') };
  return readUtf8(input, at);
}

function readEscape(input: string, at: number): Token | undefined {
  const next = input[at + 1];
  if (next === undefined) return undefined;
  if (next === '[') return readCsi(input, at);
  if (next === 'O') return readSs3(input, at);
  if (next === ESC) return readSecondEscape(input, at);
  if (STRING_OPENERS.has(next)) return readString(input, at);
  return readAlt(input, at);
}

/** Two escapes: Alt with a key that has a sequence (rxvt), or Escape and then something. */
function readSecondEscape(input: string, at: number): Token | undefined {
  const third = input[at + 2];
  if (third === undefined) return undefined;
  if (third === '[' || third === 'O') {
    const inner = readEscape(input, at + 1);
    if (inner === undefined) return undefined;
    if (inner.event?.kind === 'key') return withAlt(inner, inner.event);
  }
  return { length: 1, event: namedKey('escape') };
}

/** Alt with a character, Enter, Tab or Backspace; before any other control byte it was the Escape key. */
function readAlt(input: string, at: number): Token | undefined {
  const token = readToken(input, at + 1);
  if (token?.event?.kind !== 'key') return token && { length: token.length + 1 };
  if (token.event.ctrl) return { length: 1, event: namedKey('escape') };
  return withAlt(token, token.event);
}

function withAlt(token: Token, key: KeyPress): Token {
  return { length: token.length + 1, event: { ...key, alt: true, text: '' } };
}

const CSI = /\x1b\[([0-?]*)([ -/]*)([@-~])/y;
const CSI_BEGUN = /\x1b\[[0-?]*[ -/]*/y;
const RXVT_SHIFT = /\x1b\[(\d+)\$/y;
const X10_MOUSE_LENGTH = 6;

function readCsi(input: string, at: number): Token | undefined {
  if (input[at + 2] === '[') return readLinuxConsole(input, at);
  const rxvt = matchAt(RXVT_SHIFT, input, at);
  if (rxvt !== null) return rxvtToken(rxvt[0].length, rxvt[1], { shift: true });
  const csi = matchAt(CSI, input, at);
  if (csi === null) return readBrokenCsi(input, at);
  const [{ length }, parameters = '', intermediates, final = ''] = csi;
  if (final === 'M' && parameters === '') return readX10Mouse(input, at);
  if (intermediates !== '' || /^[<-?]/.test(parameters)) return { length };
  return csiToken(length, numbersOf(parameters), final);
}

function matchAt(pattern: RegExp, input: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(input);
}

/** A sequence that something else broke into is dropped up to there: no further, for the rest may not have come yet. */
function readBrokenCsi(input: string, at: number): Token | undefined {
  const length = matchAt(CSI_BEGUN, input, at)?.[0].length ?? 0;
  return at + length === input.length ? undefined : { length };
}

/** Parameters, each with its sub-parameters after colons: `97:65;5` is [[97, 65], [5]]. */
type Numbers = readonly (readonly number[])[];

function numbersOf(parameters: string): Numbers {
  return parameters.split(';').map(part => part.split(':').map(Number));
}

function csiToken(length: number, numbers: Numbers, final: string): Token {
  const first = numbers[0]?.[0] ?? 0;
  if (final === '~' && first === 200) return { length, opensPaste: true };
  if (final === 'u') return { length, event: csiUKey(numbers) };
  if (final === '^') return rxvtToken(length, String(first), { ctrl: true });
  if (final === '@') return rxvtToken(length, String(first), { ctrl: true, shift: true });
  if (final === '~') return { length, event: tildeKey(numbers) };
  return { length, event: letterEvent(numbers, final) };
}

function rxvtToken(length: number, number: string | undefined, shape: Partial<Modifiers>): Token {
  const modifiers = { ctrl: false, alt: false, shift: false, ...shape };
  return { length, event: keyByNumber(Number(number), modifiers) };
}

/** Kitty's third kind of event: the key came up again. */
const RELEASED = 3;

/** `ESC [ code:shifted ; modifiers:event u`. */
function csiUKey(numbers: Numbers): KeyPress | undefined {
  const modifiers = pressedModifiers(numbers[1]);
  const [code = 0, shifted] = numbers[0] ?? [];
  if (modifiers === undefined) return undefined;
  return keyByCode(code, modifiers, shifted || undefined);
}

/** `ESC [ n ; modifiers ~`, and modifyOtherKeys' `ESC [ 27 ; modifiers ; code ~`. */
function tildeKey(numbers: Numbers): KeyPress | undefined {
  const modifiers = pressedModifiers(numbers[1]);
  const first = numbers[0]?.[0] ?? 0;
  const code = numbers[2]?.[0];
  if (modifiers === undefined) return undefined;
  return first === 27 && code !== undefined
    ? keyByCode(code, modifiers)
    : keyByNumber(first, modifiers);
}

/** `ESC [ 1 ; modifiers A`; with a row above 1, `R` is the report of a cursor's place. */
function letterEvent(numbers: Numbers, final: string): InputEvent | undefined {
  if (final === 'I' || final === 'O') return { kind: 'focus', gained: final === 'I' };
  const first = numbers[0]?.[0] ?? 0;
  if (numbers.length > 2 || (numbers.length === 2 && first > 1)) return undefined;
  const modifiers = pressedModifiers(numbers[1] ?? [first]);
  return modifiers && keyByCsiLetter(final, modifiers);
}

/** The modifiers of a key that went down; undefined when it came up, or is not ours. */
function pressedModifiers([parameter = 1, kind]: readonly number[] = []): Modifiers | undefined {
  return kind === RELEASED ? undefined : modifiersOf(parameter);
}

/** xterm's oldest mouse report: three bytes of any value follow. */
function readX10Mouse(input: string, at: number): Token | undefined {
  return input.length < at + X10_MOUSE_LENGTH ? undefined : { length: X10_MOUSE_LENGTH };
}

function readLinuxConsole(input: string, at: number): Token | undefined {
  const letter = input[at + 3];
  return letter === undefined ? undefined : { length: 4, event: keyOfLinuxConsole(letter) };
}

const SS3 = /\x1bO(?:1;)?(\d*)([A-Za-z])/y;
const SS3_BEGUN = /\x1bO[0-9;]*$/y;

function readSs3(input: string, at: number): Token | undefined {
  const ss3 = matchAt(SS3, input, at);
  if (ss3 !== null) {
    const modifiers = modifiersOf(Number(ss3[1]));
    const event = modifiers && keyBySs3Letter(ss3[2] ?? '', modifiers);
    return { length: ss3[0].length, event };
  }
  if (matchAt(SS3_BEGUN, input, at) !== null) return undefined;
  return { length: 2, event: characterKey('O', { alt: true }) };
}

/** OSC, DCS and APC: only with what a terminal's reply goes on with, for Alt-], Alt-P and Alt-_ are keys. */
const STRING_OPENERS = new Set([']', 'P', '_']);
const STRING = /\x1b(?:\][0-9Ll]|P[0-9$!+>|]|_G)[ -~\x80-\xff]*(?:\x07|\x1b\\)/y;
const STRING_BEGUN = /\x1b(?:[\]P_]|(?:\][0-9Ll]|P[0-9$!+>|]|_G)[ -~\x80-\xff]*\x1b?)$/y;
const STRING_BROKEN = /\x1b(?:\][0-9Ll]|P[0-9$!+>|]|_G)[ -~\x80-\xff]*/y;

/** Control bytes end a string that has no end, so that nobody is locked out by a stray Alt-]. */
function readString(input: string, at: number): Token | undefined {
  const whole = matchAt(STRING, input, at);
  if (whole !== null) return { length: whole[0].length };
  if (matchAt(STRING_BEGUN, input, at) !== null) return undefined;
  const broken = matchAt(STRING_BROKEN, input, at);
  return broken === null ? readAlt(input, at) : { length: broken[0].length };
}
