// What became of a name that a server lacks: it is to come, it is gone, or this build leaves it out. Told from
// schema/history.json and the ages in the bundled schema; a server's own schema is never contradicted.
import { own } from '../json/value.js';
import type { Condition, Doc, Marks, Schema } from './model.js';

/** A release; or something changed after the one and by the other, and what lies between is not known. */
export type Moment = string | Span;
export interface Span {
  readonly after: string;
  readonly by: string;
}

/** A row of schema/history.json. */
export interface GoneRow {
  /** The first release with it. */
  readonly since?: Moment;
  /** The first release without it. */
  readonly removed: Moment;
  /** Names that do it now. */
  readonly instead: readonly string[];
  readonly note?: string;
}

/** schema/history.json, as far as it is told from. */
export interface History {
  readonly commands: Readonly<Record<string, GoneRow>>;
  readonly events: Readonly<Record<string, GoneRow>>;
  /** By command, then by dotted path from its arguments. */
  readonly members: Readonly<Record<string, Readonly<Record<string, GoneRow>>>>;
  /** By enumeration, as the bundled schema names it. */
  readonly values: Readonly<Record<string, Readonly<Record<string, GoneRow>>>>;
  /** When something came that is there today, where its document does not say; by the same names. */
  readonly came: {
    readonly members: Readonly<Record<string, Readonly<Record<string, Span>>>>;
    readonly values: Readonly<Record<string, Readonly<Record<string, Span>>>>;
  };
  readonly deprecated: {
    readonly commands: Readonly<Record<string, DeprecatedRow>>;
    readonly members: Readonly<Record<string, Readonly<Record<string, DeprecatedRow>>>>;
  };
}

/** What is still there, but going. */
export interface DeprecatedRow {
  /** The release that first called it so, where that is known. */
  readonly since?: string;
  readonly instead: readonly string[];
}

/** Why a server lacks a name. */
export type Story =
  | { readonly kind: 'to-come'; readonly since: Moment }
  | {
      readonly kind: 'gone';
      readonly removed: Moment;
      readonly instead: readonly string[];
      readonly note?: string;
    }
  | { readonly kind: 'left-out'; readonly condition?: Condition };

/** What a story is told from: the bundled schema and its history. */
export interface Sources {
  readonly history: History;
  readonly bundled: Schema;
}

/**
 * Why a server of that version (`7.2.22`) has no command or event of that name; undefined where nothing is known of
 * the name. Only to be asked for a name that the server has not.
 */
export function storyOf(
  sources: Sources,
  kind: 'commands' | 'events',
  name: string,
  version: string,
): Story | undefined {
  const { history, bundled } = sources;
  const gone = rowOf(history[kind], name);
  if (gone !== undefined) return storyOfGone(gone, version);
  const present = bundled[kind].get(name);
  return present === undefined ? undefined : storyOfPresent(present, present.doc, version);
}

/** The row of a table by its name; names that all objects have are not rows. */
export function rowOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return own(table, name);
}

/** Of what today's schema has. @param dated whose version counts: its own, or that of the type it is part of. */
export function storyOfPresent(marks: Marks, dated: Doc | undefined, version: string): Story {
  const since = dated?.since;
  if (since !== undefined && isBefore(version, since)) return { kind: 'to-come', since };
  const { condition } = marks;
  return condition === undefined ? { kind: 'left-out' } : { kind: 'left-out', condition };
}

/** Of what today's schema no longer has. */
export function storyOfGone(row: GoneRow, version: string): Story {
  const { since, removed, instead, note } = row;
  if (since !== undefined && isToCome(version, since)) return { kind: 'to-come', since };
  if (!isGoneFrom(version, removed)) return { kind: 'left-out' };
  return { kind: 'gone', removed, instead, ...(note === undefined ? {} : { note }) };
}

/** Whether what came then was to come still, for a server that lacks it. */
export function isToCome(version: string, since: Moment): boolean {
  return isBefore(version, typeof since === 'string' ? since : since.by);
}

/** A server that lacks the name in the unknown time between two sightings is a sighting itself. */
export function isGoneFrom(version: string, removed: Moment): boolean {
  return typeof removed === 'string'
    ? !isBefore(version, removed)
    : isBefore(removed.after, version);
}

/** Compares major and minor numbers alone: names come and go with releases, not with fixes. */
export function isBefore(version: string, other: string): boolean {
  const [major = 0, minor = 0] = numbersOf(version);
  const [otherMajor = 0, otherMinor = 0] = numbersOf(other);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

function numbersOf(version: string): number[] {
  return version.split('.').slice(0, 2).map(Number);
}

/**
 * The story in words: `'change' was removed in QEMU 6.0; use 'blockdev-change-medium' or 'change-vnc-password'`.
 * @param name as it stands in it: `'change'`, `member 'blk'`.
 * @param has whether the server has a name: others are not offered in its stead.
 */
export function tellStory(
  name: string,
  version: string,
  story: Story,
  has: (name: string) => boolean,
): string {
  switch (story.kind) {
    case 'to-come':
      return `${name} came ${arrivalText(story.since)}; this server is ${version}`;
    case 'gone':
      return `${name} was removed ${removalText(story.removed)}${adviceText(story, has)}`;
    case 'left-out':
      return `QEMU ${version} can have ${name}, but this build or machine has not`;
  }
}

/** `in QEMU 6.0`, or `after QEMU 8.2, by 10.1`. */
export function removalText(removed: Moment): string {
  return typeof removed === 'string' ? `in QEMU ${removed}` : spanText(removed);
}

function arrivalText(since: Moment): string {
  return typeof since === 'string' ? `with QEMU ${since}` : spanText(since);
}

function spanText({ after, by }: Span): string {
  return `after QEMU ${after}, by ${by}`;
}

function adviceText(
  story: Extract<Story, { kind: 'gone' }>,
  has: (name: string) => boolean,
): string {
  const offered = story.instead.filter(has).map(name => `'${name}'`);
  const advice = offered.length === 0 ? '' : `; use ${offered.join(' or ')}`;
  return story.note === undefined ? advice : `${advice} (${story.note})`;
}
