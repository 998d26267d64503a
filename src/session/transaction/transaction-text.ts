// What is told of an open transaction: when it begins, at each of its lines, by `.show`, and when it is dropped.
import { printJson } from '../../json/print.js';
import { isJsonObject, type JsonObject } from '../../json/value.js';
import { actionWords } from '../../shell/action-words.js';
import { annotations } from '../../shell/annotations-table.js';
import { escapeLine } from '../../shell/escape.js';
import { NOTHING_SHOWN, type Outcome } from '../../shell/outcome.js';
import { maskArguments } from '../../shell/secrets.js';
import { wrapText } from '../../text/wrap.js';
import {
  NOTHING_LISTED,
  type OpenTransaction,
  transactionArguments,
  withLine,
} from './open-transaction.js';

export const BEGUN: Outcome = {
  ...NOTHING_SHOWN,
  ...told(['each line is an action now: .show lists them, .commit or .abort ends it']),
};

/** What a line has added. */
export function added(before: OpenTransaction, open: OpenTransaction): Outcome {
  const rows = actionRows(masked(open)).slice(before.actions.length);
  const isSame = printJson(before.properties) === printJson(open.properties);
  return { ...NOTHING_SHOWN, ...told([...rows, ...(isSame ? [] : propertyRows(open))]) };
}

/** `.show`: the request as it would be sent, for people with what it will do. */
export function shown(open: OpenTransaction): Outcome {
  const listed = masked(open);
  const json = `{"execute": "transaction", "arguments": ${printJson(transactionArguments(listed))}}`;
  const rows = open.actions.length === 0 ? ['no action yet'] : actionRows(listed);
  return { json, ...told([...rows, ...propertyRows(listed)], json) };
}

export function aborted({ actions }: OpenTransaction): Outcome {
  const count = actions.length === 1 ? '1 action was' : `${actions.length} actions were`;
  return { ...NOTHING_SHOWN, ...told([`${count} dropped; nothing was sent`]) };
}

const INDENT = '  ';

/** Rows as a terminal has room for them; the JSON is one line, to be copied as it is. */
function told(rows: readonly string[], json?: string): Pick<Outcome, 'lines'> {
  const wrapped = (row: string, columns: number) =>
    wrapText(escapeLine(row), columns - 2 * INDENT.length).map(
      (part, at) => INDENT + (at === 0 ? '' : INDENT) + part,
    );
  const last = json === undefined ? [] : [INDENT + escapeLine(json)];
  return { lines: ({ columns }) => [...rows.flatMap(row => wrapped(row, columns)), ...last] };
}

/** What is shown again has no secrets. */
function masked(open: OpenTransaction): OpenTransaction {
  const args = maskArguments(annotations, 'transaction', transactionArguments(open));
  return isJsonObject(args) ? withLine(NOTHING_LISTED, args) : open;
}

/** `2 blockdev-backup: begins a backup of ...`. */
function actionRows({ actions }: OpenTransaction): string[] {
  return actions.map((action, at) => `${at + 1} ${typeOf(action)}: ${actionWords(action)}`);
}

function typeOf({ type }: JsonObject): string {
  return typeof type === 'string' ? type : '?';
}

const COMPLETION_MODES: ReadonlyMap<string, string> = new Map([
  ['individual', 'each job ends by itself (completion-mode=individual)'],
  ['grouped', 'the jobs end together: one that fails cancels the others (completion-mode=grouped)'],
]);

function propertyRows({ properties }: OpenTransaction): string[] {
  return Object.entries(properties).map(([key, value]) => {
    const words = typeof value === 'string' ? COMPLETION_MODES.get(value) : undefined;
    return words ?? `${key}=${printJson(value)}`;
  });
}
