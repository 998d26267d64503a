// What may stand at the cursor, before any candidate is made: data between the two steps of completion.
import type { Member, TypeName } from '../qapi/model.js';
import type { MemberNotes } from '../shell/annotations.js';
import type { Span } from '../shell/problem.js';
import type { CandidateKind, Want } from './candidate.js';

/**
 * How candidates are written: as words of a line, in JSON (`-next`: behind a value), in QEMU's option syntax, or as they
 * are, where nothing is quoted.
 */
export type Notation = 'words' | 'json' | 'json-next' | 'options' | 'verbatim';

export interface Slot {
  readonly replace: Span;
  /** What stands between the start of `replace` and the cursor, without quotes. */
  readonly typed: string;
  readonly notation: Notation;
  /** In a transaction's brackets, where `;` and `)` end words. */
  readonly inTransaction?: boolean;
  /** Of a path: what stands before its last step, whose candidates are wanted. */
  readonly folder?: string;
  /** What joins a step that goes on and the next one; `/` unless said. */
  readonly joint?: '/' | ' ';
  readonly offers: readonly Offer[];
}

/** All commands, those that may run out of band, or those that change nothing. */
export type CommandChoice = 'all' | 'oob' | 'queries';

export type Offer =
  /** `want`: those that the server lets be run, where its schema has others too. */
  | { readonly kind: 'commands'; readonly which: CommandChoice; readonly want?: Want }
  | { readonly kind: 'actions' }
  | { readonly kind: 'directives' }
  /** Whatever help can be had on. */
  | { readonly kind: 'topics' }
  /** `prefix` is what a filter puts before an event's name. */
  | { readonly kind: 'events'; readonly prefix: string }
  | MembersOffer
  | ValuesOffer
  | LiveOffer
  | PropertyOffer
  | { readonly kind: 'fixed'; readonly rows: readonly FixedRow[] };

/** Members that are not given yet. */
export interface MembersOffer {
  readonly kind: 'members';
  readonly rows: readonly MemberRow[];
  /** Live values by the members' names, of which the details are shown beside them: what is set now. */
  readonly want?: Want;
}

/** Live names: as values, or as members that no schema has. */
export interface LiveOffer {
  readonly kind: 'live';
  readonly want: Want;
  readonly as: 'value' | 'member';
  /** Members that are there already, or are offered by the schema. */
  readonly except?: readonly string[];
}

/** The value of a member that only the server knows: typed by what it says of its property. */
export interface PropertyOffer {
  readonly kind: 'property';
  /** The live values among which the property is. */
  readonly want: Want;
  readonly name: string;
  /** The live value that it has now. */
  readonly now?: Want;
  readonly isBare?: boolean;
}

/** A member of an object that is not given yet. */
export interface MemberRow {
  readonly member: Member;
  /** How it is written from the cursor's place on: its name, an index, or a dotted way to it. */
  readonly key: string;
  readonly mandatory: boolean;
  /** The discriminator of its object: what else there is depends on it. */
  readonly isTag: boolean;
}

/** Values of a type. */
export interface ValuesOffer {
  readonly kind: 'values';
  readonly type: TypeName;
  readonly notes?: MemberNotes;
  /** Where live values come from. */
  readonly want?: Want;
  /** The object type whose discriminator this is. */
  readonly union?: TypeName;
  /** A definition inside a definition. */
  readonly isNested?: boolean;
  /** An element of a list: a comma would end it. */
  readonly isElement?: boolean;
  /** A bare word: `=` would make it a key. */
  readonly isBare?: boolean;
  /** What one that the user makes up may look like. */
  readonly madeUp?: readonly string[];
}

/** A word of qmpsh's own. */
export interface FixedRow {
  readonly label: string;
  readonly insert: string;
  readonly kind: CandidateKind;
  readonly detail?: string;
  readonly mandatory?: boolean;
}
