// Documentation beyond the one line: of a schema that the user pointed at, whose authors wrote more.
import { plainText } from '../../qapi/docs/plain-text.js';
import type { Doc } from '../../qapi/model.js';
import { layText } from './rows.js';

/** All of it below an empty line; nothing where there is none. */
export function docLines(doc: Doc | undefined, columns: number): string[] {
  if (doc === undefined) return [];
  const { body, returns, errors, notes = [], examples = [], features = {} } = doc;
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['', body],
    ...Object.entries(features).map(([name, text]) => [`Feature ${name}`, text] as const),
    ['Returns', returns],
    ['Errors', errors],
    ...notes.map(text => ['Note', text] as const),
    ...examples.map(text => ['Example', text] as const),
  ];
  return parts.flatMap(([title, text]) => partLines(title, text, columns));
}

function partLines(title: string, text: string | undefined, columns: number): string[] {
  if (text === undefined || text.trim() === '') return [];
  const lines = layText(plainText(text.trimEnd()), columns, title === '' ? '  ' : '    ');
  return ['', ...(title === '' ? [] : [`  ${title}`]), ...lines];
}
