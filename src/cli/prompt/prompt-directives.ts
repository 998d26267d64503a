// Directives that only a prompt has: what they show is for a person.

import { DIRECTIVES } from '../../session/directives.js';
import { parseFilter } from '../../session/filter.js';
import { WAIT_USAGES } from '../../session/waits/wait-spec.js';
import { escapeLine, escapeText } from '../../shell/escape.js';
import { parseLine } from '../../shell/line.js';
import { didYouMean } from '../../shell/nearest.js';
import { eachLine, linesOfFile } from '../script/line-source.js';
import type { Repl } from './repl.js';

interface PromptDirective {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** `signal` is aborted by Ctrl-C. */
  readonly run: (repl: Repl, rest: string, signal: AbortSignal) => Promise<void> | void;
}

/** In the order of help. */
export const PROMPT_DIRECTIVES: readonly PromptDirective[] = [
  {
    name: 'help',
    usage: '.help [NAME]',
    summary: 'what there is, or help on one name',
    run: showHelp,
  },
  {
    name: 'schema',
    usage: '.schema NAME [member=value...]',
    summary: 'a command, event or type with its members; the same as ?NAME',
    run: showSchema,
  },
  {
    name: 'events',
    usage: '.events [FILTER|on|off]',
    summary: 'which events are shown',
    run: setEvents,
  },
  {
    name: 'jobs',
    usage: '.jobs',
    summary: 'jobs of the block layer and others, as the server has them',
    run: showJobs,
  },
  {
    name: 'watch',
    usage: '.watch [-n SECONDS] [--count N] COMMAND',
    summary: 'look again and again until Ctrl-C; changes are marked, counters have rates',
    run: async (repl, rest, signal) => (await import('./watching.js')).watch(repl, rest, signal),
  },
  {
    name: 'edit',
    usage: '.edit [COMMAND ...]',
    summary:
      'a command, or the last one, as JSON in $VISUAL or $EDITOR; put on the prompt, not sent',
    run: (repl, rest) => repl.edit(rest),
  },
  {
    name: 'history',
    usage: '.history [TEXT]',
    summary: 'lines entered before, with TEXT in them',
    run: showHistory,
  },
  {
    name: 'open',
    usage: '.open [N]',
    summary: 'the last reply, or that of number N, in the viewer',
    run: openReply,
  },
  {
    name: 'copy',
    usage: '.copy [PATH]',
    summary: 'put the last reply, or a part of what it returned, into the clipboard (OSC 52)',
    run: async (repl, rest) => (await import('./copying.js')).copy(repl, rest),
  },
  {
    name: 'source',
    usage: '.source FILE',
    summary: 'run the lines of FILE here, until one fails',
    run: sourceFile,
  },
  {
    name: 'record',
    usage: '.record [FILE|off]',
    summary: 'write every message from now on into FILE, secrets masked; see qmpsh replay',
    run: async (repl, rest) => repl.say(`  ${escapeLine(await repl.record(rest))}`),
  },
  { name: 'connect', usage: '.connect TARGET', summary: 'talk to another server', run: connectTo },
  {
    name: 'quit',
    usage: '.quit',
    summary: 'leave qmpsh; the VM goes on',
    run: repl => repl.leave(),
  },
];

/** All of them, those of scripts too; a name once. */
export const ALL_DIRECTIVES = [
  ...PROMPT_DIRECTIVES,
  ...DIRECTIVES.filter(({ name }) => !PROMPT_DIRECTIVES.some(row => row.name === name)),
];

/** Runs a directive if it is one of the prompt's, or of nobody's; says whether nothing is left to do. */
export async function runPromptDirective(
  repl: Repl,
  name: string,
  rest: string,
  signal: AbortSignal,
): Promise<boolean> {
  const directive = PROMPT_DIRECTIVES.find(row => row.name === name);
  if (directive === undefined && DIRECTIVES.some(row => row.name === name)) return false;
  if (directive === undefined) {
    const names = [...PROMPT_DIRECTIVES, ...DIRECTIVES].map(row => row.name);
    repl.say(
      `qmpsh: no directive '.${escapeLine(name)}'${didYouMean(name, names) || ' (see .help)'}`,
    );
    return true;
  }
  await directive.run(repl, rest, signal);
  return true;
}

const GENERAL_HELP = `  COMMAND [VALUE...] [member=value...]   a QMP command; Tab completes
  {"execute": ...}                       raw QMP
  !COMMAND                               out of band
  transaction( ACTION... ; ACTION... )   several block actions, all or none
  COMMAND | PROGRAM    COMMAND > FILE    what it returned, as JSON`;

async function showHelp(repl: Repl, rest: string): Promise<void> {
  if (rest === '') return showAll(repl);
  const about = directiveHelp(rest);
  if (about !== undefined) return repl.say(about);
  const { sessionHelp } = await import('../../session/help.js');
  const { wrapLines } = await import('../../shell/help/wrap-words.js');
  const { columns } = repl.voice;
  const { text } = await sessionHelp(repl.connection.now?.session, rest, columns);
  repl.say(wrapLines(escapeText(text), columns));
}

/** Help on one of qmpsh's own, which begins with a dot. */
function directiveHelp(text: string): string | undefined {
  if (!text.startsWith('.')) return undefined;
  const rows = [...PROMPT_DIRECTIVES, ...DIRECTIVES];
  const row = rows.find(each => `.${each.name}` === text.split(/\s/)[0]);
  if (row === undefined) return `qmpsh: no directive '${escapeLine(text)}'`;
  const forms = row.name === 'wait' ? WAIT_USAGES : [row.usage];
  return [...forms.map(usage => `  ${usage}`), `    ${row.summary}`].join('\n');
}

function showAll(repl: Repl): void {
  const rows = [
    ...PROMPT_DIRECTIVES,
    ...DIRECTIVES.filter(row => !PROMPT_DIRECTIVES.some(own => own.name === row.name)),
  ];
  const width = Math.max(...rows.map(row => Math.min(row.usage.length, 36)));
  repl.say(
    [GENERAL_HELP, ...rows.map(row => `  ${row.usage.padEnd(width)}   ${row.summary}`)].join('\n'),
  );
}

async function showSchema(repl: Repl, rest: string): Promise<void> {
  if (rest === '') return repl.say('qmpsh: expected .schema NAME');
  await showHelp(repl, rest);
}

function setEvents(repl: Repl, rest: string): void {
  const { events } = repl.voice;
  const filter = rest === 'off' ? 'off' : parseFilter(rest === 'on' ? '' : rest);
  if (rest === '') repl.say(`  events: ${escapeLine(events.filterText)}`);
  else if (filter !== 'off' && filter.kind === 'problem')
    repl.say(`qmpsh: ${escapeLine(filter.message)}`);
  else {
    events.filter = filter;
    events.filterText = rest;
    events.isChosen = true;
  }
}

async function showJobs(repl: Repl): Promise<void> {
  const { now } = repl.connection;
  if (now === undefined) return repl.say('qmpsh: not connected');
  const schema = await now.session.schema();
  const command = schema?.commands.has('query-jobs') === false ? 'query-block-jobs' : 'query-jobs';
  await repl.runQuietly(parseLine(command));
}

const MOST_SHOWN = 50;

function showHistory(repl: Repl, rest: string): void {
  const lines = repl.recall().filter(line => line.toLowerCase().includes(rest.toLowerCase()));
  const shown = lines.slice(0, MOST_SHOWN).toReversed();
  repl.say(
    shown.length === 0 ? '  no such line' : shown.map(line => `  ${escapeLine(line)}`).join('\n'),
  );
}

function openReply(repl: Repl, rest: string): void {
  if (rest === '') repl.openReply(undefined);
  else if (/^\d+$/.test(rest)) repl.openReply(Number(rest));
  else repl.say('qmpsh: expected .open [N]');
}

async function connectTo(repl: Repl, rest: string): Promise<void> {
  if (rest === '') return repl.say('qmpsh: expected .connect TARGET');
  await repl.connection.connectTo(rest);
}

async function sourceFile(repl: Repl, rest: string): Promise<void> {
  if (rest === '') return repl.say('qmpsh: expected .source FILE');
  for await (const { line, isCut } of eachLine(linesOfFile(rest))) {
    if (line.syntax.kind === 'blank') continue;
    repl.voice.print(`❯ ${escapeLine(line.text)}`);
    if (isCut) return repl.say('qmpsh: the brackets are not closed at the end of the file');
    const { failures } = repl.voice;
    await repl.runLine(line);
    if (repl.voice.failures > failures) return;
  }
}
