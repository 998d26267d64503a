// The slot in chardev-add's option syntax (`socket,id=c,pa|`), whose options are called as those of -chardev.
import { own } from '../json/value.js';
import { typeOf } from '../qapi/model.js';
import { type ChardevOption, renamedOptions } from '../shell/binding/chardev-options.js';
import { rowsAt } from './member-rows.js';
import { descend, type Scope, type Surroundings, type Target } from './object-place.js';
import type { MemberRow, Offer } from './slot.js';

/** The options that a backend may still be given. */
export function chardevOffers(scope: Scope, root: Target): readonly Offer[] {
  const backend = scope.around.tagValues(['backend']).type;
  if (backend === undefined) return [];
  const renamed = renamedOptions(backend);
  const named = renamed.flatMap(row => optionRow(scope, root, row));
  const covered = new Set(renamed.map(row => row.member.split('.')[2]));
  const data = descend(scope, root, ['backend', 'data']);
  const others = data === undefined ? [] : rowsAt(scope, data);
  const plain = others.filter(row => !row.key.includes('.') && !covered.has(row.key));
  return [{ kind: 'members', rows: [...named, ...plain] }];
}

/** The word that begins option syntax: `socket,`. */
export function backendOffers(scope: Scope, root: Target): readonly Offer[] {
  const target = descend(scope, root, ['backend', 'type']);
  const type = target && typeOf(scope.schema, target.type);
  if (type?.kind !== 'enum') return [];
  const rows = type.values.map(({ name, doc }) => ({
    ...{ label: name, insert: `${name},`, kind: 'value' as const },
    detail: doc?.summary ?? '',
  }));
  return [{ kind: 'fixed', rows }];
}

/** None for an option that is given, that another excludes, or that this server does not have. */
function optionRow(scope: Scope, root: Target, row: ChardevOption): readonly MemberRow[] {
  const steps = row.member.split('.');
  const isGiven = scope.around.given(steps.slice(0, -1)).includes(steps.at(-1) ?? '');
  const implied = impliedType(scope, row);
  if (isGiven || implied === 'another' || row.option === 'backend') return [];
  const member = descend(implying(scope, row), root, steps)?.member;
  if (member === undefined || (implied === 'open' && member.optional)) return [];
  const mandatory = !member.optional && implied !== 'open';
  return [{ member, key: row.option, mandatory, isTag: false }];
}

/** Whether the address is of the option's type already, of another, or of none as yet. */
function impliedType(scope: Scope, { implies }: ChardevOption): 'same' | 'another' | 'open' {
  if (implies === undefined) return 'same';
  const [tag = '', ...way] = implies.member.split('.').toReversed();
  const given = own(scope.around.tagValues(way.toReversed()), tag);
  if (given === undefined) return 'open';
  return given === implies.value ? 'same' : 'another';
}

/** The scope as if the option were given: the members of its address are known then. */
function implying(scope: Scope, { implies }: ChardevOption): Scope {
  if (implies === undefined) return scope;
  const [tag = '', ...way] = implies.member.split('.').toReversed();
  const place = way.toReversed().join('.');
  const around: Surroundings = {
    ...scope.around,
    tagValues: path =>
      path.join('.') === place ? { [tag]: implies.value } : scope.around.tagValues(path),
  };
  return { ...scope, around };
}
