// `transaction( a... ; b... )` -> one request, each action typed by the branch of its name.
import { setMember } from '../../json/parse.js';
import type { JsonValue } from '../../json/value.js';
import { objectOf, type Schema, type TypeName, typeOf } from '../../qapi/model.js';
import { findNamed, foldName } from '../../qapi/object-view.js';
import { commandNotes } from '../annotations.js';
import type { ActionSyntax, TransactionSyntax } from '../line.js';
import { didYouMean } from '../nearest.js';
import { error, type Problem, type Span } from '../problem.js';
import { bindFree, bindFreeGroup } from './bind-free.js';
import { bindGroup, bindObject } from './bind-object.js';
import { type BindContext, type Bound, boundAs, newWalk } from './bound.js';
import { givensOf, positionalMembers } from './givens.js';
import type { Walk } from './walk.js';

/** Binds a transaction; `end` is where to point for what is missing of the last action. */
export function bindTransaction(context: BindContext, syntax: TransactionSyntax, end: Span): Bound {
  const schema = context.schema;
  const walk = newWalk(context, 'transaction');
  if (schema !== undefined && !schema.commands.has('transaction')) {
    walk.problems.push(
      error('unknown-command', syntax.nameSpan, "this server has no command 'transaction'", {
        kind: 'command',
        name: 'transaction',
      }),
    );
  }
  const args: Record<string, JsonValue> = {
    actions: syntax.actions.map(action => bindAction(context, walk, action, end)),
  };
  const properties = bindProperties(walk, syntax, end);
  if (properties !== undefined) setMember(args, 'properties', properties);
  return boundAs(walk, false, args);
}

function bindAction(context: BindContext, walk: Walk, action: ActionSyntax, end: Span): JsonValue {
  const branch = actionBranch(context.schema, action.name);
  const name = branch?.name ?? action.name;
  const notes = commandNotes(context.annotations, name);
  const positional = positionalMembers(context.schema, branch?.data, notes);
  const { givens, problems } = givensOf(action.words, positional, name);
  walk.problems.push(...problems);
  if (branch === undefined) {
    walk.problems.push(...unknownAction(context.schema, action));
    return { type: name, data: bindFree(givens) };
  }
  const inner: Walk = { ...walk, command: name, notes };
  const span = action.words.at(-1)?.span ?? action.nameSpan;
  const where = {
    type: branch.data,
    path: [],
    span: { start: span.end, end: Math.min(span.end, end.end) },
  };
  return { type: name, data: bindObject(inner, where, givens) };
}

interface ActionBranch {
  readonly name: string;
  /** The type of the action's `data`. */
  readonly data: TypeName;
}

/** The types of all actions that the server's `transaction` takes. */
export function actionBranches(schema: Schema): readonly ActionBranch[] {
  const arg = objectOf(schema, schema.commands.get('transaction')?.arg);
  const list = typeOf(schema, arg?.members.find(member => member.name === 'actions')?.type ?? '');
  const action = list?.kind === 'array' ? objectOf(schema, list.element) : undefined;
  return (action?.branches ?? []).flatMap(({ value, type }) => {
    const data = objectOf(schema, type)?.members.find(member => member.name === 'data');
    return data === undefined ? [] : [{ name: value, data: data.type }];
  });
}

function actionBranch(schema: Schema | undefined, name: string): ActionBranch | undefined {
  return schema === undefined ? undefined : findNamed(actionBranches(schema), name);
}

function unknownAction(schema: Schema | undefined, { name, nameSpan }: ActionSyntax): Problem[] {
  if (schema === undefined || !schema.commands.has('transaction')) return [];
  const names = actionBranches(schema).map(branch => branch.name);
  const hint = didYouMean(name, names) || `: expected one of ${names.join(', ')}`;
  const message = `unexpected action '${name}' in a transaction${hint}`;
  const path = ['actions', 'type'];
  const lacking = { kind: 'value', command: 'transaction', path, value: name } as const;
  return [error('unknown-value', nameSpan, message, lacking)];
}

function bindProperties(walk: Walk, syntax: TransactionSyntax, end: Span): JsonValue | undefined {
  if (syntax.properties.length === 0) return undefined;
  const { givens, problems } = givensOf(syntax.properties, [], 'transaction');
  walk.problems.push(...problems);
  const type = objectOf(walk.schema, walk.schema.commands.get('transaction')?.arg)?.members.find(
    member => foldName(member.name) === 'properties',
  )?.type;
  if (givens.length === 0) return undefined;
  if (type === undefined) return bindFreeGroup(givens);
  return bindGroup(walk, { type, path: ['properties'], span: end }, givens);
}
