// Words -> the members they give: keys split at their dots, bare words put to the positional members.
import { objectOf, type Schema, type TypeName } from '../../qapi/model.js';
import type { CommandNotes } from '../annotations.js';
import { error, type Problem, type Span } from '../problem.js';
import type { Word } from '../words.js';
import type { Given, Segment } from './walk.js';

/** The members that bare words fill: as the table of annotations says, or the only mandatory one. */
export function positionalMembers(
  schema: Schema | undefined,
  arg: TypeName | undefined,
  notes: CommandNotes | undefined,
): readonly string[] {
  if (notes?.positional !== undefined) return notes.positional;
  const members = schema === undefined ? [] : (objectOf(schema, arg)?.members ?? []);
  const mandatory = members.filter(member => !member.optional);
  return mandatory.length === 1 ? mandatory.map(member => member.name) : [];
}

/** The givens of a command's words, in their order. */
export function givensOf(
  words: readonly Word[],
  positional: readonly string[],
  owner: string,
): { readonly givens: readonly Given[]; readonly problems: readonly Problem[] } {
  const givens: Given[] = [];
  const problems: Problem[] = [];
  let next = 0;
  for (const word of words) {
    const name = word.key === undefined ? positional[next] : undefined;
    if (word.key !== undefined) {
      const path = splitKey(word.key.text, word.key.span, problems);
      givens.push({ path, value: word.value, span: word.span });
    } else if (name === undefined) problems.push(unexpectedWord(word, positional, owner));
    else {
      next += 1;
      const span = { start: word.span.start, end: word.span.start };
      givens.push({ path: [{ text: name, span }], value: word.value, span: word.span });
    }
  }
  return { givens, problems };
}

function unexpectedWord(word: Word, positional: readonly string[], owner: string): Problem {
  const text = word.value.kind === 'text' ? word.value.text : '{...}';
  const takes =
    positional.length === 0
      ? 'expected MEMBER=VALUE'
      : `it takes ${positional.map(name => name.toUpperCase()).join(' ')} as bare words`;
  return error('syntax', word.span, `unexpected word '${text}' after '${owner}': ${takes}`);
}

/** As many dots as no chain of images needs. */
const MAX_STEPS = 256;

/** A key that stands on the line in another form (QEMU's option syntax) has its whole place for each step. */
function splitKey(key: string, span: Span, problems: Problem[]): Segment[] {
  const isAsTyped = key.length === span.end - span.start;
  let at = span.start;
  const steps = key.split('.');
  if (steps.length > MAX_STEPS) {
    problems.push(error('syntax', span, `expected a name of at most ${MAX_STEPS} steps`));
  }
  return steps.slice(0, MAX_STEPS).map(text => {
    const step = { text, span: isAsTyped ? { start: at, end: at + text.length } : span };
    at += text.length + 1;
    if (text === '')
      problems.push(error('syntax', span, `expected a name between the dots of '${key}'`));
    return step;
  });
}
