// Why a server's command lacks an argument, or an argument a value: as src/qapi/history.ts, for what lies below.
import {
  isBefore,
  rowOf,
  type Sources,
  type Story,
  storyOfGone,
  storyOfPresent,
} from './history.js';
import { enumOf, membersAt } from './member-paths.js';
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
  const rows = rowOf(sources.history.members, command) ?? {};
  const names = path.filter(step => !/^\d+$/.test(step));
  const gone = rowOf(rows, names.join('.')) ?? rowOf(rows, names.at(-1) ?? '');
  if (gone !== undefined) return unlessLeftOut(storyOfGone(gone, version));
  const { bundled } = sources;
  const present = membersAt(bundled, bundled.commands.get(command)?.arg, path);
  const isToCome =
    present.length > 0 && present.every(member => isLater(member.doc?.since, version));
  const since = present[0]?.doc?.since;
  return isToCome && since !== undefined ? { kind: 'to-come', since } : undefined;
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
    const story = storyOfPresentValue(type, value, version);
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
