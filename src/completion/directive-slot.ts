// The slot among the words of a directive: `.wait job |`, `.set l|`, `.watch query-b|`.
import { own } from '../json/value.js';
import { SETTINGS } from '../session/settings.js';
import { MIGRATION_STATES, RUN_STATES, WAIT_FORMS } from '../session/waits/wait-spec.js';
import type { Span } from '../shell/problem.js';
import type { CompletionInput } from './candidate.js';
import { eventFilterSlot } from './filter-slot.js';
import { restSlot } from './rest-slot.js';
import type { FixedRow, Offer, Slot } from './slot.js';

/** The word at the cursor and those before it. */
interface Words {
  readonly before: readonly string[];
  readonly typed: string;
  readonly start: number;
}

/** How the slot of a line within the line is found. */
type FindSlot = (input: CompletionInput) => Slot | undefined;

type ArgumentRow = (
  input: CompletionInput,
  words: Words,
  restStart: number,
  findSlot: FindSlot,
) => Slot | undefined;

/** What each directive takes. Names that are not here take nothing that could be offered. */
const ARGUMENTS: Readonly<Record<string, ArgumentRow>> = {
  help: (input, words) => oneWord(input, words, [{ kind: 'topics' }]),
  schema: (input, words) => oneWord(input, words, [{ kind: 'topics' }]),
  set: setSlot,
  wait: waitSlot,
  events: (input, _words, start) => eventFilterSlot(input, start, EVENT_SWITCHES),
  source: (input, words) => oneWord(input, words, [live('file')]),
  record: (input, words) =>
    oneWord(input, words, [{ kind: 'fixed', rows: fixed(['off']) }, live('file')]),
  demo: demoSlot,
  open: (input, words) => oneWord(input, words, [replyOffer(input)]),
  qom: (input, words) => oneWord(input, words, [live('qom-path')]),
  hmp: hmpSlot,
  connect: (input, words) => oneWord(input, words, TARGETS),
  watch: watchSlot,
  edit: innerSlot,
};

/** Servers of this host, the simulated one, and sockets by their paths. */
const TARGETS: readonly Offer[] = [
  live('target'),
  { kind: 'fixed', rows: [{ ...fixed(['demo:'])[0]!, detail: 'the simulated VM' }] },
  live('file'),
];

/** What the simulated VM can be had do. */
const DEMO_WORDS: readonly Offer[] = [
  {
    kind: 'fixed',
    rows: fixed([
      'hang',
      'stall',
      'release',
      'guest',
      'io-error',
      'destination',
      'connect',
      'clock',
      'flood',
    ]),
  },
];

const EVENT_SWITCHES = fixed(['on', 'off']);

function live(kind: string): Offer {
  return { kind: 'live', want: { kind }, as: 'value' };
}

function replyOffer({ facts }: CompletionInput): Offer {
  const rows = (facts?.replies ?? []).map(({ number, command }) => ({
    ...fixed([String(number)])[0]!,
    ...(command === undefined ? {} : { detail: command }),
  }));
  return { kind: 'fixed', rows };
}

function fixed(labels: readonly string[], ending = ' ', mandatory = false): readonly FixedRow[] {
  return labels.map(label => ({ label, insert: label + ending, kind: 'value', mandatory }));
}

/** The slot on a line that begins with a directive's name. */
export function directiveSlot(
  input: CompletionInput,
  nameSpan: Span,
  findSlot: FindSlot,
): Slot | undefined {
  const { line, cursor } = input;
  if (cursor <= nameSpan.end) return restSlot(input, nameSpan.start, [{ kind: 'directives' }]);
  const row = own(ARGUMENTS, line.slice(nameSpan.start + 1, nameSpan.end));
  return row?.(input, wordsBefore(input, nameSpan.end), nameSpan.end, findSlot);
}

function wordsBefore({ line, cursor }: CompletionInput, from: number): Words {
  const words = line.slice(from, cursor).split(/\s+/);
  const typed = words.pop() ?? '';
  return { before: words.filter(word => word !== ''), typed, start: cursor - typed.length };
}

function oneWord(input: CompletionInput, words: Words, offers: readonly Offer[]): Slot | undefined {
  return words.before.length === 0 ? restSlot(input, words.start, offers) : undefined;
}

/** The rest is a line of the human monitor as it stands. */
function hmpSlot({ line, cursor }: CompletionInput, _: Words, restStart: number): Slot | undefined {
  const start = restStart + (/^\s*/.exec(line.slice(restStart))?.[0].length ?? 0);
  if (cursor < start) return undefined;
  const end = cursor + (/^\S*/.exec(line.slice(cursor))?.[0].length ?? 0);
  const typed = line.slice(start, cursor);
  const offers = [live('hmp-command')];
  return { replace: { start, end }, typed, notation: 'verbatim', offers };
}

/** What comes behind the first word, the simulated VM tells. */
function demoSlot(input: CompletionInput, { before, start }: Words): Slot | undefined {
  const want = { kind: 'demo-word', of: before.join(' ') };
  const offers: Offer[] = [{ kind: 'live', want, as: 'value' }];
  return restSlot(input, start, before.length === 0 ? DEMO_WORDS : offers);
}

function setSlot(input: CompletionInput, words: Words): Slot | undefined {
  const [name, ...others] = words.before;
  if (name === undefined) {
    const rows = SETTINGS.map(row => ({ ...fixed([row.name])[0]!, detail: row.values }));
    return restSlot(input, words.start, [{ kind: 'fixed', rows }]);
  }
  const setting = SETTINGS.find(row => row.name === name);
  if (setting === undefined || others.length > 0) return undefined;
  const values = setting.values === 'on or off' ? ['on', 'off'] : ['none', '30s'];
  return restSlot(input, words.start, [{ kind: 'fixed', rows: fixed(values) }]);
}

interface WaitRow {
  readonly operand?: Offer;
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

const TIMES = { timeout: ['30s', '5m'] };

/** What stands after each form of `.wait`; events have a filter instead. */
const WAITS: Readonly<Record<string, WaitRow>> = {
  job: {
    operand: live('job'),
    keys: { state: ['ready', 'pending', 'concluded'], dismiss: ['no', 'yes'], ...TIMES },
  },
  migration: { keys: { state: MIGRATION_STATES, ...TIMES } },
  'dirty-rate': { keys: TIMES },
  status: { operand: { kind: 'fixed', rows: fixed(RUN_STATES, ' ', true) }, keys: TIMES },
  gone: { operand: live('device-id'), keys: TIMES },
  'export-gone': { operand: live('export'), keys: TIMES },
  end: { keys: TIMES },
};

function waitSlot(input: CompletionInput, words: Words, restStart: number): Slot | undefined {
  const [form, ...operands] = words.before;
  if (form === undefined) {
    return restSlot(input, words.start, [{ kind: 'fixed', rows: fixed(WAIT_FORMS, ' ', true) }]);
  }
  if (form === 'event') {
    const start = input.line.indexOf('event', restStart) + 'event'.length;
    return eventFilterSlot(input, start, [], { since: ['now'], ...TIMES });
  }
  const row = own(WAITS, form);
  if (row === undefined) return undefined;
  return keyedSlot(input, words, row, operands);
}

function keyedSlot(
  input: CompletionInput,
  words: Words,
  { operand, keys }: WaitRow,
  before: readonly string[],
): Slot | undefined {
  const equals = words.typed.indexOf('=');
  if (equals >= 0) {
    const rows = fixed(own(keys, words.typed.slice(0, equals)) ?? []);
    return restSlot(input, words.start + equals + 1, [{ kind: 'fixed', rows }]);
  }
  if (operand !== undefined && before.every(word => word.includes('='))) {
    return restSlot(input, words.start, [operand]);
  }
  const left = Object.keys(keys).filter(key => !before.some(word => word.startsWith(`${key}=`)));
  const rows = fixed(left, '=').map(row => ({ ...row, kind: 'member' as const }));
  return restSlot(input, words.start, [{ kind: 'fixed', rows }]);
}

/** `.watch [-n S] [--count N] COMMAND`: read-only commands, with their arguments. */
function watchSlot(
  input: CompletionInput,
  words: Words,
  restStart: number,
  findSlot: FindSlot,
): Slot | undefined {
  const skipped = WATCH_OPTIONS.exec(input.line.slice(restStart))?.[0].length ?? 0;
  const start = restStart + skipped;
  if (input.cursor >= start && input.line.startsWith('-', start)) {
    return restSlot(input, start, [{ kind: 'fixed', rows: fixed(['-n', '--count']) }]);
  }
  const facts = { ...input.facts, openTransaction: false };
  const inner = innerSlot({ ...input, facts }, words, start, findSlot);
  return inner && { ...inner, offers: inner.offers.flatMap(readOnly) };
}

/** `.edit COMMAND`: any line. */
function innerSlot(
  input: CompletionInput,
  _words: Words,
  restStart: number,
  findSlot: FindSlot,
): Slot | undefined {
  const start = restStart + (/^\s*/.exec(input.line.slice(restStart))?.[0].length ?? 0);
  if (input.cursor < start) return undefined;
  const inner = findSlot({ ...input, line: input.line.slice(start), cursor: input.cursor - start });
  if (inner === undefined) return undefined;
  return {
    ...inner,
    replace: { start: inner.replace.start + start, end: inner.replace.end + start },
  };
}

/** Those that are there, each with its value. */
const WATCH_OPTIONS = /^\s*(?:(?:-n|--count)\s+\S+\s+)*/;

function readOnly(offer: Offer): readonly Offer[] {
  if (offer.kind === 'fixed') return [];
  return [offer.kind === 'commands' ? { kind: 'commands', which: 'queries' } : offer];
}
