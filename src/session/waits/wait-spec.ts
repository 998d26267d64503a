// `.wait ...`: words -> what to wait for. Nothing is looked up here but names that are the same for all servers.
import { own } from '../../json/value.js';
import { didYouMean } from '../../shell/nearest.js';
import { type Filter, filterFromWords } from '../filter.js';
import { parseDuration, problem, readSpecWords, type SpecProblem, type SpecWord } from '../spec.js';

export type WaitSpec = WaitTarget & {
  /** From `timeout=`; without it the session's own (`-t`) holds. */
  readonly timeoutMs?: number;
};

export type WaitTarget =
  | { readonly kind: 'event'; readonly filter: Filter; readonly since: 'session' | 'now' }
  | {
      readonly kind: 'job';
      readonly id: string;
      readonly state?: JobState;
      /** Whether a concluded job is dismissed; by default if this session made it. */
      readonly dismiss?: 'yes' | 'no';
    }
  | { readonly kind: 'migration'; readonly state?: string }
  | { readonly kind: 'dirty-rate' }
  | { readonly kind: 'status'; readonly states: readonly string[] }
  | { readonly kind: 'gone'; readonly device: string }
  | { readonly kind: 'export-gone'; readonly id: string }
  | { readonly kind: 'end' };

export type JobState = 'ready' | 'pending' | 'concluded';

type Parsed = WaitTarget | SpecProblem;

interface Form {
  /** How it is written, for messages. */
  readonly usage: string;
  /** What must stand after the name of the form, without a key; undefined where nothing may. */
  readonly operand?: string;
  /** The keys it takes, with the values they allow; `timeout` is every form's. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  read(operand: string, options: ReadonlyMap<string, string>): WaitTarget;
}

const JOB_STATES: readonly JobState[] = ['ready', 'pending', 'concluded'];

/** MigrationStatus without `none`, as of QEMU 10.2. */
export const MIGRATION_STATES: readonly string[] = [
  ...['setup', 'cancelling', 'cancelled', 'active', 'postcopy-device', 'postcopy-active'],
  ...['postcopy-paused', 'postcopy-recover-setup', 'postcopy-recover', 'completed', 'failed'],
  ...['colo', 'pre-switchover', 'device', 'wait-unplug'],
];

/** RunState, as of QEMU 10.2. */
export const RUN_STATES: readonly string[] = [
  ...['debug', 'inmigrate', 'internal-error', 'io-error', 'paused', 'postmigrate', 'prelaunch'],
  ...['finish-migrate', 'restore-vm', 'running', 'save-vm', 'shutdown', 'suspended', 'watchdog'],
  ...['guest-panicked', 'colo'],
];

/** All forms but `event`, whose words are a filter's. */
const FORMS: Readonly<Record<string, Form>> = {
  job: {
    usage: '.wait job ID [state=ready|pending|concluded] [dismiss=no]',
    operand: "a job's id",
    keys: { state: JOB_STATES, dismiss: ['no', 'yes'] },
    read: (id, options) => ({ kind: 'job', id, ...jobOptions(options) }),
  },
  migration: {
    usage: '.wait migration [state=STATE]',
    keys: { state: MIGRATION_STATES },
    read: (_, options) => withState({ kind: 'migration' }, options.get('state')),
  },
  'dirty-rate': {
    usage: '.wait dirty-rate',
    keys: {},
    read: () => ({ kind: 'dirty-rate' }),
  },
  status: {
    usage: '.wait status STATE[|STATE...]',
    operand: 'a run state',
    keys: {},
    read: states => ({ kind: 'status', states: states.split(/[|,]/) }),
  },
  gone: {
    usage: '.wait gone DEVICE-ID',
    operand: "a device's id or QOM path",
    keys: {},
    read: device => ({ kind: 'gone', device }),
  },
  'export-gone': {
    usage: '.wait export-gone ID',
    operand: "an export's id",
    keys: {},
    read: id => ({ kind: 'export-gone', id }),
  },
  end: { usage: '.wait end', keys: {}, read: () => ({ kind: 'end' }) },
};

const EVENT_USAGE = '.wait event NAME [member=value...] [since=now]';

/** How each form is written, for help. */
export const WAIT_USAGES: readonly string[] = [
  EVENT_USAGE,
  ...Object.values(FORMS).map(form => form.usage),
];

/** The names of the forms, for completion. */
export const WAIT_FORMS: readonly string[] = ['event', ...Object.keys(FORMS)];

/** Reads the text after `.wait`; places are offsets in it. */
export function parseWaitText(text: string): WaitSpec | SpecProblem {
  const words = readSpecWords(text);
  return Array.isArray(words) ? parseWait(words) : words;
}

/** Reads the words after `.wait`. */
export function parseWait(words: readonly SpecWord[]): WaitSpec | SpecProblem {
  const [first, ...rest] = words;
  if (first === undefined || first.key !== undefined) {
    return problem('syntax', first?.span, `expected ${WAIT_FORMS.join(', ')} after '.wait'`);
  }
  const timeout = timeoutIn(rest);
  if (typeof timeout === 'object') return timeout;
  const others = rest.filter(word => word.key !== 'timeout');
  const target = first.text === 'event' ? parseEvent(first, others) : parseForm(first, others);
  if (target.kind === 'problem' || timeout === undefined) return target;
  return { ...target, timeoutMs: timeout };
}

function timeoutIn(words: readonly SpecWord[]): number | undefined | SpecProblem {
  const word = words.find(({ key }) => key === 'timeout');
  if (word === undefined) return undefined;
  const ms = parseDuration(word.text);
  if (ms !== undefined) return ms;
  const message = `expected a time like 30s, 500ms or 2m, found '${word.text}'`;
  return problem('wrong-type', word.span, message);
}

function parseEvent(form: SpecWord, words: readonly SpecWord[]): Parsed {
  const since = words.find(({ key }) => key === 'since');
  if (since !== undefined && since.text !== 'now') {
    return problem('unknown-value', since.span, `expected 'now', found '${since.text}'`);
  }
  const filter = filterFromWords(words.filter(word => word !== since));
  if (filter.kind === 'problem') return filter;
  if (filter.items.length === 0) return usageProblem(form, "an event's name", EVENT_USAGE);
  return { kind: 'event', filter, since: since === undefined ? 'session' : 'now' };
}

function parseForm(name: SpecWord, words: readonly SpecWord[]): Parsed {
  const form = own(FORMS, name.text);
  if (form === undefined) return unknownForm(name);
  const [operand, ...stray] = words.filter(({ key }) => key === undefined);
  const options = words.filter(({ key }) => key !== undefined);
  if (form.operand !== undefined && !operand?.text)
    return usageProblem(name, form.operand, form.usage);
  const unexpected = form.operand === undefined ? operand : stray[0];
  if (unexpected !== undefined) return unexpectedWord(unexpected, form);
  const wrong = options
    .map(option => optionProblem(form, option))
    .find(found => found !== undefined);
  if (wrong !== undefined) return wrong;
  const values = new Map(options.map(({ key = '', text }) => [key, text]));
  return checked(form.read(operand?.text ?? '', values), operand);
}

function unknownForm({ text, span }: SpecWord): SpecProblem {
  const message = `expected ${WAIT_FORMS.join(', ')}, found '${text}'`;
  return problem('unknown-value', span, message + didYouMean(text, WAIT_FORMS));
}

function usageProblem({ span }: SpecWord, expected: string, usage: string): SpecProblem {
  return problem('missing-member', span, `expected ${expected}: ${usage}`);
}

function unexpectedWord({ text, span }: SpecWord, form: Form): SpecProblem {
  return problem('syntax', span, `unexpected '${text}': ${form.usage}`);
}

function optionProblem(form: Form, { key = '', text, span }: SpecWord): SpecProblem | undefined {
  const allowed = own(form.keys, key);
  if (allowed === undefined) {
    return problem('unknown-member', span, `unexpected '${key}=': ${form.usage} [timeout=30s]`);
  }
  return allowed.includes(text) ? undefined : unknownValue(text, allowed, span);
}

function unknownValue(
  text: string,
  allowed: readonly string[],
  span: SpecWord['span'],
): SpecProblem {
  const message = `expected ${allowed.join(', ')}, found '${text}'`;
  return problem('unknown-value', span, message + didYouMean(text, allowed));
}

/** A run state that does not exist would be waited for without end. */
function checked(target: WaitTarget, operand: SpecWord | undefined): Parsed {
  if (target.kind !== 'status') return target;
  const unknown = target.states.find(state => !RUN_STATES.includes(state));
  return unknown === undefined ? target : unknownValue(unknown, RUN_STATES, operand?.span);
}

function withState(target: { kind: 'migration' }, state: string | undefined): WaitTarget {
  return state === undefined ? target : { ...target, state };
}

function jobOptions(options: ReadonlyMap<string, string>): Pick<JobTarget, 'state' | 'dismiss'> {
  const state = JOB_STATES.find(known => known === options.get('state'));
  const dismiss = options.get('dismiss');
  return {
    ...(state === undefined ? {} : { state }),
    ...(dismiss === 'yes' || dismiss === 'no' ? { dismiss } : {}),
  };
}

type JobTarget = Extract<WaitTarget, { kind: 'job' }>;
