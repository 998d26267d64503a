// `.qom [PATH]`: one object of QOM, what is below it, and the values of its properties.
import { printJson } from '../../json/print.js';
import type { JsonObject, JsonValue } from '../../json/value.js';
import { EXIT, type Outcome } from '../../shell/outcome.js';
import { childType, type QomProperty, qomLines } from '../../shell/trees/qom-object.js';
import type { DirectiveContext } from '../directives.js';
import { objectsIn, textIn } from '../session-input.js';
import { ask, errorOutcome } from './ask.js';

const ROOT = '/machine';

export async function runQom(context: DirectiveContext, rest: string): Promise<Outcome> {
  const wrong = checkQom(rest);
  if (wrong !== undefined) return wrong;
  const path = rest === '' ? await rootOf(context) : rest;
  const list = await ask(context, 'qom-list', { path });
  if (list.kind === 'none') return list.outcome;
  if (list.kind === 'error') return errorOutcome(list);
  const rows = rowsIn(list.value);
  const children = rows.flatMap(({ name, type }) => {
    const below = childType(type);
    return below === undefined ? [] : [{ name, type: below }];
  });
  const properties: QomProperty[] = [];
  for (const row of rows.filter(({ type }) => childType(type) === undefined)) {
    const answer = await ask(context, 'qom-get', { path, property: row.name });
    if (answer.kind === 'none') return answer.outcome;
    const { kind, value, desc } = answer;
    properties.push({ ...row, ...(kind === 'return' ? { value } : { error: desc ?? '' }) });
  }
  const object = { path, children, properties };
  return { json: printJson(jsonOf(object)), lines: room => qomLines(object, room) };
}

/** What would be wrong with it, found without asking. */
export function checkQom(rest: string): Outcome | undefined {
  if (!/\s/.test(rest)) return undefined;
  const message = `expected .qom [PATH], found '${rest}'`;
  return { failure: { exit: EXIT.usage, message, kind: 'syntax' } };
}

/** A storage daemon has objects, and no machine. */
async function rootOf(context: DirectiveContext): Promise<string> {
  const answer = await ask(context, 'qom-list', { path: ROOT });
  return answer.kind === 'error' ? '/' : ROOT;
}

function rowsIn(value: JsonValue): { readonly name: string; readonly type: string }[] {
  return objectsIn(value)
    .map(row => ({ name: textIn(row, 'name') ?? '', type: textIn(row, 'type') ?? '' }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function jsonOf(object: {
  readonly path: string;
  readonly children: readonly { readonly name: string; readonly type: string }[];
  readonly properties: readonly QomProperty[];
}): JsonObject {
  const properties = object.properties.map(row => ({ ...row }));
  return { path: object.path, children: object.children.map(row => ({ ...row })), properties };
}
