// A diff of schemas, as a release note would have it.
import type { DefinitionChange, Detail, DiffKind } from '../../qapi/diff.js';
import type { Schema } from '../../qapi/model.js';

/** What the note draws its explanations from. */
export interface DiffSources {
  readonly from: Schema;
  readonly to: Schema;
  /** What became of a name that the later side has not. */
  readonly whyGone: (kind: 'command' | 'event', name: string) => string | undefined;
  /** `; use ...`: what does the work of what a detail tells to be gone or deprecated; or nothing. */
  readonly advice: (change: DefinitionChange, detail: Detail) => string;
}

const TITLES: readonly (readonly [DiffKind, DefinitionChange['change'], string])[] = [
  ['command', 'added', 'New commands'],
  ['command', 'removed', 'Removed commands'],
  ['command', 'changed', 'Changed commands'],
  ['event', 'added', 'New events'],
  ['event', 'removed', 'Removed events'],
  ['event', 'changed', 'Changed events'],
  ['type', 'added', 'New types'],
  ['type', 'removed', 'Removed types'],
  ['type', 'changed', 'Changed types'],
];

/** The whole note, without a line where nothing changed. */
export function diffText(changes: readonly DefinitionChange[], sources: DiffSources): string {
  const sections = TITLES.flatMap(([kind, change, title]) => {
    const rows = changes.filter(row => row.kind === kind && row.change === change);
    return rows.length === 0 ? [] : [sectionText(`${title} (${rows.length})`, rows, sources)];
  });
  return sections.join('\n\n');
}

function sectionText(
  title: string,
  rows: readonly DefinitionChange[],
  sources: DiffSources,
): string {
  const width = Math.max(...rows.map(row => row.name.length));
  const isShort = rows.every(row => row.change !== 'changed');
  const lines = rows.flatMap(row =>
    isShort
      ? [shortLine(row, width, sources)]
      : [`  ${row.name}`, ...row.details.map(detail => detailLine(row, detail, sources))],
  );
  return [title, ...lines].join('\n');
}

/** A new name with what it is for; a removed one with what does it now. */
function shortLine(row: DefinitionChange, width: number, sources: DiffSources): string {
  const about = row.change === 'added' ? summaryOf(sources.to, row) : goneWords(sources, row);
  return `  ${row.name.padEnd(width)}  ${about}`.trimEnd();
}

function summaryOf(schema: Schema, { kind, name }: DefinitionChange): string {
  if (kind === 'command') return schema.commands.get(name)?.doc?.summary ?? '';
  if (kind === 'event') return schema.events.get(name)?.doc?.summary ?? '';
  const type = schema.types.get(name);
  return type !== undefined && 'doc' in type ? (type.doc?.summary ?? '') : '';
}

function goneWords({ whyGone }: DiffSources, { kind, name }: DefinitionChange): string {
  if (kind === 'type') return '';
  return (whyGone(kind, name) ?? '').replace(`'${name}' was `, '');
}

function detailLine(row: DefinitionChange, detail: Detail, { advice }: DiffSources): string {
  return `    ${detail.sign} ${detail.text}${advice(row, detail)}`;
}
