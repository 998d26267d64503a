// argv -> what is asked for: options up to the first word of the command, the target, the command's words.

import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { looksLikeTarget } from '../qmp/target.js';
import { LONGEST_TIMER } from '../session/pause.js';

/** One row for each option; help, parsing and shell completion are made from it. */
export interface OptionRow {
  readonly long: string;
  readonly short?: string;
  /** The name of its value; in brackets where it may be left out. */
  readonly value?: string;
  readonly summary: string;
}

export const OPTIONS: readonly OptionRow[] = [
  {
    long: 'command',
    short: 'c',
    value: 'LINE',
    summary: 'run this line, then exit; may be given several times',
  },
  { long: 'file', short: 'f', value: 'FILE', summary: 'run the lines of FILE as if piped in' },
  {
    long: 'target',
    short: 'T',
    value: 'TARGET',
    summary: 'the target, when all words are the command',
  },
  {
    long: 'output',
    short: 'o',
    value: 'FORM',
    summary: 'human, pretty or json (one line a reply)',
  },
  { long: 'pretty', short: 'p', summary: 'the same as --output pretty' },
  { long: 'return-value', short: 'r', summary: "print what is under 'return' alone" },
  { long: 'raw', short: 'R', summary: 'like -r, strings as text' },
  {
    long: 'get',
    short: 'g',
    value: 'PATH',
    summary: 'print one value of the return: [].inserted.node-name',
  },
  { long: 'keep-going', short: 'k', summary: 'a failed line does not stop the script' },
  { long: 'pipeline', value: '[N]', summary: 'up to N (at most 7) commands in flight' },
  { long: 'dry-run', short: 'n', summary: 'print the JSON that would be sent, send nothing' },
  { long: 'check', summary: 'read and bind all lines first; send nothing unless all are good' },
  { long: 'no-check', summary: 'send even what the schema refuses' },
  {
    long: 'events',
    short: 'e',
    value: '[FILTER]',
    summary: 'print events too, in order of arrival',
  },
  { long: 'hmp', short: 'H', summary: 'lines are commands of the human monitor' },
  {
    long: 'line',
    short: 'l',
    summary: 'the plain line editor instead of the session view',
  },
  { long: 'monitor', short: 'm', summary: 'begin with the monitor view, which fills the screen' },
  { long: 'yes', short: 'y', summary: 'never ask' },
  {
    long: 'timeout',
    short: 't',
    value: 'SECONDS',
    summary: 'for connecting (10), for each reply and wait (none)',
  },
  { long: 'on-timeout', value: 'LINE', summary: 'run this when a reply times out, then exit 5' },
  {
    long: 'retry',
    value: '[SECONDS]',
    summary: 'connect again on missing, refused or busy until then',
  },
  { long: 'read-only', summary: 'refuse what may change anything' },
  {
    long: 'schema',
    value: 'PATH',
    summary: 'a QAPI schema to take names and descriptions from',
  },
  { long: 'log', value: 'FILE', summary: 'append every message as a JSON line, secrets masked' },
  { long: 'verbose', short: 'v', summary: 'print each JSON sent on stderr' },
  { long: 'guest-agent', summary: 'the target is a guest agent, which must be spoken to first' },
  { long: 'keep', summary: 'leave a started QEMU running; its pid and socket on stderr' },
  { long: 'no-color', summary: 'no colours' },
  { long: 'version', short: 'V', summary: 'print the version' },
  { long: 'help', short: 'h', summary: 'print this help' },
];

/** Words that are subcommands when they come first. */
export const SUBCOMMANDS: readonly string[] = [
  'schema',
  'complete',
  'events',
  'list',
  'demo',
  'replay',
  'completion',
];

export type OutputLayout = 'human' | 'pretty' | 'json';

/** The options as given. Times are in ms. */
export interface Options {
  readonly commands: readonly string[];
  readonly file?: string;
  readonly output?: OutputLayout;
  readonly returnOnly: boolean;
  readonly raw: boolean;
  readonly get?: string;
  readonly keepGoing: boolean;
  /** How many commands may be in flight, 1 to 7. */
  readonly pipeline: number;
  readonly dryRun: boolean;
  readonly check: boolean;
  readonly noCheck: boolean;
  /** The filter's text; '' for all events. */
  readonly events?: string;
  readonly hmp: boolean;
  readonly yes: boolean;
  readonly timeoutMs?: number;
  readonly onTimeout?: string;
  readonly retryMs?: number;
  readonly readOnly: boolean;
  /** Where the schema is that names and descriptions are taken from. */
  readonly schema?: string;
  readonly log?: string;
  readonly verbose: boolean;
  readonly noColor: boolean;
  readonly guestAgent: boolean;
  readonly keep: boolean;
  /** The plain line editor instead of the session view. */
  readonly line: boolean;
  /** Begin with the monitor view. */
  readonly monitor: boolean;
  /** A server to start, with its arguments. */
  readonly program?: readonly string[];
}

/** What the command line asks for. */
export type Invocation =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'subcommand'; readonly name: string; readonly args: readonly string[] }
  | {
      readonly kind: 'run';
      readonly target: string | undefined;
      readonly words: readonly string[];
      readonly options: Options;
    }
  | { readonly kind: 'usage'; readonly message: string };

const MAX_PIPELINE = 7;
/** How long --retry goes on where it is given no number, in seconds. */
const DEFAULT_RETRY = '30';

/** Reads the command line after `qmpsh`. */
export function readCommandLine(argv: readonly string[], env: NodeJS.ProcessEnv): Invocation {
  if (SUBCOMMANDS.includes(argv[0] ?? '')) {
    return { kind: 'subcommand', name: argv[0]!, args: argv.slice(1) };
  }
  return new CommandLine(argv, env).read(tokensOf(argv.map(asParsed)));
}

/** Node's parser takes half a millisecond to be loaded, and most command lines have no option. */
function tokensOf(args: string[]): readonly Token[] {
  if (!args.some(word => word.startsWith('-')))
    return args.map((value, index) => ({ kind: 'positional', value, index }));
  const options = parseOptions();
  return parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true }).tokens;
}

/** A filter right behind `-e` that no short options could be: `-e=STOP`, `-eSTOP`, `-e*`. */
const SHORT_FILTER = /^-e(?:=|(?=[-*]|[A-Z][A-Z_*?]))/;

/** A word as parseArgs must see it: a line pasted from a manual (`-> {"execute": ...}`) is no option. */
function asParsed(word: string): string {
  return word.replace(SHORT_FILTER, '--events=').replace(/^->\s*(?=\{)/, '');
}

/** What node's parseArgs cuts the command line into. */
type Token =
  | {
      readonly kind: 'option';
      readonly name: string;
      readonly rawName: string;
      readonly value?: string | undefined;
      readonly index: number;
    }
  | { readonly kind: 'positional'; readonly value: string; readonly index: number }
  | { readonly kind: 'option-terminator'; readonly index: number };

/** Options whose value may be left out take one only after `=`; to node they are flags. */
function parseOptions() {
  const rows = OPTIONS.map(({ long, short, value }) => {
    const type = value === undefined || value.startsWith('[') ? 'boolean' : 'string';
    return [long, { type, multiple: true, ...(short === undefined ? {} : { short }) }] as const;
  });
  return Object.fromEntries(rows);
}

class CommandLine {
  readonly #argv: readonly string[];
  readonly #env: NodeJS.ProcessEnv;
  readonly #given = new Map<string, string[]>();
  #target: string | undefined;
  #subcommand: string | undefined;
  #words: readonly string[] = [];
  #program: readonly string[] | undefined;

  constructor(argv: readonly string[], env: NodeJS.ProcessEnv) {
    this.#argv = argv;
    this.#env = env;
  }

  read(tokens: readonly Token[]): Invocation {
    const problem = this.#takeTokens(tokens);
    if (problem !== undefined) return { kind: 'usage', message: problem };
    if (this.#subcommand !== undefined) {
      return { kind: 'subcommand', name: this.#subcommand, args: this.#words };
    }
    if (this.#has('help')) return { kind: 'help' };
    if (this.#has('version')) return { kind: 'version' };
    const options = this.#options();
    if (typeof options === 'string') return { kind: 'usage', message: options };
    if (options.keep && options.program === undefined) {
      return { kind: 'usage', message: "--keep is for a server that is started: '-- qemu...'" };
    }
    return { kind: 'run', target: this.#target, words: this.#words, options };
  }

  /** Takes options until the first word of the command; says what is wrong with one. */
  #takeTokens(tokens: readonly Token[]): string | undefined {
    this.#target = this.#givenTarget(tokens);
    for (const token of tokens) {
      if (token.kind === 'option') {
        const problem = this.#takeOption(token.name, token.rawName, token.value);
        if (problem !== undefined) return problem;
      } else if (token.kind === 'positional' && this.#isSubcommand(token.value)) {
        this.#subcommand = token.value;
        this.#words = this.#argv.filter((_word, index) => index !== token.index);
        return undefined;
      } else if (token.kind === 'positional' && this.#isTarget(token.value))
        this.#target = token.value;
      else {
        this.#takeWords(token);
        return undefined;
      }
    }
    return undefined;
  }

  #isSubcommand(word: string): boolean {
    return this.#target === undefined && SUBCOMMANDS.includes(word);
  }

  /** What stands after `--` is the command where there is a target, and else a server to start. */
  #takeWords(token: Token): void {
    const isTerminator = token.kind === 'option-terminator';
    const words = this.#argv.slice(isTerminator ? token.index + 1 : token.index);
    if (isTerminator && this.#isProgram(words)) {
      this.#program = words;
      this.#target = words[0];
    } else this.#words = words;
  }

  /** That of the environment; a variable without a value is as none. */
  get #ownTarget(): string | undefined {
    return this.#env.QMPSH_TARGET || undefined;
  }

  /** A target of the environment does not stand in the way of QEMU. */
  #isProgram([first]: readonly string[]): boolean {
    if (first === undefined || this.#has('dry-run')) return false;
    if (this.#target === undefined) return true;
    return this.#target === this.#ownTarget && /(?:^|\/)qemu-[^/]*$/.test(first);
  }

  /** The target of -T or the environment, by which all words are the command. */
  #givenTarget(tokens: readonly Token[]): string | undefined {
    const end = tokens.findIndex(token => token.kind !== 'option');
    const leading = end < 0 ? tokens : tokens.slice(0, end);
    const given = leading.findLast(token => token.kind === 'option' && token.name === 'target');
    return (given?.kind === 'option' ? given.value : undefined) ?? this.#ownTarget;
  }

  #isTarget(word: string): boolean {
    if (this.#target !== undefined) return false;
    return !this.#has('dry-run') || looksLikeTarget(word) || existsSync(word);
  }

  #takeOption(name: string, rawName: string, value: string | undefined): string | undefined {
    const row = OPTIONS.find(option => option.long === name);
    if (row === undefined) return `unknown option '${rawName}' (see qmpsh --help)`;
    const needsValue = row.value !== undefined && !row.value.startsWith('[');
    if (needsValue && value === undefined) return `option '${rawName}' needs a value: ${row.value}`;
    if (row.value === undefined && value !== undefined) return `option '${rawName}' takes no value`;
    this.#given.set(name, [...(this.#given.get(name) ?? []), value ?? '']);
    return undefined;
  }

  #has(name: string): boolean {
    return this.#given.has(name);
  }

  #last(name: string): string | undefined {
    return this.#given.get(name)?.at(-1);
  }

  /** All options in their types, or what is wrong with one. */
  #options(): Options | string {
    const output = this.#has('pretty') ? 'pretty' : this.#last('output');
    const timeout = this.#seconds('timeout');
    const retry = this.#seconds('retry', DEFAULT_RETRY);
    const pipeline = this.#pipeline();
    for (const value of [timeout, retry, pipeline]) if (typeof value === 'string') return value;
    if ((this.#given.get('file')?.length ?? 0) > 1) return 'expected one --file, found several';
    if (output !== undefined && !isLayout(output)) {
      return `expected human, pretty or json after --output, found '${output}'`;
    }
    return {
      commands: this.#given.get('command') ?? [],
      ...this.#texts(),
      ...(output === undefined ? {} : { output }),
      ...(typeof timeout === 'number' ? { timeoutMs: timeout } : {}),
      ...(typeof retry === 'number' ? { retryMs: retry } : {}),
      pipeline: typeof pipeline === 'number' ? pipeline : 1,
      ...this.#flags(),
      ...(this.#program === undefined ? {} : { program: this.#program }),
    };
  }

  #texts() {
    const rows = [
      ['file', this.#last('file')],
      ['get', this.#last('get')],
      ['events', this.#last('events')],
      ['onTimeout', this.#last('on-timeout')],
      ['schema', this.#last('schema')],
      ['log', this.#last('log')],
    ] as const;
    return Object.fromEntries(rows.filter(([, value]) => value !== undefined));
  }

  #flags() {
    return {
      returnOnly: this.#has('return-value'),
      raw: this.#has('raw'),
      keepGoing: this.#has('keep-going'),
      dryRun: this.#has('dry-run'),
      check: this.#has('check'),
      noCheck: this.#has('no-check'),
      hmp: this.#has('hmp'),
      yes: this.#has('yes'),
      readOnly: this.#has('read-only'),
      verbose: this.#has('verbose'),
      noColor: this.#has('no-color'),
      guestAgent: this.#has('guest-agent'),
      keep: this.#has('keep'),
      line: this.#has('line'),
      monitor: this.#has('monitor'),
    };
  }

  #seconds(name: string, absent = ''): number | string | undefined {
    const text = this.#last(name);
    if (text === undefined) return undefined;
    const seconds = text || absent;
    if (/^[0-9]+(\.[0-9]+)?$/.test(seconds)) return Math.min(Number(seconds) * 1000, LONGEST_TIMER);
    return `expected a number of seconds after --${name}, found '${text}'`;
  }

  #pipeline(): number | string | undefined {
    const text = this.#last('pipeline');
    if (text === undefined || text === '') return text === '' ? MAX_PIPELINE : undefined;
    if (/^[1-7]$/.test(text)) return Number(text);
    return `expected a number from 1 to ${MAX_PIPELINE} after --pipeline, found '${text}'`;
  }
}

function isLayout(text: string): text is OutputLayout {
  return text === 'human' || text === 'pretty' || text === 'json';
}
