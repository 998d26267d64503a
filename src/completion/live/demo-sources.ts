// What one may have happen to the simulated VM: the words of `.demo`, as it tells them itself.
import type { JsonObject, JsonValue } from '../../json/value.js';
import { DEMO_COMMAND } from '../../qmp/own-command.js';
import { objectsIn, textIn } from '../../session/session-input.js';
import type { LiveValue } from '../candidate.js';
import { distinct, type SourceRow } from './source-row.js';

export const DEMO_SOURCES: Readonly<Record<string, SourceRow>> = {
  'demo-word': {
    ask: [() => ({ command: DEMO_COMMAND, args: { line: '' } })],
    read: ([rows], of) => nextWords(rows, of),
    groups: [],
    onTab: true,
  },
};

/** The words that may come behind those of `of`. */
function nextWords(rows: JsonValue | undefined, of: string): readonly LiveValue[] {
  const before = of === '' ? [] : of.split(' ');
  return distinct(objectsIn(rows).flatMap(row => wordsAfter(before, row)));
}

/** `.demo guest panic|reset`: one of several; `[NODE]` is no word but stands for one. */
function wordsAfter(before: readonly string[], row: JsonObject): readonly LiveValue[] {
  const [, ...words] = (textIn(row, 'directive') ?? '').split(' ');
  const begins = before.every((word, index) => words[index]?.split('|').includes(word));
  const next = begins ? (words[before.length] ?? '') : '';
  const detail = textIn(row, 'what') ?? '';
  return next.split('|').flatMap(name => (/^[a-z]/.test(name) ? [{ name, detail }] : []));
}
