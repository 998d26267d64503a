// Documentation beyond the one line: of a schema that the user pointed at, whose authors wrote more.
import { own } from '../../json/value.js';
import { plainText } from '../../qapi/docs/plain-text.js';
import type { Marks } from '../../qapi/model.js';
import { featureCondition } from './marks.js';
import { layText } from './rows.js';

/** All of it below an empty line; nothing where there is none. */
export function docLines(marked: Marks, columns: number): string[] {
  const { body, returns, errors, notes = [], examples = [] } = marked.doc ?? {};
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['', body],
    ...featureParts(marked),
    ['Returns', returns],
    ['Errors', errors],
    ...notes.map(text => ['Note', text] as const),
    ...examples.map(text => ['Example', text] as const),
  ];
  return parts.flatMap(([title, text]) => partLines(title, text, columns));
}

/** Features are told where there is something to say of them. */
function featureParts(marked: Marks): readonly (readonly [string, string | undefined])[] {
  const { features = [], featureConditions = {}, doc } = marked;
  const texts = doc?.features ?? {};
  const told = features.filter(name => name in texts || name in featureConditions);
  const names = new Set([...told, ...Object.keys(texts)]);
  return [...names].map(name => [
    `Feature ${name}${featureCondition(marked, name)}`,
    joined(own(texts, name) ?? 'this build may have it or not'),
  ]);
}

/** A paragraph on one line, to be broken anew; more than one, or a list, as it stands. */
function joined(text: string): string {
  return /\n\n|^\s*[-*] /m.test(text) ? text : text.replace(/\s*\n\s*/g, ' ');
}

function partLines(title: string, text: string | undefined, columns: number): string[] {
  if (text === undefined || text.trim() === '') return [];
  const lines = layText(plainText(text.trimEnd()), columns, title === '' ? '  ' : '    ');
  return ['', ...(title === '' ? [] : [`  ${title}`]), ...lines];
}
