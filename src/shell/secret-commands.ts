// Which commands take a secret, and where on a line it would stand: also behind a name that is mistyped, or behind
// other words ("qmpsh vm.sock set_password ..."). Rather too much is found than too little.
import { own } from '../json/value.js';
import { foldName } from '../qapi/object-view.js';
import { type Annotations, anyNotes, type CommandNotes, memberNotes } from './annotations.js';
import { nearest } from './nearest.js';

/** Members that are secret wherever they stand: QEMU's option and object members that carry credentials. */
const SECRET_NAMES: readonly string[] = ['password', 'passwd', 'cookie', 'secret-data'];
/** Too general a word to be secret in every command: the rows of commands say where it is. */
const GENERAL = 'data';
/** A bearer's name below this length (`change`) is a word that others may use for something else. */
const SHORT_NAME = 8;
/** From this length on the beginning of a name stands for it. */
const CUT_LENGTH = 7;

/** What the table says of secrets, each part gathered when it is first asked for: most lines need the first alone. */
interface SecretIndex {
  /** Commands that take a secret, each with the number of bare words that come before it. */
  readonly bearers: () => ReadonlyMap<string, number>;
  /** Commands whose lines are not kept at all. */
  readonly privates: () => readonly string[];
  /** Every command name of the table, folded. */
  readonly known: () => ReadonlySet<string>;
  readonly members: () => readonly string[];
  /** The same, folded. */
  readonly names: () => ReadonlySet<string>;
  /** Members of types that are noted and no secret: `passwordid` is not `password` mistyped. */
  readonly plain: () => ReadonlySet<string>;
}

const INDICES = new WeakMap<Annotations, SecretIndex>();

function indexOf(annotations: Annotations): SecretIndex {
  const index = INDICES.get(annotations) ?? secretIndex(annotations);
  INDICES.set(annotations, index);
  return index;
}

function secretIndex(annotations: Annotations): SecretIndex {
  const { commands, 'guest-agent': agent, hmp } = annotations;
  const rows = [...commands, ...agent];
  const members = once(() => [...new Set([...SECRET_NAMES, ...typeMembers(annotations, true)])]);
  return {
    bearers: once(() => new Map([...hmpBearers(annotations), ...rows.flatMap(bearer)])),
    privates: once(() => [
      ...rows.filter(([, row]) => row.private).map(([name]) => name),
      ...(hmp.private ?? []),
    ]),
    known: once(
      () => new Set([...rows.map(([name]) => name), ...Object.keys(hmp.effects)].map(foldName)),
    ),
    members,
    names: once(() => new Set(members().map(foldName))),
    plain: once(() => new Set(typeMembers(annotations, false).map(foldName))),
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function hmpBearers({ hmp }: Annotations): [string, number][] {
  const words = hmp['secret-words'].map((row): [string, number] => [
    row[0] ?? '',
    row.indexOf('<secret>') - 1,
  ]);
  return [...words, ...Object.keys(hmp['secret-keys']).map((name): [string, number] => [name, 0])];
}

function bearer([name, notes]: readonly [string, CommandNotes]): [string, number][] {
  if (secretPaths(notes).length === 0) return [];
  const places = notes.positional ?? [];
  const at = places.findIndex(place => own(notes.members ?? {}, place)?.secret === true);
  return [[name, at < 0 ? places.length : at]];
}

function secretPaths(notes: CommandNotes | undefined): string[] {
  const members = Object.entries(notes?.members ?? {});
  return members.filter(([, row]) => row.secret === true).map(([path]) => path);
}

function typeMembers({ types }: Annotations, secret: boolean): string[] {
  const members = [...types.values()].flatMap(rows => Object.entries(rows));
  const found = members.filter(([, row]) => (row.secret === true) === secret);
  return found.map(([name]) => name).filter(name => name !== GENERAL);
}

/** Whether the table has a secret among the command's members. */
export function takesSecret(notes: CommandNotes | undefined): boolean {
  return secretPaths(notes).length > 0;
}

/** Whether the member at that path is secret, by the command's row, by its name, or by a name mistyped. */
export function isSecretMember(
  annotations: Annotations,
  notes: CommandNotes | undefined,
  path: readonly string[],
): boolean {
  const noted = memberNotes(notes, path);
  if (noted !== undefined) return noted.secret === true;
  const name = foldName(path.at(-1)?.split('.').at(-1) ?? '');
  const { members, names, plain } = indexOf(annotations);
  if (names().has(name)) return true;
  if (!takesSecret(notes) || plain().has(name)) return false;
  if (notes?.positional?.some(place => foldName(place) === name)) return false;
  const own = secretPaths(notes).map(secret => secret.split('.').at(-1)!);
  return nearest(name, [...members(), ...own]) !== undefined;
}

/** Whether a member of that name is secret in whatever a server says. */
export function isSecretName(annotations: Annotations, name: string): boolean {
  return indexOf(annotations).names().has(foldName(name));
}

/** Whether the property of an object is secret by its name: there even the general word is. */
export function isSecretProperty(annotations: Annotations, name: string): boolean {
  return name === GENERAL || isSecretName(annotations, name);
}

/** The row of a command with these texts among its arguments: what is secret by a name in them is so in the row. */
export function notesFor(
  annotations: Annotations,
  command: string,
  texts: readonly string[],
): CommandNotes | undefined {
  const notes = anyNotes(annotations, command);
  const members = Object.entries(notes?.members ?? {});
  const mayBe = members.some(([, row]) => row.secret === 'by-name');
  if (!mayBe || !texts.some(text => isSecretProperty(annotations, text))) return notes;
  const known = members.map(([path, row]) => [path, { ...row, secret: row.secret !== undefined }]);
  return { ...notes!, members: Object.fromEntries(known) };
}

/** Whether no command of the table has this name. */
export function isUnknown(annotations: Annotations, name: string): boolean {
  return !indexOf(annotations).known().has(foldName(name));
}

/** The command among those that the name stands for: itself, or, mistyped, one near to it. */
function meant(
  annotations: Annotations,
  typed: string,
  among: Iterable<string>,
): string | undefined {
  const names = [...among];
  const exact = names.find(name => foldName(name) === foldName(typed));
  if (exact !== undefined) return exact;
  const near = nearest(typed, names) ?? names.find(name => isCutShort(typed, name));
  return near === undefined || !isUnknown(annotations, typed) ? undefined : near;
}

/** `set_pass`: a name whose end was left out. */
function isCutShort(typed: string, name: string): boolean {
  return typed.length >= CUT_LENGTH && foldName(name).startsWith(foldName(typed));
}

/** Whether a command of that name takes a secret: exactly, or as far as the name can be guessed. */
export function mayTakeSecret(annotations: Annotations, name: string): boolean {
  return meant(annotations, name, indexOf(annotations).bearers().keys()) !== undefined;
}

const NAMES = /[A-Za-z][\w-]*/g;

/** Whether some word of the text is, or is near to, a command whose lines are not kept. */
export function namesPrivate(annotations: Annotations, text: string): boolean {
  const privates = indexOf(annotations).privates();
  return [...text.matchAll(NAMES)].some(([word]) => meant(annotations, word, privates));
}

/**
 * Where the secret begins that a command named somewhere in the text would have; from there to the end nothing is to
 * be kept. Undefined where no word is, or is near to, such a command, or nothing follows.
 * @param isStray the text is known to be something else: short names do not count in it.
 */
export function secretStart(
  annotations: Annotations,
  text: string,
  isStray = false,
): number | undefined {
  const bearers = indexOf(annotations).bearers();
  const names = [...bearers.keys()].filter(name => !isStray || name.length >= SHORT_NAME);
  const starts = [...text.matchAll(NAMES)].flatMap(({ 0: word, index }) => {
    // `set password vnc ...`: a member's name where no command is known.
    const end = index + word.length;
    if (!isStray && SECRET_NAMES.includes(word))
      return startAfter(text, text[end] === '=' ? end + 1 : end, 0);
    const name = meant(annotations, word, names);
    return name === undefined ? [] : startAfter(text, end, bearers.get(name)!);
  });
  return starts.length === 0 ? undefined : Math.min(...starts);
}

/** The word after so many bare words, or the first that is no bare word: its key may be mistyped too. */
function startAfter(text: string, end: number, wordsBefore: number): number[] {
  const words = [...text.slice(end).matchAll(/[^\s"'}]+/g)];
  const at = words.findIndex(
    ([word], place) => place >= wordsBefore || word.slice(1).includes('='),
  );
  const found = words[at];
  return found === undefined ? [] : [end + found.index];
}
