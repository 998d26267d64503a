// The words after `qmpsh` as far as they are typed -> what the last of them may become. Asked by the shells' scripts.
import { readdirSync } from 'node:fs';
import type { Candidate, Completion } from '../../completion/candidate.js';
import { own } from '../../json/value.js';
import { OPTIONS, type OptionRow, readCommandLine, SUBCOMMANDS } from '../options.js';
import { targetsHere } from '../reach/targets-here.js';

/** What a word may become, with a line on it. */
export interface Suggestion {
  readonly word: string;
  readonly detail: string;
}

/** Completes a line of the shell language against a target's server. */
export type CompleteOn = (target: string, line: string) => Promise<Completion>;

/** What stands behind subcommands: targets, unless it is said here. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  completion: ['bash', 'zsh', 'fish'],
  list: ['--probe'],
  schema: ['check', 'introspect', 'show', 'diff', 'list'],
  demo: ['--listen', '--recorded', '--tour', '7.2', '10.2', '1.2.2'],
  replay: ['--speed', '--step'],
};

const VALUES: Readonly<Record<string, readonly string[]>> = { output: ['human', 'pretty', 'json'] };
const FILE_OPTIONS: ReadonlySet<string> = new Set(['file', 'log', 'schema']);

/** Suggestions for the last word; those before it are as they stand. */
export async function suggest(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  completeOn: CompleteOn,
): Promise<readonly Suggestion[]> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const found = await suggestionsAfter(before, typed, env, completeOn);
  return found.filter(row => row.word.startsWith(typed) && row.word !== '');
}

async function suggestionsAfter(
  before: readonly string[],
  typed: string,
  env: NodeJS.ProcessEnv,
  completeOn: CompleteOn,
): Promise<readonly Suggestion[]> {
  const [first = ''] = before;
  if (SUBCOMMANDS.includes(first)) return subcommandWords(first, before.length, typed);
  const option = optionBefore(before.at(-1));
  if (option !== undefined) return optionValues(option, typed);
  const { target, words } = lineSoFar(before, env);
  if (words.length === 0 && typed.startsWith('-')) return OPTIONS.map(optionSuggestion);
  if (target !== undefined) return commandWords(target, words, typed, completeOn);
  const subcommands = before.length === 0 ? SUBCOMMANDS.map(plain) : [];
  return [...subcommands, ...(await targets(typed))];
}

function plain(word: string): Suggestion {
  return { word, detail: '' };
}

async function subcommandWords(name: string, place: number, typed: string) {
  const rows = own(ARGUMENTS, name);
  if (rows !== undefined && place === 1) return rows.map(plain);
  return name === 'list' || name === 'completion' ? [] : targets(typed);
}

/** The option whose value the next word is. */
function optionBefore(word: string | undefined): OptionRow | undefined {
  const row = OPTIONS.find(({ long, short }) => word === `--${long}` || word === `-${short}`);
  return row?.value === undefined || row.value.startsWith('[') ? undefined : row;
}

async function optionValues({ long }: OptionRow, typed: string): Promise<readonly Suggestion[]> {
  if (long === 'target') return targets(typed);
  return FILE_OPTIONS.has(long) ? files(typed) : (VALUES[long] ?? []).map(plain);
}

function optionSuggestion({ long, value, summary }: OptionRow): Suggestion {
  const ending = value?.startsWith('[') ? '=' : '';
  return { word: `--${long}${ending}`, detail: summary };
}

function lineSoFar(before: readonly string[], env: NodeJS.ProcessEnv) {
  const invocation = readCommandLine(before, env);
  return invocation.kind === 'run'
    ? { target: invocation.target, words: invocation.words }
    : { target: undefined, words: [] };
}

/** The sockets of running servers, and files: a socket is one. */
async function targets(typed: string): Promise<readonly Suggestion[]> {
  const servers = await targetsHere();
  const found = servers.map(({ name, detail }) => ({ word: name, detail }));
  const files_ = files(typed).filter(({ word }) => !found.some(row => row.word === word));
  return [...found, ...files_];
}

function files(typed: string): readonly Suggestion[] {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const isHiddenToo = typed.startsWith('.', folder.length);
  try {
    const entries = readdirSync(folder || '.', { withFileTypes: true });
    const shown = entries.filter(({ name }) => isHiddenToo || !name.startsWith('.'));
    return shown.map(entry => plain(folder + entry.name + (entry.isDirectory() ? '/' : '')));
  } catch {
    return [];
  }
}

/** A word of the command: the line is made of the words, and what would be put in of it becomes the word. */
async function commandWords(
  target: string,
  words: readonly string[],
  typed: string,
  completeOn: CompleteOn,
): Promise<readonly Suggestion[]> {
  const start = [...words.map(lineWord), ''].join(' ');
  const { replace, candidates } = await completeOn(target, start + typed);
  const kept = typed.slice(0, Math.max(0, replace[0] - start.length));
  const before = Math.max(0, start.length - replace[0]);
  return candidates.map(row => ({
    word: kept + row.insert.slice(before).trimEnd(),
    detail: detailOf(row),
  }));
}

/** A word that the shell has split, as it is written on a line. */
function lineWord(word: string): string {
  if (!/\s/.test(word)) return word;
  const [, key = '', value = ''] = /^([\w.-]+=)?(.*)$/s.exec(word) ?? [];
  return key + JSON.stringify(value);
}

function detailOf({ detail, type, mandatory }: Candidate): string {
  const facts = [type, mandatory ? 'mandatory' : ''].filter(Boolean).join(', ');
  return [facts, detail].filter(Boolean).join(': ');
}
