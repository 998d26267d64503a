// A value as it is written on the line: bare where it can be, quoted where something in it would be read otherwise.
import { isJsonNumberText, readInteger } from '../shell/numbers.js';
import type { Notation, Slot } from './slot.js';

/** What the place makes of a bare value. */
export interface ValuePlace extends Pick<Slot, 'notation' | 'joint'> {
  readonly inTransaction?: boolean | undefined;
  readonly folder?: string | undefined;
  readonly isBare?: boolean | undefined;
  readonly isNumber?: boolean | undefined;
  /** A bare word here could be taken for something that is no text: `null`, a number, a flag. */
  readonly mustLookLikeText?: boolean | undefined;
}

/**
 * A text value, with what goes on behind it: a blank, or the closing quote. A folder's name stays open, and so does an
 * option's value: a comma may follow.
 */
export function textInsert(text: string, place: ValuePlace, goesOn = false): string {
  const whole = (place.folder ?? '') + text;
  if (isJson(place.notation)) return closed(JSON.stringify(whole), goesOn);
  if (place.notation === 'options') return whole.replaceAll(',', ',,');
  if (place.notation !== 'verbatim' && needsQuotes(whole, place))
    return closed(`${quoted(whole)} `, goesOn, 2);
  return goesOn ? whole : `${whole} `;
}

function closed(text: string, goesOn: boolean, ending = 1): string {
  return goesOn ? text.slice(0, -ending) : text;
}

/** A value that is no text: a number, a flag, null. */
export function plainInsert(text: string, place: ValuePlace): string {
  return isJson(place.notation) || place.notation === 'options' ? text : `${text} `;
}

export function isJson(notation: Notation): boolean {
  return notation === 'json' || notation === 'json-next';
}

function needsQuotes(text: string, place: ValuePlace): boolean {
  if (text === '' || /[\s,]/.test(text) || /^(["'{[@]|json:\{)/.test(text)) return true;
  if (/^(\||>|>>|>\|)$/.test(text)) return true;
  if (place.isBare && text.includes('=')) return true;
  if (place.inTransaction && /[;()]/.test(text)) return true;
  return place.mustLookLikeText === true && !looksLikeText(text);
}

function looksLikeText(text: string): boolean {
  const isWord = /^(null|true|false|on|off|yes|no)$/.test(text);
  return !isWord && !isJsonNumberText(text) && !readInteger(text).ok;
}

function quoted(text: string): string {
  const plain = !/[\x00-\x1f']/.test(text);
  return plain && /["\\]/.test(text) ? `'${text}'` : JSON.stringify(text);
}
