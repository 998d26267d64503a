// What changed from one schema to another, as its users see it: commands, events, their members, values, features.
import { comparedType, type Differing, isKindAlone, itemsOf } from './diff-items.js';
import type { Schema } from './model.js';

export type DiffKind = 'command' | 'event' | 'type';

/** One definition that is not the same in both. */
export interface DefinitionChange {
  readonly kind: DiffKind;
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Of a changed one. */
  readonly details: readonly Detail[];
}

/** One thing about a definition: `member 'snapshot-node' added: str, optional`. */
export interface Detail {
  readonly sign: '+' | '-' | '~';
  readonly text: string;
  /** What calls for advice: something is gone, or has been deprecated. */
  readonly news?: 'gone' | 'deprecated';
  /** The member or value it is about; undefined for the definition itself. */
  readonly item?: string;
}

/** All changes: commands, then events, then types; each in the order of names. */
export function diffSchemas(from: Schema, to: Schema): readonly DefinitionChange[] {
  return (['command', 'event', 'type'] as const).flatMap(kind =>
    diffMaps(kind, itemsOf(from, kind), itemsOf(to, kind)),
  );
}

function diffMaps(
  kind: DiffKind,
  from: ReadonlyMap<string, Differing>,
  to: ReadonlyMap<string, Differing>,
): DefinitionChange[] {
  const names = [...new Set([...from.keys(), ...to.keys()])].sort();
  return names.flatMap(name => diffOne(kind, name, from.get(name), to.get(name)) ?? []);
}

function diffOne(
  kind: DiffKind,
  name: string,
  before: Differing | undefined,
  after: Differing | undefined,
): DefinitionChange | undefined {
  if (before === undefined) return { kind, name, change: 'added', details: [] };
  if (after === undefined) return { kind, name, change: 'removed', details: [] };
  const details = diffItems(before, after);
  return details.length === 0 ? undefined : { kind, name, change: 'changed', details };
}

function diffItems(before: Differing, after: Differing): Detail[] {
  const names = [...new Set([...before.items.keys(), ...after.items.keys()])];
  return [...diffFacts(before, after), ...names.flatMap(name => diffItem(name, before, after))];
}

function diffItem(name: string, before: Differing, after: Differing): Detail[] {
  const old = before.items.get(name);
  const now = after.items.get(name);
  if (isToldOfType(name, now === undefined ? after : before)) return [];
  if (now === undefined) {
    return [{ sign: '-', text: `${old?.word ?? ''} '${name}'`, news: 'gone', item: name }];
  }
  const said = `${now.word} '${name}'`;
  if (old === undefined)
    return [{ sign: '+', text: `${said}${typeSuffix(now.type, now.optional)}` }];
  return [
    ...(old.optional === now.optional
      ? []
      : [changed(said, now.optional ? 'now optional' : 'now mandatory')]),
    ...typeDetail(said, old.type, now.type),
    ...featureDetails(said, old.features, now.features).map(row => ({ ...row, item: name })),
  ];
}

/** Whether what one side has below a type without a name is told of that type on the other, where it has one. */
function isToldOfType(name: string, other: Differing): boolean {
  if (other.items.has(name)) return false;
  const above = name.replace(/[.=][^.=]*$/, '');
  const type = above === name ? undefined : other.items.get(above)?.type;
  return type !== undefined && !isKindAlone(type);
}

function typeSuffix(type: string | undefined, optional: boolean): string {
  if (type === undefined) return '';
  return `: ${type}${optional ? ', optional' : ''}`;
}

function changed(what: string, how: string): Detail {
  return { sign: '~', text: `${what}: ${how}` };
}

function typeDetail(what: string, old: string | undefined, now: string | undefined): Detail[] {
  if (old === undefined || now === undefined || comparedType(old, now)) return [];
  return [changed(what, `type ${old} is now ${now}`)];
}

function featureDetails(what: string, old: readonly string[], now: readonly string[]): Detail[] {
  return [
    ...now
      .filter(name => !old.includes(name))
      .map(name => ({ ...changed(what, `feature '${name}' added`), ...newsOf(name) })),
    ...old
      .filter(name => !now.includes(name))
      .map(name => changed(what, `feature '${name}' removed`)),
  ];
}

/** What is told of the definition itself: what it returns, its features. */
function diffFacts(before: Differing, after: Differing): Detail[] {
  return [
    ...typeDetail('returns', before.returns, after.returns).map(row => ({
      ...row,
      text: row.text.replace(/^returns: type/, 'returned type'),
    })),
    ...[...after.features]
      .filter(name => !before.features.includes(name))
      .map(name => featureLine('+', name)),
    ...[...before.features]
      .filter(name => !after.features.includes(name))
      .map(name => featureLine('-', name)),
  ];
}

function featureLine(sign: '+' | '-', name: string): Detail {
  return { sign, text: `feature '${name}'`, ...(sign === '+' && newsOf(name)) };
}

function newsOf(feature: string): Pick<Detail, 'news'> {
  return feature === 'deprecated' ? { news: 'deprecated' } : {};
}
