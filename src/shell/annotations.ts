// What the schema cannot say of a command: its effect, its positional members, what is secret. One table,
// schema/annotations.json, explained in schema/README.md; guard, masking, completion and formatting read it too.
import { RowMap } from '../json/row-map.js';
import { own } from '../json/value.js';
import { foldName } from '../qapi/object-view.js';

/** `query` changes nothing; `damage` loses data or pulls devices; `end` loses the guest's state. */
export type Effect = 'query' | 'change' | 'damage' | 'end';

export interface CommandNotes {
  readonly effect: Effect;
  /** Members that bare words fill, in order. */
  readonly positional?: readonly string[];
  /** By path from the command's arguments, dotted; a list's elements have no step of their own. */
  readonly members?: Readonly<Record<string, MemberNotes>>;
  /** Members that name the job which the command starts, the first given one counts. */
  readonly 'job-id'?: readonly string[];
  /** A `change` that may be more, by its arguments. */
  readonly guard?: 'shrink' | 'actions' | 'hmp';
  /** Values that may end the server: never asked of it by qmpsh itself. */
  readonly fatal?: readonly string[];
  /** The member that names a file on the server's host, which it writes anew; with `file:` before it or without. */
  readonly writes?: string;
  /** Why qmpsh cannot send it. */
  readonly refused?: string;
  /** The table of its returned list: title -> dotted path in a row. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Where the rows are, if they are not the elements of the list: dotted paths to lists within them, at any depth. */
  readonly rows?: readonly string[];
  readonly example?: string;
  /** Lines with it are not kept in the history. */
  readonly private?: boolean;
  /** What it returns is secret where an argument names a secret property. */
  readonly 'secret-return'?: 'by-name';
}

export interface MemberNotes {
  readonly unit?: string;
  /** A bare number below 1 MiB is taken for a slip. */
  readonly 'refuse-small'?: boolean;
  /** `by-name`: where an argument beside it names a secret property. */
  readonly secret?: boolean | 'by-name';
  /** Which kind of live values it takes. */
  readonly source?: string;
  /** The member beside it, or the dotted path from the arguments, that the live values depend on. */
  readonly of?: string;
}

export interface HmpNotes {
  /** How a reply begins that is an error, although QMP calls it a success. */
  readonly 'error-prefixes': readonly string[];
  /** What stands somewhere in a reply that is an error. */
  readonly 'error-parts': readonly string[];
  /** HMP commands that change nothing. */
  readonly 'read-only': readonly string[];
  /** By the command's first word; what has no row is a `change`. */
  readonly effects: Readonly<Record<string, Effect>>;
  /** By command: which of its words, flags not counted, names a file that it writes anew. */
  readonly writes?: Readonly<Record<string, number>>;
  /** Words of a command of which `<secret>` and all after it is masked; `*` stands for any word. */
  readonly 'secret-words': readonly (readonly string[])[];
  /** Words of a command whose answer is secret; `*` stands for any word. */
  readonly 'secret-answers': readonly (readonly string[])[];
  /** Commands whose lines are not kept in the history. */
  readonly private?: readonly string[];
  /** By command: keys of its option string whose values are masked. */
  readonly 'secret-keys': Readonly<Record<string, readonly string[]>>;
}

/** The whole table. */
export interface Annotations {
  readonly commands: ReadonlyMap<string, CommandNotes>;
  readonly 'guest-agent': ReadonlyMap<string, CommandNotes>;
  readonly events: ReadonlyMap<string, EventNotes>;
  /** By type, then by member (of an alternate: by branch), for what lies deeper than a command's own rows. */
  readonly types: ReadonlyMap<string, TypeNotes>;
  readonly 'guest-agent-types': ReadonlyMap<string, TypeNotes>;
  readonly hmp: HmpNotes;
}

export interface EventNotes {
  readonly members: Readonly<Record<string, MemberNotes>>;
}

export type TypeNotes = Readonly<Record<string, MemberNotes>>;

/**
 * The table as it is read from its file, or from the text of rows that a build makes of it (`hmp` has one, `all`), of
 * which each is read when it is asked for. The rows are held to their shapes by the tests, not at run time.
 */
export function annotationsFrom(table: unknown): Annotations {
  const rowsOf = Buffer.isBuffer(table) ? partsOfText(table) : partsOfTable(table);
  let hmp: HmpNotes | undefined;
  return {
    commands: rowsOf('commands'),
    'guest-agent': rowsOf('guest-agent'),
    events: rowsOf('events'),
    types: rowsOf('types'),
    'guest-agent-types': rowsOf('guest-agent-types'),
    get hmp() {
      hmp ??= rowsOf<HmpNotes>('hmp').get('all');
      if (hmp === undefined) throw notAnnotations();
      return hmp;
    },
  };
}

/** Gives the rows of a part of the table. */
type Parts = <Row>(part: keyof Annotations) => ReadonlyMap<string, Row>;

function partsOfText(text: Buffer): Parts {
  return <Row>(part: keyof Annotations) =>
    new RowMap<Row>(text, new RegExp(`^[^:]*: "[^"]*", "part": "${part}"`), row =>
      isRow<{ readonly row: Row }>(row) ? row.row : undefined,
    );
}

function partsOfTable(table: unknown): Parts {
  if (!isRow<Readonly<Record<keyof Annotations, unknown>>>(table)) throw notAnnotations();
  return <Row>(part: keyof Annotations) => {
    const rows = part === 'hmp' ? { all: table.hmp } : table[part];
    if (!isRow<Readonly<Record<string, Row>>>(rows)) throw notAnnotations();
    return new Map(Object.entries(rows));
  };
}

function isRow<Row>(row: unknown): row is Row {
  return typeof row === 'object' && row !== null;
}

function notAnnotations(): Error {
  return new Error('schema/annotations.json is no table of annotations');
}

/** The table as it is for a guest agent: its commands, and its types, in the place of the monitor's. */
export function agentAnnotations(table: Annotations): Annotations {
  const { 'guest-agent': commands, 'guest-agent-types': types } = table;
  return { ...table, commands, types };
}

/** The row of a command, its name spelled with `-` or `_`; undefined for a command the table does not know. */
export function commandNotes(annotations: Annotations, name: string): CommandNotes | undefined {
  const exact = annotations.commands.get(name);
  if (exact !== undefined) return exact;
  const folded = foldName(name);
  for (const known of annotations.commands.keys())
    if (foldName(known) === folded) return annotations.commands.get(known);
  return undefined;
}

/** The row of a command, of the monitor or of the guest agent. */
export function anyNotes(annotations: Annotations, name: string): CommandNotes | undefined {
  return commandNotes(annotations, name) ?? annotations['guest-agent'].get(name);
}

/** What is noted of one member; steps that are indices of a list do not count. */
export function memberNotes(
  notes: CommandNotes | undefined,
  path: readonly string[],
): MemberNotes | undefined {
  const key = path.filter(step => !/^[0-9]+$/.test(step)).join('.');
  return own(notes?.members ?? {}, key);
}
