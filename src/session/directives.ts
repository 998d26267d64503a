// qmpsh's own commands, `.name ...`: one table of what there is and what each does.
import { printJson, printString } from '../json/print.js';
import { didYouMean } from '../shell/nearest.js';
import { EXIT, NOTHING_SHOWN, type Outcome } from '../shell/outcome.js';
import type { LineRunner } from './line-runner.js';
import type { Session } from './session.js';
import { SETTINGS, type Settings } from './settings.js';

/** What a directive works on. */
export interface DirectiveContext {
  readonly session: Session;
  readonly settings: Settings;
  readonly signal: AbortSignal | undefined;
  /** For a line that runs others. */
  readonly runner: Pick<LineRunner, 'prepare' | 'send'>;
  /** Tells what came of a part of it, ahead of its own outcome. */
  readonly tell: (outcome: Outcome) => void;
}

/** One directive. `rest` is what follows its name, trimmed. */
export interface Directive {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly run: (context: DirectiveContext, rest: string) => Promise<Outcome> | Outcome;
  /** What would be wrong with it, found without running it; a failure or nothing. */
  readonly check?: (settings: Settings, rest: string) => Promise<Outcome> | Outcome;
}

/** Every directive, in the order of help. */
export const DIRECTIVES: readonly Directive[] = [
  {
    name: 'hmp',
    usage: '.hmp LINE',
    summary: 'run a line of the human monitor, to the end of the line as it stands',
    run: () => usageOf('hmp'),
  },
  {
    name: 'wait',
    usage: '.wait event|job|migration|dirty-rate|status|gone|export-gone|end ...',
    summary: 'wait until something has happened; look at the present state first',
    run: async (context, rest) =>
      (await import('./wait-directive.js')).runWaitDirective(context, rest),
    check: async (_settings, rest) => (await import('./wait-directive.js')).checkWait(rest),
  },
  {
    name: 'blocks',
    usage: '.blocks',
    summary: 'the block layer as a tree: devices, exports, jobs, and the nodes below them',
    run: async (context, rest) =>
      rest === '' ? (await import('./trees/blocks.js')).runBlocks(context) : usageOf('blocks'),
    check: (_settings, rest) => (rest === '' ? {} : usageOf('blocks')),
  },
  {
    name: 'qom',
    usage: '.qom [PATH]',
    summary: 'an object of the machine: what is below it, its properties and their values',
    run: async (context, rest) => (await import('./trees/qom.js')).runQom(context, rest),
    check: async (_settings, rest) => (await import('./trees/qom.js')).checkQom(rest) ?? {},
  },
  {
    name: 'begin',
    usage: '.begin',
    summary: 'open a transaction: each line is an action of it, until .commit or .abort',
    run: () => usageOf('begin'),
  },
  {
    name: 'show',
    usage: '.show',
    summary: 'the open transaction: its actions, and the JSON that would be sent',
    run: () => usageOf('show'),
  },
  {
    name: 'commit',
    usage: '.commit',
    summary: 'do all actions of the open transaction, or none if one of them fails',
    run: () => usageOf('commit'),
  },
  {
    name: 'abort',
    usage: '.abort',
    summary: 'drop the open transaction; nothing of it is sent',
    run: () => usageOf('abort'),
  },
  {
    name: 'watch',
    usage: '.watch [-n SECONDS] [--count N] COMMAND',
    summary: 'look again and again; what changed is marked, counters have rates',
    run: async (context, rest) =>
      (await import('./watch-directive.js')).runWatchDirective(context, rest),
    check: async (_settings, rest) => (await import('./watch/prepare-watch.js')).checkWatch(rest),
  },
  {
    name: 'set',
    usage: '.set [NAME [VALUE]]',
    summary: 'show the settings, or change one',
    run: ({ settings }, rest) => runSet(settings, rest),
    check: (settings, rest) => runSet({ ...settings }, rest),
  },
  {
    name: 'help',
    usage: '.help [NAME]',
    summary: 'help on a command, event, type or directive; the same as ?NAME',
    run: ({ session }, rest) => (rest === '' ? helpOnAll() : helpOn(session, rest)),
  },
  {
    name: 'schema',
    usage: '.schema NAME',
    summary: 'a command, event or type with its members; the same as ?NAME',
    run: ({ session }, rest) => (rest === '' ? usageOf('schema') : helpOn(session, rest)),
  },
  {
    name: 'source',
    usage: '.source FILE',
    summary: 'run the lines of FILE here',
    run: () => usageOf('source'),
  },
  {
    name: 'demo',
    usage: '.demo [WHAT...]',
    summary: 'have something happen to the simulated VM: hang, guest panic, io-error ...',
    run: async ({ session }, rest) =>
      (await import('./demo-directive.js')).runDemoDirective(session, rest),
  },
  {
    name: 'quit',
    usage: '.quit',
    summary: 'leave qmpsh; the VM goes on',
    run: () => NOTHING_SHOWN,
  },
];

/** What only a prompt has, where there is a screen to show it on or a person to type. */
const OF_PROMPT: ReadonlySet<string> = new Set([
  'events',
  'jobs',
  'open',
  'history',
  'record',
  'connect',
  'edit',
  'copy',
]);

/** The directive of that name, or what to say of a name that is none. */
export function findDirective(name: string): Directive | Outcome {
  const found = DIRECTIVES.find(directive => directive.name === name);
  if (found !== undefined) return found;
  if (OF_PROMPT.has(name)) return refused(`'.${name}' is for a prompt: a script does not have it`);
  const names = DIRECTIVES.map(directive => directive.name);
  const hint =
    didYouMean(name, names) || `: expected one of ${names.map(row => `.${row}`).join(' ')}`;
  return refused(`no directive '.${name}'${hint}`);
}

/** How wide help is set where no terminal says otherwise. */
const HELP_COLUMNS = 80;

/** Help as one object, `{"help": TEXT}`; a name that is nowhere is a mistake. */
async function helpOn(session: Session, name: string): Promise<Outcome> {
  if (name.startsWith('.')) return helpOnDirective(name.slice(1));
  const { sessionHelp } = await import('./help.js');
  const { isFound, text } = await sessionHelp(session, name, HELP_COLUMNS);
  if (!isFound && DIRECTIVES.some(row => row.name === name)) return helpOnDirective(name);
  return isFound ? helpText(text) : refused(text);
}

/** The forms of a directive, and what it does. */
async function helpOnDirective(name: string): Promise<Outcome> {
  const found = findDirective(name);
  if (!('usage' in found)) return found;
  const { WAIT_USAGES } = await import('./waits/wait-spec.js');
  const forms = name === 'wait' ? WAIT_USAGES : [found.usage];
  return helpText([...forms.map(usage => `  ${usage}`), `    ${found.summary}`].join('\n'));
}

function helpOnAll(): Outcome {
  const width = Math.max(...DIRECTIVES.map(row => Math.min(row.usage.length, 36)));
  const rows = DIRECTIVES.map(row => `  ${row.usage.padEnd(width)}   ${row.summary}`);
  return helpText(rows.join('\n'));
}

function helpText(text: string): Outcome {
  return { json: `{"help": ${printString(text)}}`, text };
}

function usageOf(name: string): Outcome {
  const usage = DIRECTIVES.find(directive => directive.name === name)?.usage;
  return refused(`expected ${usage}`);
}

/** A line that was not understood. */
export function refused(message: string): Outcome {
  return { failure: { exit: EXIT.usage, message, kind: 'syntax' } };
}

function runSet(settings: Settings, rest: string): Outcome {
  const [name, ...values] = rest.split(/\s+/).filter(word => word !== '');
  const rows = name === undefined ? SETTINGS : SETTINGS.filter(row => row.name === name);
  const [row] = rows;
  if (row === undefined) return refused(unknownSetting(name ?? ''));
  if (values.length === 0) {
    const shown = rows.map(
      ({ name: key, show }) => `${printString(key)}: ${printJson(show(settings))}`,
    );
    return { json: `{${shown.join(', ')}}` };
  }
  const text = values.join(' ');
  if (row.change(settings, text)) return NOTHING_SHOWN;
  return refused(`expected ${row.values} for '${row.name}', found '${text}'`);
}

function unknownSetting(name: string): string {
  const names = SETTINGS.map(row => row.name);
  return `no setting '${name}'${didYouMean(name, names) || `: expected one of ${names.join(', ')}`}`;
}
