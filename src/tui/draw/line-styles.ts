// The colours of a line while it is typed: its command, its keys, strings, and where something is wrong. Pure.
import { type Line, parseLine } from '../../shell/line.js';
import type { Word } from '../../shell/words.js';
import type { Mark } from '../line/below.js';
import type { StyledSpan } from '../line/layout.js';

type Tone = 'command' | 'key' | 'string' | 'wrong';

/** ECMA-48 8.3.117; none of them changes what another has set. */
const SGR: Readonly<Record<Tone, readonly [on: string, off: string]>> = {
  command: ['\x1b[1m', '\x1b[22m'],
  key: ['\x1b[36m', '\x1b[39m'],
  string: ['\x1b[32m', '\x1b[39m'],
  wrong: ['\x1b[4m', '\x1b[24m'],
};

/** A longer text is a paste: it is shown as it is. */
const LONGEST = 4_000;

interface Part {
  readonly span: { readonly start: number; readonly end: number };
  readonly tone: Tone;
}

/** @param colours without them only what is not a colour is shown */
export function lineStyles(
  text: string,
  marks: readonly Mark[],
  colours: boolean,
): readonly StyledSpan[] {
  if (text.length > LONGEST) return [];
  const wrong = marks.map(({ span }): Part => ({ span, tone: 'wrong' }));
  return [...syntaxParts(parseLine(text)), ...wrong]
    .filter(({ tone }) => colours || tone === 'command' || tone === 'wrong')
    .map(({ span, tone }) => ({ ...span, on: SGR[tone][0], off: SGR[tone][1] }));
}

function syntaxParts({ text, syntax }: Line): Part[] {
  switch (syntax.kind) {
    case 'blank':
    case 'help':
      return [];
    case 'raw':
      return jsonParts(text, 0);
    case 'directive':
      return [{ span: syntax.nameSpan, tone: 'command' }];
    case 'command':
      return [{ span: syntax.nameSpan, tone: 'command' }, ...syntax.words.flatMap(wordParts(text))];
    case 'transaction':
      return [
        { span: syntax.nameSpan, tone: 'command' },
        ...syntax.actions.flatMap(({ nameSpan, words }) => [
          { span: nameSpan, tone: 'command' } as const,
          ...words.flatMap(wordParts(text)),
        ]),
      ];
  }
}

function wordParts(text: string): (word: Word) => Part[] {
  return ({ key, value }) => {
    const keys: Part[] = key === undefined ? [] : [{ span: key.span, tone: 'key' }];
    const { span } = value;
    const shown = text.slice(span.start, span.end);
    if (value.kind !== 'text') return [...keys, ...jsonParts(shown, span.start)];
    return /^["']/.test(shown) ? [...keys, { span, tone: 'string' }] : keys;
  };
}

const JSON_STRING = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?/g;

/** Strings of JSON; those before a colon are keys. */
function jsonParts(text: string, offset: number): Part[] {
  return [...text.matchAll(JSON_STRING)].map(({ index, 0: found }) => {
    const end = index + found.length;
    const tone = /^\s*:/.test(text.slice(end, end + 20)) ? 'key' : 'string';
    return { span: { start: offset + index, end: offset + end }, tone };
  });
}
