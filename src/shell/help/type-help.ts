// Help on a type: what a value of it looks like, and where it is used.
import type { AlternateType, EnumType, ObjectType, SchemaType } from '../../qapi/model.js';
import { docLines } from './doc-lines.js';
import { conditionWords, markWords, sinceWords } from './marks.js';
import { memberLines } from './member-rows.js';
import { type HelpRow, layRows, layText } from './rows.js';
import type { HelpSources, HelpTopic } from './sources.js';
import { shownName, typeWords } from './type-words.js';
import { usersOf } from './used-by.js';

type NamedType = EnumType | ObjectType | AlternateType;

/** What QAPI's kinds are to whoever writes a value. */
const KIND_WORDS = {
  enum: 'enumeration',
  object: 'object',
  alternate: 'one of several forms',
} as const;

export function typeHelp(sources: HelpSources, type: SchemaType, topic: HelpTopic): string[] {
  if (type.kind === 'builtin') return [`${type.name}   built-in type, ${type.json} in JSON`];
  if (type.kind === 'array')
    return [`${type.name}   list of ${typeWords(sources.schema, type.element)}`];
  const { columns } = sources;
  const since = type.doc?.since === undefined ? '' : `, since ${type.doc.since}`;
  const users = usersOf(sources.schema, type.name);
  return [
    `${shownName(type.name)}   ${KIND_WORDS[type.kind]}${since}${markWords(type, undefined)}`,
    ...(type.doc?.summary === undefined ? [] : layText(type.doc.summary, columns)),
    '',
    ...partLines(sources, type, topic),
    ...(users === '' ? [] : ['', ...layText(`Used by ${users}`, columns)]),
    ...docLines(type, columns),
  ];
}

function partLines(sources: HelpSources, type: NamedType, topic: HelpTopic): string[] {
  switch (type.kind) {
    case 'object':
      return memberLines(sources, { type: type.name, marks: type }, topic);
    case 'enum':
      return layRows(
        type.values.map(value => valueRow(type, value)),
        sources.columns,
      );
    case 'alternate':
      return layRows(
        type.alternatives.map(({ name, type: of, doc }) => ({
          cells: [/^\d+$/.test(name) ? '' : name, typeWords(sources.schema, of)],
          text: doc?.summary ?? '',
        })),
        sources.columns,
      );
  }
}

function valueRow(type: EnumType, value: EnumType['values'][number]): HelpRow {
  const { name, doc, condition } = value;
  const built = condition === undefined ? '' : ` [${conditionWords(condition)}]`;
  const text = `${doc?.summary ?? ''}${sinceWords(value, type)}${markWords(value, undefined)}${built}`;
  return { cells: [name], text: text.trim() };
}
