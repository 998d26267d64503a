// `qmpsh schema list`: the names of a schema as lines.
import type { Doc, Schema } from '../../qapi/model.js';
import { escapeText } from '../../shell/escape.js';

const KINDS = ['command', 'event', 'type'] as const;

export type Kind = (typeof KINDS)[number];

export function isKind(word: string): word is Kind {
  return KINDS.some(kind => kind === word);
}

/** One line a name; its kind before it where all kinds are listed, what it is for after it on a terminal. */
export function nameLines(schema: Schema, kind: Kind | undefined, isTerminal: boolean): string[] {
  const kinds = kind === undefined ? KINDS : [kind];
  const rows = kinds.flatMap(each => namesOf(schema, each).map(row => ({ ...row, kind: each })));
  const width = Math.max(0, ...rows.map(row => row.name.length));
  return rows.map(row => {
    const start = kind === undefined ? `${row.kind} ` : '';
    const summary = isTerminal ? `${row.name.padEnd(width)}  ${row.doc?.summary ?? ''}` : row.name;
    return escapeText(`${start}${summary}`.trimEnd());
  });
}

function namesOf(
  schema: Schema,
  kind: (typeof KINDS)[number],
): { readonly name: string; readonly doc?: Doc | undefined }[] {
  const map: ReadonlyMap<string, { readonly doc?: Doc } | object> = schema[`${kind}s`];
  const named = [...map].filter(([name]) => kind !== 'type' || !/^(?:\d+|q_.*|\[.*)$/.test(name));
  return named
    .map(([name, entry]) => ({ name, doc: 'doc' in entry ? entry.doc : undefined }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
