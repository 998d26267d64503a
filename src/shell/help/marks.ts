// What is said beside a name: how old it is, that it goes, that it may change, under which condition it is built.
import { own } from '../../json/value.js';
import { type DeprecatedRow, type GoneRow, isBefore, removalText } from '../../qapi/history.js';
import { type Condition, hasFeature, type Marks } from '../../qapi/model.js';

/** `[deprecated: use 'job-cancel']`, `[unstable]`: a blank before each, or nothing. */
export function markWords(marked: Marks, row: DeprecatedRow | undefined): string {
  const instead = (row?.instead ?? []).map(name => `'${name}'`).join(' or ');
  const use = instead === '' ? '' : `: use ${instead}`;
  const isDeprecated = row !== undefined || hasFeature(marked, 'deprecated');
  return [
    ...(isDeprecated ? [` [deprecated${featureCondition(marked, 'deprecated')}${use}]`] : []),
    ...(hasFeature(marked, 'unstable')
      ? [` [unstable${featureCondition(marked, 'unstable')}]`]
      : []),
  ].join('');
}

/** ` only with CONFIG_POSIX`, of a feature that not every build has; else nothing. */
export function featureCondition({ featureConditions = {} }: Marks, feature: string): string {
  const condition = own(featureConditions, feature);
  return condition === undefined ? '' : ` only with ${conditionWords(condition)}`;
}

/** `[removed in QEMU 9.1: use 'blockdev-mirror']` of what this server has and later ones have not. */
export function goneWords(row: GoneRow | undefined): string {
  if (row === undefined) return '';
  const instead = row.instead.map(name => `'${name}'`).join(' or ');
  return ` [removed ${removalText(row.removed)}${instead === '' ? '' : `: use ${instead}`}]`;
}

/** `(since 2.10)` for what came after that to which it belongs; else nothing. */
export function sinceWords({ doc }: Marks, owner: Marks | undefined): string {
  const since = doc?.since;
  const base = owner?.doc?.since;
  if (since === undefined || (base !== undefined && !isBefore(base, since))) return '';
  return ` (since ${since})`;
}

/** A condition as the C preprocessor would have it: `CONFIG_SPICE and not CONFIG_WIN32`. */
export function conditionWords(condition: Condition): string {
  switch (condition.kind) {
    case 'identifier':
      return condition.name;
    case 'not':
      return `not ${conditionWords(condition.condition)}`;
    default:
      return condition.conditions
        .map(conditionWords)
        .join(condition.kind === 'all' ? ' and ' : ' or ');
  }
}
