// Help on a command or an event.
import { rowOf } from '../../qapi/history.js';
import {
  type Command,
  type Event,
  type Marks,
  type Member,
  objectOf,
  type Schema,
  type TypeName,
} from '../../qapi/model.js';
import { viewObject } from '../../qapi/object-view.js';
import { commandNotes, type Effect } from '../annotations.js';
import { positionalMembers } from '../binding/givens.js';
import { docLines } from './doc-lines.js';
import { conditionWords, goneWords, markWords } from './marks.js';
import { memberLines } from './member-rows.js';
import { type HelpRow, layRows, layText } from './rows.js';
import { signatureLines } from './signature.js';
import type { HelpSources, HelpTopic } from './sources.js';
import { elementOf, isMasked, shownName, typeWords } from './type-words.js';

/** What a command does to a VM, in words. */
const EFFECT_WORDS: Readonly<Record<Effect, string>> = {
  query: 'changes nothing',
  change: 'changes the VM',
  damage: 'may lose data, or pulls devices',
  end: 'ends the run of the guest, or the server',
};

export function commandHelp(sources: HelpSources, command: Command, topic: HelpTopic): string[] {
  const { schema, annotations, history, columns } = sources;
  const { name, doc } = command;
  const notes = commandNotes(annotations, name);
  const gone = goneWords(rowOf(history.commands, name));
  const marks = `${markWords(command, rowOf(history.deprecated.commands, name))}${gone}`;
  const facts = [
    'command',
    ...(doc?.since === undefined ? [] : [`since ${doc.since}`]),
    ...(notes === undefined ? [] : [EFFECT_WORDS[notes.effect]]),
    ...(command.allowOob ? ['may run out of band'] : []),
  ];
  const owner = { type: command.arg, marks: command, name, notes };
  return [
    ...layText(`${name}   ${facts.join(', ')}${marks}`, columns, ''),
    ...(doc?.summary === undefined ? [] : layText(doc.summary, columns)),
    '',
    ...signatureLines(schema, name, command.arg, columns),
    '',
    ...blockOf(memberLines(sources, owner, topic)),
    ...layRows(commandRows(sources, command), columns),
    ...docLines(command, columns),
    ...manualLines(sources, name),
  ];
}

/** Lines with an empty one after them, or none at all. */
function blockOf(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [...lines, ''];
}

/** What is said under the members, a row each. */
function commandRows(sources: HelpSources, command: Command): HelpRow[] {
  const { schema, annotations } = sources;
  const notes = commandNotes(annotations, command.name);
  const known = memberNames(schema, command.arg);
  const bare = positionalMembers(schema, command.arg, notes).filter(name => known.includes(name));
  const rows: [string, string | undefined][] = [
    ['bare words', bare.length === 0 ? undefined : bare.join(', then ')],
    ['returns', returnWords(sources, command)],
    ['example', notes?.example],
    ['takes', command.closed ? undefined : 'members beyond these: they depend on what is made'],
    ['refused', notes?.refused],
  ];
  const told = rows.flatMap(([cell, text]) =>
    text === undefined ? [] : [{ cells: [cell], text }],
  );
  return [...told, ...conditionRow(sources, command), ...serverRow(sources, 'commands', command)];
}

function returnWords({ schema }: HelpSources, { ret, successResponse }: Command): string {
  if (!successResponse) return 'no reply at all when it succeeds';
  const type = ret === undefined ? undefined : objectOf(schema, ret);
  if (ret === undefined || (type?.members.length === 0 && type.tag === undefined)) return 'nothing';
  const words = typeWords(schema, ret);
  const element = elementOf(ret);
  const isNamed = objectOf(schema, element) !== undefined && !isMasked(element);
  return isNamed ? `${words} (see ?${shownName(element)})` : words;
}

/** Help on an event. */
export function eventHelp(sources: HelpSources, event: Event, topic: HelpTopic): string[] {
  const { columns } = sources;
  const { name, doc } = event;
  const since = doc?.since === undefined ? '' : `, since ${doc.since}`;
  const gone = goneWords(rowOf(sources.history.events, name));
  const owner = { type: event.arg, marks: event };
  const rows = [...conditionRow(sources, event), ...serverRow(sources, 'events', event)];
  return [
    ...layText(`${name}   event${since}${markWords(event, undefined)}${gone}`, columns, ''),
    ...(doc?.summary === undefined ? [] : layText(doc.summary, columns)),
    '',
    ...blockOf(memberLines(sources, owner, topic)),
    ...layRows([...rows, { cells: ['wait for it'], text: `.wait event ${name}` }], columns),
    ...docLines(event, columns),
    ...manualLines(sources, name),
  ];
}

/** Under which condition QEMU is built with it; not where a server shows that it is. */
function conditionRow({ server }: HelpSources, { condition }: Marks): HelpRow[] {
  if (condition === undefined || server !== undefined) return [];
  return [{ cells: ['only with'], text: conditionWords(condition) }];
}

/** What the server has of it, where today's QEMU has more. */
function serverRow(
  { schema, today, server }: HelpSources,
  kind: 'commands' | 'events',
  { name, arg }: Command | Event,
): HelpRow[] {
  if (server === undefined) return [];
  const there = memberNames(schema, arg);
  const more = today === undefined ? [] : membersOf(today, today[kind].get(name)?.arg);
  const lacking = more.filter(member => !there.includes(member.name)).map(lackingWords);
  const text =
    lacking.length === 0 ? `${server} has it` : `${server} has it without ${lacking.join(', ')}`;
  return [{ cells: ['here'], text }];
}

function lackingWords({ name, doc }: Member): string {
  return doc?.since === undefined ? `'${name}'` : `'${name}' (since ${doc.since})`;
}

function membersOf(schema: Schema, arg: TypeName | undefined): readonly Member[] {
  return viewObject(schema, arg, () => undefined).members;
}

function memberNames(schema: Schema, arg: TypeName | undefined): readonly string[] {
  return membersOf(schema, arg).map(member => member.name);
}

/** What the installed manual says, under a line that says so. */
function manualLines({ manual }: HelpSources, name: string): string[] {
  const text = manual?.(name);
  return text === undefined ? [] : ['', ...text.split('\n')];
}
