// Why a server's command lacks an argument, or an argument a value: as src/qapi/history.ts, for what lies below.
import { own } from '../json/value.js';
import {
  isBefore,
  isToCome,
  rowOf,
  type Sources,
  type Span,
  type Story,
  storyOfGone,
  storyOfPresent,
} from './history.js';
import { enumOf, foundAt, membersAt } from './member-paths.js';
import type { EnumType, Schema } from './model.js';

/** A place in the arguments of a command, as a line names it. */
export interface ArgumentPlace {
  readonly command: string;
  /** Member names from the arguments down; indices of lists do not count. */
  readonly path: readonly string[];
}

/**
 * Why a server of that version does not take the argument; undefined where that is not known, or where it takes it
 * somewhere (in another branch): then the line is wrong, not the version.
 */
export function storyOfMember(
  sources: Sources,
  server: Schema,
  { command, path }: ArgumentPlace,
  version: string,
): Story | undefined {
  if (membersAt(server, server.commands.get(command)?.arg, path).length > 0) return undefined;
  const { history, bundled } = sources;
  const gone = rowAlong(rowOf(history.members, command), path);
  if (gone !== undefined) return unlessLeftOut(storyOfGone(gone, version));
  const since = rowAlong(rowOf(history.came.members, command), path);
  if (since !== undefined) return storyOfArrival(since, version);
  return storyOfPath(bundled, { command, path }, version);
}

/** By the ages and conditions of what leads to it, where all that it may mean has them. */
function storyOfPath(
  bundled: Schema,
  { command, path }: ArgumentPlace,
  version: string,
): Story | undefined {
  const present = foundAt(bundled, bundled.commands.get(command)?.arg, path);
  const isToCome = present.length > 0 && present.every(found => isLater(found.since, version));
  const since = present.map(found => found.since).reduce(earlier, undefined);
  if (isToCome && since !== undefined) return { kind: 'to-come', since };
  const condition = present[0]?.condition;
  const isConditional = present.every(found => found.condition !== undefined);
  return condition && isConditional ? { kind: 'left-out', condition } : undefined;
}

/** The row of a path: its key has the path's last name, and before it some of the others in their order. */
function rowAlong<T>(
  table: Readonly<Record<string, T>> | undefined,
  path: readonly string[],
): T | undefined {
  const names = path.filter(step => !/^\d+$/.test(step));
  const key = Object.keys(table ?? {}).find(each => isAlong(each.split('.'), names));
  return key === undefined ? undefined : own(table ?? {}, key);
}

function isAlong(key: readonly string[], names: readonly string[]): boolean {
  let at = 0;
  for (const name of names) if (name === key[at]) at += 1;
  return at === key.length && key.at(-1) === names.at(-1);
}

function storyOfArrival(since: Span, version: string): Story | undefined {
  return isToCome(version, since) ? { kind: 'to-come', since } : undefined;
}

function earlier(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return isBefore(other, one) ? other : one;
}

function isLater(since: string | undefined, version: string): boolean {
  return since !== undefined && isBefore(version, since);
}

/** That a build leaves out an argument is not known of arguments: their branches come and go with their values. */
function unlessLeftOut(story: Story): Story | undefined {
  return story.kind === 'left-out' ? undefined : story;
}

/** Why a server of that version does not take the value there. Only to be asked where it does not. */
export function storyOfValue(
  { history, bundled }: Sources,
  { command, path }: ArgumentPlace,
  value: string,
  version: string,
): Story | undefined {
  const members = membersAt(bundled, bundled.commands.get(command)?.arg, path);
  for (const member of members) {
    const type = enumOf(bundled, member.type);
    if (type === undefined) continue;
    const gone = rowOf(rowOf(history.values, type.name) ?? {}, value);
    if (gone !== undefined) return unlessLeftOut(storyOfGone(gone, version));
    const since = rowOf(rowOf(history.came.values, type.name) ?? {}, value);
    const story =
      since === undefined
        ? storyOfPresentValue(type, value, version)
        : storyOfArrival(since, version);
    if (story !== undefined) return story;
  }
  return undefined;
}

/** A value without a version is as old as its type; one without a condition is in every build of its version. */
function storyOfPresentValue(type: EnumType, value: string, version: string): Story | undefined {
  const row = type.values.find(each => each.name === value);
  if (row === undefined) return undefined;
  const dated = row.doc?.since === undefined ? type.doc : row.doc;
  if (dated?.since === undefined) return undefined;
  const story = storyOfPresent(row, dated, version);
  return story.kind === 'left-out' && story.condition === undefined ? undefined : story;
}
