// FILTER: which events are meant (`-e`, `.events`, `events --filter`, `.wait event`). Text -> filter -> yes or no.
import { isJsonNumber, isJsonObject, type JsonValue, own } from '../json/value.js';
import { messageFromText } from '../qmp/messages.js';
import { type FilterToken, tokensFromText, tokensFromWords } from './filter-tokens.js';
import { problem, type SpecProblem, type SpecWord } from './spec.js';

/**
 * A list of items: an event passes if an item names it and no `-` item does. Without an item that names events
 * (exclusions only, or nothing at all) all others pass.
 */
export interface Filter {
  readonly kind: 'filter';
  readonly items: readonly FilterItem[];
}

/** `[-]GLOB [member=value ...]`. */
export interface FilterItem {
  readonly excludes: boolean;
  /** `*` is any text, `?` one character; case, `-` and `_` do not count. In the form `plainName` gives. */
  readonly glob: string;
  readonly members: readonly MemberTest[];
}

/** `member=value`. The value is compared with the text of the member's scalar as it came: `1.0` is not `1`. */
export interface MemberTest {
  /** Dotted below the event's `data`: `info.host`, `list.0`. */
  readonly path: string;
  readonly value: string;
}

/** What a filter looks at. */
export interface FilteredEvent {
  readonly name: string;
  readonly data?: JsonValue | undefined;
}

/** Passes every event. */
export const ALL_EVENTS: Filter = { kind: 'filter', items: [] };

/** Reads `BLOCK_JOB_*,-JOB_STATUS_CHANGE status=running`. Blank text is no filter: all events. */
export function parseFilter(text: string): Filter | SpecProblem {
  const tokens = tokensFromText(text);
  return Array.isArray(tokens) ? filterFromTokens(tokens) : tokens;
}

/** The same of words that the shell has split: `BLOCK_JOB_*,STOP`, `device=b0`. */
export function filterFromWords(words: readonly SpecWord[]): Filter | SpecProblem {
  return filterFromTokens(tokensFromWords(words));
}

function filterFromTokens(tokens: readonly FilterToken[]): Filter | SpecProblem {
  if (tokens.length === 0) return ALL_EVENTS;
  const items: FilterItem[] = [];
  for (const group of groupsOf(tokens)) {
    const item = itemFromTokens(group.words, group.comma);
    if ('code' in item) return item;
    items.push(item);
  }
  return { kind: 'filter', items };
}

interface Group {
  readonly words: WordToken[];
  /** The comma that ends it, to point at where the group is empty. */
  readonly comma?: FilterToken;
}

type WordToken = Extract<FilterToken, { kind: 'word' }>;

function groupsOf(tokens: readonly FilterToken[]): Group[] {
  const groups: Group[] = [];
  let words: WordToken[] = [];
  for (const token of tokens) {
    if (token.kind === 'word') words.push(token);
    else {
      groups.push({ words, comma: token });
      words = [];
    }
  }
  const last = tokens.at(-1);
  return [...groups, last?.kind === 'comma' ? { words, comma: last } : { words }];
}

function itemFromTokens(
  [name, ...rest]: readonly WordToken[],
  comma: FilterToken | undefined,
): FilterItem | SpecProblem {
  if (name === undefined) return problem('syntax', comma?.span, "expected an event, found ','");
  if (name.key !== undefined) return notAnEvent(name, `${name.key}=${name.text}`);
  const glob = name.text.replace(/^-/, '');
  if (!/^[\w.*?-]+$/.test(glob)) return notAnEvent(name, name.text);
  const stray = rest.find(word => !word.key);
  if (stray !== undefined) return notAMember(stray);
  const members = rest.map(({ key = '', text }) => ({ path: key, value: text }));
  return { excludes: glob !== name.text, glob: plainName(glob), members };
}

function notAnEvent(token: WordToken, found: string): SpecProblem {
  return problem('syntax', token.span, `expected an event's name or pattern, found '${found}'`);
}

function notAMember(token: WordToken): SpecProblem {
  const message = `expected 'member=value', found '${token.text}'; separate events by commas`;
  return problem('syntax', token.span, message);
}

/** Whether the event passes. */
export function passes(filter: Filter, event: FilteredEvent): boolean {
  const name = plainName(event.name);
  const isMeant = (item: FilterItem) => matchesGlob(item.glob, name) && hasMembers(item, event);
  if (filter.items.some(item => item.excludes && isMeant(item))) return false;
  const included = filter.items.filter(item => !item.excludes);
  return included.length === 0 || included.some(isMeant);
}

/** Whether some event of that name may pass, whatever its data. */
export function mayPass(filter: Filter, eventName: string): boolean {
  const name = plainName(eventName);
  const isNamed = (item: FilterItem) => matchesGlob(item.glob, name);
  const isOut = (item: FilterItem) => item.excludes && item.members.length === 0 && isNamed(item);
  if (filter.items.some(isOut)) return false;
  const included = filter.items.filter(item => !item.excludes);
  return included.length === 0 || included.some(isNamed);
}

/** A name as patterns are compared with it. */
function plainName(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}

/** In time linear in both, so that no pattern and no server's name can stall the shell. */
function matchesGlob(glob: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resumeAt = 0;
  let position = 0;
  while (position < name.length) {
    if (glob[at] === '*') {
      star = at++;
      resumeAt = position;
    } else if (glob[at] === '?' || glob[at] === name[position]) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      at = star + 1;
      position = ++resumeAt;
    } else return false;
  }
  while (glob[at] === '*') at += 1;
  return at === glob.length;
}

function hasMembers(item: FilterItem, event: FilteredEvent): boolean {
  if (item.members.length === 0) return true;
  const { data } = event;
  return item.members.every(({ path, value }) => scalarText(memberAt(data, path)) === value);
}

/** The value at a dotted path. A name with dots in it is found too. */
function memberAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  if (Array.isArray(value)) return memberAt({ ...value }, path);
  if (!isJsonObject(value)) return undefined;
  if (Object.hasOwn(value, path)) return value[path];
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    const inner = own(value, head);
    const found = memberAt(inner, path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The text of a scalar as it came, a string's without its quotes; undefined for anything else. */
function scalarText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  const isScalar = value === null || typeof value === 'boolean' || isJsonNumber(value);
  return isScalar ? String(value) : undefined;
}

/** The filtered view of an event's text, whose data is read only when a member is asked for. */
export function eventOfText(name: string, text: string): FilteredEvent {
  return {
    name,
    get data() {
      const message = messageFromText(text);
      return message.kind === 'event' ? message.data : undefined;
    },
  };
}
