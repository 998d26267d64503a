// A parsed line -> the request it means, with all its problems: the door of this folder.

import type { Command, Schema } from '../../qapi/model.js';
import { findInMap } from '../../qapi/object-view.js';
import { commandNotes } from '../annotations.js';
import type { CommandSyntax, Line } from '../line.js';
import { didYouMean } from '../nearest.js';
import { error, type Problem, type Span, warning } from '../problem.js';
import { bindByForm } from './bind-free.js';
import { bindObject } from './bind-object.js';
import { bindRaw } from './bind-raw.js';
import { bindTransaction } from './bind-transaction.js';
import { type BindContext, type Bound, boundAs, newWalk } from './bound.js';
import { givensOf, positionalMembers } from './givens.js';
import { optionWords } from './option-syntax.js';
import { type Walk, warnOfMarks } from './walk.js';

/** Lines that mean a request. */
export type RequestSyntax = Extract<Line['syntax'], { kind: 'command' | 'raw' | 'transaction' }>;

/** Binds a command, a transaction or raw QMP to the schema. Never throws. */
export function bindLine(context: BindContext, line: Line, syntax: RequestSyntax): Bound {
  const bound = bindSyntax(context, line, syntax);
  return { ...bound, problems: [...line.problems, ...bound.problems] };
}

function bindSyntax(context: BindContext, line: Line, syntax: RequestSyntax): Bound {
  switch (syntax.kind) {
    case 'command':
      return bindCommand(context, line, syntax);
    case 'transaction':
      return bindTransaction(context, syntax, endOf(line));
    case 'raw':
      return bindRaw(context, syntax.node);
  }
}

/** Where to point for what is missing: the place after the line's last character. */
function endOf(line: Line): Span {
  const end = line.text.trimEnd().length;
  return { start: end, end };
}

function bindCommand(context: BindContext, line: Line, syntax: CommandSyntax): Bound {
  const { schema } = context;
  const command = schema === undefined ? undefined : findInMap(schema.commands, syntax.name);
  const name = command?.name ?? syntax.name;
  const notes = commandNotes(context.annotations, name);
  const positional = positionalMembers(schema, command?.arg, notes);
  const { givens, problems } = givensOf(optionWords(name, syntax.words), positional, name);
  const walk = newWalk(context, name);
  walk.problems.push(...problems);
  if (notes?.refused !== undefined) {
    walk.problems.push(error('refused', syntax.nameSpan, `'${name}' is refused: ${notes.refused}`));
  }
  if (command === undefined) {
    walk.problems.push(...unknownCommand(schema, syntax, givens.length > 0));
    return boundAs(walk, syntax.oob, bindByForm(walk, givens));
  }
  warnOfCommand(walk, command, syntax);
  const where = { type: command.arg ?? 'q_empty', path: [], span: endOf(line) };
  return boundAs(walk, syntax.oob, bindObject(walk, where, givens, !command.closed));
}

function unknownCommand(
  schema: Schema | undefined,
  { name, nameSpan, oob }: CommandSyntax,
  hasArguments: boolean,
): Problem[] {
  if (schema !== undefined) {
    const hint = didYouMean(name, schema.commands.keys());
    const message = `this server has no command '${name}'${hint}`;
    return [error('unknown-command', nameSpan, message, { kind: 'command', name })];
  }
  if (!hasArguments) return [];
  const what = oob ? 'out of band nothing waits for the schema' : 'this server has no schema';
  const why = `${what}: values are taken by their form`;
  return [warning('by-form', nameSpan, why)];
}

function warnOfCommand(walk: Walk, command: Command, syntax: CommandSyntax): void {
  warnOfMarks(walk, `'${command.name}'`, command.features, syntax.nameSpan);
  if (syntax.oob && !command.allowOob) {
    const message = `'${command.name}' is not known to run out of band: the server may refuse it`;
    walk.problems.push(warning('wrong-type', syntax.nameSpan, message));
  }
}
