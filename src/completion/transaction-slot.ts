// The slot in `transaction( a... ; b... )`: an action's name, its words, the transaction's own properties, its end.
import { isJsonArray, isJsonObject } from '../json/value.js';
import { objectOf, type Schema } from '../qapi/model.js';
import { findNamed } from '../qapi/object-view.js';
import { commandNotes } from '../shell/annotations.js';
import { bindLine } from '../shell/binding/bind-command.js';
import { actionBranches } from '../shell/binding/bind-transaction.js';
import { positionalMembers } from '../shell/binding/givens.js';
import type { ActionSyntax, Line, TransactionSyntax } from '../shell/line.js';
import { plainText, type Word } from '../shell/words.js';
import type { CompletionInput } from './candidate.js';
import { type WordsContext, wordsSlot } from './command-slot.js';
import { restSlot } from './rest-slot.js';
import type { Offer, Slot } from './slot.js';

export function transactionSlot(
  input: CompletionInput,
  line: Line,
  syntax: TransactionSyntax,
): Slot | undefined {
  const { cursor, schema } = input;
  if (schema === undefined || cursor <= syntax.nameSpan.end) return undefined;
  const action = actionAt(input, syntax);
  const property = propertyAt(input, syntax, action);
  if (property !== undefined) return propertySlot(input, schema, line, syntax, property);
  if (action !== undefined && cursor > action.nameSpan.end) {
    return actionSlot(input, schema, line, syntax, action);
  }
  if (action === undefined && /\)\s*$/.test(input.line.slice(0, cursor))) return undefined;
  if (action === undefined && isBehindProperties(input)) return restSlot(input, cursor, END);
  return restSlot(input, action?.nameSpan.start ?? cursor, actionOffers(schema));
}

/** Whether words that are no action stand before the cursor, and no separator between. */
function isBehindProperties({ line, cursor }: CompletionInput): boolean {
  const statement =
    line
      .slice(0, cursor)
      .split(/[;\n(]/)
      .at(-1) ?? '';
  return /^\s*properties\S*\s/.test(statement);
}

/** The word of the transaction's own properties at the cursor. As long as it has no `=`, it looks like an action. */
function propertyAt(
  { line, cursor }: CompletionInput,
  { properties }: TransactionSyntax,
  action: ActionSyntax | undefined,
): Word | undefined {
  const found = properties.find(({ span }) => span.start <= cursor && cursor <= span.end);
  if (found !== undefined || !action?.name.startsWith('properties.')) return found;
  const span = action.nameSpan;
  return { span, value: plainText(line.slice(span.start, span.end), span) };
}

/** The action that the cursor is in: no `;`, newline or closing bracket stands between. */
function actionAt(
  { line, cursor }: CompletionInput,
  { actions }: TransactionSyntax,
): ActionSyntax | undefined {
  const action = actions.findLast(({ nameSpan }) => nameSpan.start <= cursor);
  const end = action?.words.at(-1)?.span.end ?? action?.nameSpan.end ?? 0;
  return /[;\n)]/.test(line.slice(end, cursor)) ? undefined : action;
}

function actionSlot(
  input: CompletionInput,
  schema: Schema,
  line: Line,
  syntax: TransactionSyntax,
  action: ActionSyntax,
): Slot | undefined {
  const branch = findNamed(actionBranches(schema), action.name);
  if (branch === undefined) return undefined;
  const notes = commandNotes(input.annotations, branch.name);
  const slot = wordsSlot({
    ...input,
    schema,
    command: branch.name,
    notes,
    type: branch.data,
    isOpen: false,
    positional: positionalMembers(schema, branch.data, notes),
    words: action.words,
    notation: 'words',
    inTransaction: true,
    bind: words => bindAction(input, schema, line, syntax, { ...action, words }),
  });
  return slot && withEnd(input, slot);
}

/** The action alone, so that what binding finds is all of this action. */
function bindAction(
  { annotations }: CompletionInput,
  schema: Schema,
  line: Line,
  syntax: TransactionSyntax,
  action: ActionSyntax,
): ReturnType<WordsContext['bind']> {
  const alone: TransactionSyntax = { ...syntax, actions: [action], properties: [] };
  const bound = bindLine({ schema, annotations }, line, alone);
  const { actions } = bound.arguments;
  const first = isJsonArray(actions) ? actions[0] : undefined;
  const data = isJsonObject(first) ? first.data : undefined;
  return { places: bound.places, arguments: isJsonObject(data) ? data : {} };
}

/** After an action that lacks nothing: another one, or the closing bracket. */
function withEnd({ line, cursor }: CompletionInput, slot: Slot): Slot {
  const lacks = slot.offers.some(
    offer => offer.kind === 'members' && offer.rows.some(row => row.mandatory),
  );
  const isAtGap = slot.typed === '' && /\s$/.test(line.slice(0, cursor));
  if (lacks || !isAtGap || line.slice(cursor).trim() !== '') return slot;
  return { ...slot, offers: [...slot.offers, ...END] };
}

const END_ROWS = [
  {
    label: ')',
    insert: ') ',
    kind: 'action',
    detail: 'the end of the transaction',
    mandatory: true,
  },
  { label: ';', insert: '; ', kind: 'action', detail: 'another action' },
] as const;

const END: readonly Offer[] = [{ kind: 'fixed', rows: END_ROWS }];

function actionOffers(schema: Schema): readonly Offer[] {
  const properties = { label: 'properties', insert: 'properties.', kind: 'member' } as const;
  const has = transactionProperties(schema) !== undefined;
  const fixed: Offer[] = has ? [{ kind: 'fixed', rows: [properties] }] : [];
  return [{ kind: 'actions' }, ...fixed];
}

function transactionProperties(schema: Schema): string | undefined {
  const arg = objectOf(schema, schema.commands.get('transaction')?.arg);
  return arg?.members.find(member => member.name === 'properties')?.type;
}

/** `properties.completion-mode=grouped` among the actions. */
function propertySlot(
  input: CompletionInput,
  schema: Schema,
  line: Line,
  syntax: TransactionSyntax,
  word: Word,
): Slot | undefined {
  const others = syntax.properties.filter(row => row !== word);
  const alone = { ...syntax, actions: [] };
  return wordsSlot({
    ...input,
    schema,
    command: 'transaction',
    notes: undefined,
    type: schema.commands.get('transaction')?.arg ?? 'q_empty',
    isOpen: false,
    positional: [],
    words: [...others, word],
    notation: 'words',
    inTransaction: true,
    bind: () =>
      bindLine({ schema, annotations: input.annotations }, line, { ...alone, properties: others }),
  });
}
