// A line and a cursor -> what may stand there. The first of completion's two steps; pure, and for any text.
import { findInMap } from '../qapi/object-view.js';
import { commandNotes } from '../shell/annotations.js';
import { bindLine } from '../shell/binding/bind-command.js';
import { positionalMembers } from '../shell/binding/givens.js';
import { optionWords } from '../shell/binding/option-syntax.js';
import { type CommandSyntax, type Line, type LineSyntax, parseLine } from '../shell/line.js';
import type { Word } from '../shell/words.js';
import type { CompletionInput } from './candidate.js';
import { wordsSlot } from './command-slot.js';
import { directiveSlot } from './directive-slot.js';
import { rawSlot } from './json-slot.js';
import { openActionSlot } from './open-transaction.js';
import { restSlot } from './rest-slot.js';
import type { Offer, Slot } from './slot.js';
import { transactionSlot } from './transaction-slot.js';

/** What may stand at the cursor; undefined where nothing is known to. */
export function findSlot(input: CompletionInput): Slot | undefined {
  const line = parseLine(input.line);
  const { syntax } = line;
  if (input.facts?.openTransaction && isAction(syntax)) return openActionSlot(input, findSlot);
  switch (syntax.kind) {
    case 'command':
      return commandSlot(input, line, syntax);
    case 'transaction':
      return transactionSlot(input, line, syntax);
    case 'raw':
      return rawSlot(input, syntax.node.span.start);
    case 'directive':
      return directiveSlot(input, syntax.nameSpan, findSlot);
    case 'help':
      return restSlot(input, syntax.rest.start, [{ kind: 'topics' }]);
    case 'blank':
      return input.line.trim() === '' ? nameSlot(input, input.cursor, 'all') : undefined;
  }
}

/** Whether the line would be an action while a transaction is open. */
function isAction(syntax: LineSyntax): boolean {
  return syntax.kind === 'blank' || (syntax.kind === 'command' && !syntax.oob);
}

function nameSlot(input: CompletionInput, start: number, which: 'all' | 'oob'): Slot | undefined {
  const hasForm = which === 'all' && input.schema?.commands.has('transaction');
  const fixed: Offer[] = hasForm ? [{ kind: 'fixed', rows: [TRANSACTION_FORM] }] : [];
  const isAgent = input.schema?.commands.has('guest-info');
  const want = isAgent ? { want: { kind: 'agent-command' } } : {};
  return restSlot(input, start, [{ kind: 'commands', which, ...want }, ...fixed]);
}

const TRANSACTION_FORM = {
  label: 'transaction(',
  insert: 'transaction( ',
  kind: 'command',
  detail: 'all of these actions or none, each written like a command, `;` between them',
} as const;

function commandSlot(input: CompletionInput, line: Line, syntax: CommandSyntax): Slot | undefined {
  const { cursor, schema, annotations } = input;
  const { nameSpan, redirection, name } = syntax;
  if (cursor <= nameSpan.end) {
    return nameSlot(input, nameSpan.start, syntax.oob ? 'oob' : 'all');
  }
  if (redirection !== undefined && cursor > redirection.span.start) {
    return redirectionSlot(input, redirection.span.start + redirection.operator.length);
  }
  const command = schema && findInMap(schema.commands, name);
  if (schema === undefined) return undefined;
  if (command === undefined) return searchSlot(input, nameSpan.start);
  const notes = commandNotes(annotations, command.name);
  const words = optionWords(command.name, syntax.words);
  const notation = isInOptions(words, syntax.words, cursor) ? 'options' : 'words';
  return wordsSlot({
    ...input,
    schema,
    command: command.name,
    notes,
    type: command.arg ?? 'q_empty',
    isOpen: !command.closed,
    positional: positionalMembers(schema, command.arg, notes),
    words,
    notation,
    inTransaction: false,
    bind: rest => bindLine({ schema, annotations }, line, { ...syntax, words: rest }),
  });
}

/** Words of which the first is no command are taken for words of one's name: `status query`. */
function searchSlot({ line, cursor }: CompletionInput, start: number): Slot | undefined {
  const typed = line.slice(start, cursor);
  if (!/^[\w\s-]*\w$/.test(typed)) return undefined;
  const offers = [{ kind: 'commands', which: 'all' }] as const;
  return { replace: { start, end: cursor }, typed, notation: 'words', offers };
}

/** Whether the cursor is in a first word that was taken apart as option syntax. */
function isInOptions(words: readonly Word[], typed: readonly Word[], cursor: number): boolean {
  const [first] = typed;
  return words !== typed && first !== undefined && cursor <= first.span.end;
}

/** After `>` and its like: a file's name. What follows `|` is another program's. */
function redirectionSlot(input: CompletionInput, from: number): Slot | undefined {
  if (input.line[from - 1] === '|' && input.line[from - 2] !== '>') return undefined;
  const blanks = /^\s*/.exec(input.line.slice(from))?.[0].length ?? 0;
  const offer = { kind: 'live', want: { kind: 'file' }, as: 'value' } as const;
  return restSlot(input, from + blanks, [offer]);
}
