// Candidates for names that stand first on a line: commands, actions, directives, and all that help can be had on.
import type { Command, Marks, Schema } from '../qapi/model.js';
import { DIRECTIVES } from '../session/directives.js';
import { commandNotes } from '../shell/annotations.js';
import { actionBranches } from '../shell/binding/bind-transaction.js';
import type { CandidateKind, CompletionInput, UseHistory } from './candidate.js';
import { type Draft, draft, marked, ORDER } from './draft.js';
import type { CommandChoice, Notation } from './slot.js';
import { isJson } from './write-value.js';

/** What everybody uses: ahead of others that match as well, until the user's own history says otherwise. */
const USUAL_COMMANDS: ReadonlySet<string> = new Set([
  ...['query-status', 'query-block', 'query-version', 'query-jobs', 'query-migrate', 'migrate'],
  ...['blockdev-add', 'device_add', 'device_del', 'stop', 'cont', 'quit', 'screendump'],
  ...['system_reset', 'system_powerdown'],
]);
const USUAL_POINTS = 6;
/** What every connection has done before anything is typed, and cannot be done twice: its beginning alone is no sign of it. */
const DONE: ReadonlySet<string> = new Set(['qmp_capabilities']);
const MOST_IF_DONE = 125;
const MOST_FOR_COUNT = 14;
const MOST_FOR_FOLLOWING = 24;

export function commandDrafts(
  input: CompletionInput,
  which: CommandChoice,
  notation: Notation,
): readonly Draft[] {
  const commands = [...(input.schema?.commands.values() ?? [])];
  return commands
    .filter(command => isOffered(input, which, command))
    .map(command => {
      const points = historyPoints(input.facts?.history, command.name);
      return nameDraft(command.name, 'command', command, notation, points);
    });
}

function isOffered(
  { facts, annotations }: CompletionInput,
  which: CommandChoice,
  { name, allowOob }: Command,
): boolean {
  const notes = commandNotes(annotations, name);
  if (notes?.refused !== undefined || facts?.commands?.has(name) === false) return false;
  return which === 'all' || (which === 'oob' ? allowOob : notes?.effect === 'query');
}

/** What the user ran often, and what came after the last command before, as points. */
function historyPoints(history: UseHistory | undefined, name: string): number {
  const usual = USUAL_COMMANDS.has(name) ? USUAL_POINTS : 0;
  if (history === undefined) return usual;
  const count = history.counts.get(name) ?? 0;
  const next = history.follows.get(history.last ?? '')?.get(name) ?? 0;
  const often = Math.min(MOST_FOR_COUNT, 4 * Math.log2(1 + count));
  return usual + often + Math.min(MOST_FOR_FOLLOWING, 8 * Math.log2(1 + next));
}

function nameDraft(
  name: string,
  kind: CandidateKind,
  definition: Marks,
  notation: Notation = 'words',
  points = 0,
): Draft {
  const marks = marked(definition);
  const order = marks.deprecated || marks.unstable ? ORDER.deprecated : ORDER.plain;
  const insert = isJson(notation) ? JSON.stringify(name) : `${name} `;
  const detail = definition.doc?.summary ?? '';
  return draft({
    insert,
    label: name,
    kind,
    detail,
    ...marks,
    order: order + points,
    points,
    ...(DONE.has(name) && { most: MOST_IF_DONE }),
  });
}

/** The actions of a transaction, explained by the commands of the same names. */
export function actionDrafts({ schema }: CompletionInput): readonly Draft[] {
  if (schema === undefined) return [];
  return actionBranches(schema).map(({ name }) => {
    const same = schema.commands.get(name);
    return nameDraft(name, 'action', same ?? {});
  });
}

export function directiveDrafts({ facts }: CompletionInput): readonly Draft[] {
  return (facts?.directives ?? DIRECTIVES).map(({ name, summary }) =>
    draft({ insert: `.${name} `, label: `.${name}`, kind: 'directive', detail: summary }),
  );
}

export function eventDrafts(schema: Schema | undefined, prefix: string): readonly Draft[] {
  return [...(schema?.events.values() ?? [])].map(event => {
    const row = nameDraft(event.name, 'event', event);
    return { ...row, insert: prefix + row.insert };
  });
}

/** Masked types have numbers for names. */
const IS_NAMED = /^[A-Za-z_]/;

export function topicDrafts(input: CompletionInput): readonly Draft[] {
  const { schema } = input;
  const types = [...(schema?.types.keys() ?? [])].filter(name => IS_NAMED.test(name));
  return [
    ...commandDrafts(input, 'all', 'words'),
    ...eventDrafts(schema, ''),
    ...directiveDrafts(input),
    ...types.map(name =>
      draft({ insert: `${name} `, label: name, kind: 'value', type: 'type', order: ORDER.lesser }),
    ),
  ];
}
