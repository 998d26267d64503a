// The members of an object type as rows of help, the mandatory ones first, and what its open discriminator may add.
import { own } from '../../json/value.js';
import { rowOf } from '../../qapi/history.js';
import { type Marks, type Member, objectOf, type TypeName } from '../../qapi/model.js';
import { foldName, viewObject } from '../../qapi/object-view.js';
import { type CommandNotes, memberNotes } from '../annotations.js';
import { goneWords, markWords, sinceWords } from './marks.js';
import { type HelpRow, layRows, layText } from './rows.js';
import type { HelpSources, HelpTopic } from './sources.js';
import { typeWords } from './type-words.js';

/** Whose members are shown. */
export interface Owner {
  readonly type: TypeName | undefined;
  /** Its own age and marks: of members only what differs is told. */
  readonly marks: Marks;
  /** Of a command. */
  readonly name?: string;
  readonly notes?: CommandNotes | undefined;
}

/** The lines for all members, as far as discriminators are known. */
export function memberLines(sources: HelpSources, owner: Owner, topic: HelpTopic): string[] {
  const { schema, columns } = sources;
  const view = viewObject(schema, owner.type, tag => tagValue(topic, tag));
  const mandatory = view.members.filter(member => !member.optional);
  const optional = view.members.filter(member => member.optional);
  const rows = [...mandatory, ...optional].map(member => memberRow(sources, owner, member));
  const branches =
    view.openTag === undefined ? [] : branchLines(sources, owner, topic, view.openTag);
  return [...layRows(rows, columns), ...branches];
}

/** Discriminators are named on a line with `-` or `_`. */
function tagValue({ tagValues }: HelpTopic, tag: string): string | undefined {
  const found = Object.keys(tagValues).find(name => foldName(name) === foldName(tag));
  return found === undefined ? undefined : own(tagValues, found);
}

function memberRow({ schema, history }: HelpSources, owner: Owner, member: Member): HelpRow {
  const { name, optional } = member;
  const notes = memberNotes(owner.notes, [name]);
  const gone = rowOf(rowOf(history.members, owner.name ?? '') ?? {}, name);
  const going = rowOf(rowOf(history.deprecated.members, owner.name ?? '') ?? {}, name);
  const summary = member.doc?.summary ?? '';
  const isSaid = notes?.unit === undefined || summary.includes(notes.unit);
  const unit = isSaid ? '' : `; ${notes.unit}`;
  const secret = notes?.secret === true ? '; secret' : '';
  const text = `${summary}${unit}${secret}${sinceWords(member, owner.marks)}${markWords(member, going)}${goneWords(gone)}`;
  return {
    cells: [name, typeWords(schema, member.type), optional ? 'optional' : 'mandatory'],
    text: text.replace(/^; /, '').trim(),
  };
}

/** Which values of the discriminator add members, and how to see them. */
function branchLines(
  { schema, columns }: HelpSources,
  owner: Owner,
  topic: HelpTopic,
  tag: string,
): string[] {
  const view = viewObject(schema, owner.type, other => tagValue(topic, other));
  const type = unionWith(schema, owner.type, tag, topic);
  const values = (type?.branches ?? [])
    .filter(branch => (objectOf(schema, branch.type)?.members.length ?? 0) > 0)
    .map(branch => branch.value);
  const [first] = values;
  if (first === undefined || view.openTag !== tag) return [];
  const given = Object.entries(topic.tagValues).map(([name, value]) => ` ${name}=${value}`);
  const example = `?${topic.name}${given.join('')} ${tag}=${first}`;
  return [
    '',
    ...layText(`More members by '${tag}' (see ${example}): ${values.join(' ')}`, columns),
  ];
}

/** The union that is still open, which may be the branch of another. */
function unionWith(
  schema: HelpSources['schema'],
  name: TypeName | undefined,
  tag: string,
  topic: HelpTopic,
) {
  let type = objectOf(schema, name);
  while (type !== undefined && type.tag !== tag) {
    const value = type.tag === undefined ? undefined : tagValue(topic, type.tag);
    type = objectOf(schema, type.branches?.find(branch => branch.value === value)?.type);
  }
  return type;
}
