// A page of docs/cookbook as what it is: shell commands one after the other, with what they print.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { scratchFolder, whenOver } from '../lab/lifetime.js';
import { BIN, endOf, environment } from './qmpsh.js';

/** One ```bash block; `output` is the ```text block right behind it. */
export interface Step {
  readonly commands: string;
  readonly output: string | undefined;
}

const STEP = /^```bash\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/gms;

export const pagePath = (name: string) =>
  new URL(`../../docs/cookbook/${name}.md`, import.meta.url).pathname;

export function stepsOf(name: string): readonly Step[] {
  const text = readFileSync(pagePath(name), 'utf8');
  return [...text.matchAll(STEP)].map(([, commands = '', output]) => ({ commands, output }));
}

/** What one step did. */
export interface StepRun {
  readonly code: number;
  /** Both streams as they came; the folder of the run is `/vm`. */
  readonly output: string;
}

export interface PageRun {
  readonly steps: readonly StepRun[];
  /** Every message that qmpsh sent and received (`--log`). */
  readonly log: string;
}

/** The program as `qmpsh`, with a log; one that the page itself asks for is added to it. */
const logging = (log: string, options: string) => `#!/bin/sh
for word; do [ "$before" = --log ] && own=$word; before=$word; done
[ -n "$own" ] || exec node ${BIN} ${options} --log ${log} "$@"
node ${BIN} ${options} "$@"; code=$?
cat "$own" >> ${log}; exit $code
`;

const END = '\x1e';

/** Told where a server takes more than a second: not what a page is about, and how fast the machine is decides it. */
const WAITING = /^qmpsh: waiting: .*\n/gm;

/** Where a page is run, beside the folder that it is run in. */
export interface Surroundings {
  readonly folder: string;
  /** Programs that come before those of the system. */
  readonly bin: string;
  /** What the shell is told first. */
  readonly prelude: string;
  /** Options of every qmpsh. */
  readonly options: string;
}

/** Runs all steps in one shell, in a folder of its own. What they leave running is ended with the test. */
export async function runPage(
  steps: readonly Step[],
  { folder, bin, prelude, options }: Surroundings = {
    folder: scratchFolder(),
    bin: scratchFolder(),
    prelude: '',
    options: '',
  },
): Promise<PageRun> {
  writeFileSync(join(bin, 'qmpsh'), logging(join(bin, 'log'), options), { mode: 0o755 });
  whenOver(() => endServers(folder));
  const script = steps.map(({ commands }) => `${commands}printf '${END}%s${END}' $?\n`).join('');
  const PATH = [bin, process.env.PATH].join(delimiter);
  const child = spawn('bash', ['-c', `exec 2>&1\n${prelude}\n${script}`], {
    cwd: folder,
    env: environment({ PATH, COLUMNS: '100' }),
    detached: true,
  });
  whenOver(() => endGroup(child.pid ?? 0));
  child.stdin.end();
  const { stdout } = await endOf(child);
  const parts = stdout.replaceAll(folder, '/vm').replace(WAITING, '').split(END);
  const runs = steps.map((_, at) => ({
    output: parts[at * 2] ?? '',
    code: Number(parts[at * 2 + 1] ?? Number.NaN),
  }));
  return { steps: runs, log: readFileSync(join(bin, 'log'), 'utf8') };
}

/** What a page that hangs is in the middle of. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/** By the pid files of the page, which nobody else writes to. */
function endServers(folder: string): Promise<unknown> {
  const script = `for f in *.pid; do [ -e "$f" ] && kill -CONT $(cat "$f") && kill -KILL $(cat "$f"); done 2>/dev/null`;
  return endOf(spawn('bash', ['-c', script], { cwd: folder }));
}

/**
 * What the page says is printed, as a pattern: `...` is anything within a line, alone on a line any lines; how far
 * columns are apart depends on how long a path is.
 */
export function outputPattern(output: string): RegExp {
  const lines = output.split('\n').map(line => {
    if (line.trim() === '...') return '[^]*?';
    const parts = line.trimEnd().split('...').map(escaped);
    return `${parts.join('.*').replace(/ {2,}/g, ' +')} *\\n`;
  });
  return new RegExp(`^${lines.slice(0, -1).join('')}$`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Differs from run to run, or from one file system to the other. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/("seconds": )\d+(, "microseconds": )\d+/g, '$1...$2...'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '...'],
  [/\d+ KiB/g, '... KiB'],
  [/#block\d+/g, '#block...'],
  // The row of a job as query-jobs gave it, or put together from events where it was over before.
  [/^\{(?=.*"current-progress").*"id": "(\w+)".*\}$/gm, '{..."id": "$1"...}'],
  [/^ {2}(qemu +)\d.*\n {2}(package +).*$/gm, '  $1...\n  $2...'],
];

/** Writes what was printed into the page, for its author to look at (QMPSH_UPDATE=1). */
export function updatePage(name: string, runs: readonly StepRun[]): void {
  let at = -1;
  const page = readFileSync(pagePath(name), 'utf8').replace(STEP, (block, commands, output) => {
    at += 1;
    const told = runs[at]?.output ?? '';
    const steady = VOLATILE.reduce((text, [from, to]) => text.replace(from, to), told);
    if (output !== undefined && outputPattern(output).test(told)) return block;
    const printed = told === '' ? '' : `\n\`\`\`text\n${steady}\`\`\`\n`;
    return `\`\`\`bash\n${commands}\`\`\`\n${printed}`;
  });
  writeFileSync(pagePath(name), page);
}
