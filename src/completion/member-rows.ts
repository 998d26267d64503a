// Which members may be added to an object, and how they are written from there.
import { type Member, objectOf, typeOf } from '../qapi/model.js';
import {
  dataTarget,
  isIndex,
  pairOf,
  type Scope,
  type Target,
  viewAt,
  wrappedData,
} from './object-place.js';
import type { MemberRow } from './slot.js';
import { isBelow } from './surroundings.js';

/** Rows for what may follow at a place: members of an object, elements of a list, names of pairs. */
export function rowsAt(scope: Scope, target: Target): readonly MemberRow[] {
  const type = typeOf(scope.schema, target.type);
  switch (type?.kind) {
    case 'object':
      return [...missingBelow(scope, target), ...memberRows(scope, target)];
    case 'array':
      return elementRows(scope, target, type.element);
    case 'alternate':
      return type.alternatives.flatMap(row => {
        const kind = typeOf(scope.schema, row.type)?.kind;
        const isContainer = kind === 'object' || kind === 'array';
        return isContainer ? rowsAt(scope, { ...target, type: row.type }) : [];
      });
    default:
      return [];
  }
}

/** The members of one object that are not given, those of a wrapper's `data` in its place: it may be left out. */
function memberRows(scope: Scope, target: Target): readonly MemberRow[] {
  const view = viewAt(scope, target);
  const given = scope.around.given(target.path);
  const rows = view.members
    .filter(member => !given.includes(member.name))
    .map(member => rowOf(member, view.tags));
  const inner = unwrappedRows(scope, target);
  if (inner === undefined) return rows;
  const others = rows.filter(row => row.member.name !== 'data');
  const data = rows.find(row => row.member.name === 'data');
  return [...others, ...inner, ...(data === undefined ? [] : [{ ...data, mandatory: false }])];
}

function rowOf(member: Member, tags: readonly string[]): MemberRow {
  const isTag = tags.includes(member.name);
  return { member, key: member.name, mandatory: !member.optional, isTag };
}

/** The rows of a wrapper's `data`, where its members can be told from the wrapper's own. */
function unwrappedRows(scope: Scope, target: Target): readonly MemberRow[] | undefined {
  const type = objectOf(scope.schema, target.type);
  const view = viewAt(scope, target);
  const data = type && wrappedData(scope.schema, type, view);
  if (data === undefined || !scope.around.leavesOutData(target.path)) return undefined;
  const rows = rowsAt(scope, dataTarget(target, data)).filter(row => !row.key.includes('.'));
  const clashes = rows.some(row => view.members.some(member => member.name === row.key));
  return clashes ? undefined : rows;
}

/** What objects lack that are given by some of their members: `file.filename`, after `file.driver=file`. */
function missingBelow(scope: Scope, target: Target): readonly MemberRow[] {
  const below = scope.around.objects.filter(
    ({ path }) => path.length > target.path.length && isBelow(path, target.path),
  );
  return below
    .filter(({ path }) => !isLeftOut(scope, path))
    .flatMap(object => {
      const way = wayTo(scope, target.path, object.path);
      const rows = memberRows(scope, object).filter(row => row.mandatory);
      return rows.map(row => ({ ...row, key: `${way}.${row.key}` }));
    });
}

/** Whether the last step is a wrapper's `data` that keys leave out: the wrapper's rows have its members. */
function isLeftOut({ around }: Scope, path: readonly string[]): boolean {
  return path.at(-1) === 'data' && around.leavesOutData(path.slice(0, -1));
}

function wayTo(scope: Scope, from: readonly string[], to: readonly string[]): string {
  const steps = to.filter(
    (_, index) => index >= from.length && !isLeftOut(scope, to.slice(0, index + 1)),
  );
  return steps.join('.');
}

function elementRows(scope: Scope, target: Target, element: string): readonly MemberRow[] {
  const pair = pairOf(scope.schema, element);
  const given = scope.around.given(target.path).filter(isIndex);
  const next = {
    member: { name: String(given.length), type: element, optional: false },
    key: String(given.length),
    mandatory: given.length === 0,
    isTag: false,
  };
  if (pair === undefined) return [next];
  const names = scope.around.pairNames(target.path);
  return pair.names.values
    .filter(value => !names.includes(value.name))
    .map(value => ({
      member: { ...value, type: pair.value.type, optional: true },
      key: value.name,
      mandatory: names.length === 0,
      isTag: false,
    }));
}
