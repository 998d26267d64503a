// What a page of the cookbook says is printed, beside what was printed on simulated servers: the lines that differ, and
// the file that lists them, each with its reason.
import type { Step, StepRun } from '../cli/cookbook-page.js';

/** What differs in one step: lines of the page alone after `-`, lines of the run alone after `+`. */
export interface Difference {
  /** The first two lines of the step's commands. */
  readonly step: string;
  readonly lines: readonly string[];
}

export function differencesIn(steps: readonly Step[], runs: readonly StepRun[]): Difference[] {
  return steps.flatMap(({ commands, output = '' }, at) => {
    const run = runs[at];
    const lines = differingLines(linesOf(output), linesOf(run?.output ?? ''));
    if (run?.code !== 0) lines.push(`+ (exit code ${run?.code})`);
    return lines.length === 0 ? [] : [{ step: nameOf(commands), lines }];
  });
}

function nameOf(commands: string): string {
  return commands.trimEnd().split('\n').slice(0, 2).join(' | ');
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').slice(0, -1).map(plain);
}

/** Without what differs from run to run: sizes, large numbers, times, and how far apart columns are. */
function plain(line: string): string {
  return line
    .trimEnd()
    .replace(/(\.\.\.|[\d.])+ ?([KMG]iB|B)\b/g, '0 B')
    .replace(/\b\d{4,}(\.\d+)?\b/g, '0')
    .replace(/ {2,}/g, '  ');
}

const ANY = /^ *\.\.\.$/;

/** The fewest lines that have to be left out on either side; a page's `...` alone is any lines. */
function differingLines(page: readonly string[], run: readonly string[]): string[] {
  const costs = costsOf(page, run);
  const cost = (at: number, to: number) => costs[at]?.[to] ?? 0;
  const lines: string[] = [];
  for (let [at, to] = [0, 0]; at < page.length || to < run.length; ) {
    const [ours = '', theirs = ''] = [page[at], run[to]];
    const isAny = ANY.test(ours);
    if (
      at < page.length &&
      to < run.length &&
      fits(ours, theirs) &&
      cost(at, to) === cost(at + 1, to + 1)
    )
      [at, to] = [at + 1, to + 1];
    else if (at < page.length && cost(at, to) === cost(at + 1, to) + Number(!isAny)) {
      if (!isAny) lines.push(`- ${ours}`);
      at += 1;
    } else {
      if (!isAny) lines.push(`+ ${theirs}`);
      to += 1;
    }
  }
  return lines;
}

/** For each pair of places, how many lines are left out from there on. */
function costsOf(page: readonly string[], run: readonly string[]): readonly (readonly number[])[] {
  const costs = Array.from({ length: page.length + 1 }, () =>
    Array.from({ length: run.length + 1 }, () => 0),
  );
  for (let at = page.length; at >= 0; at -= 1) {
    for (let to = run.length; to >= 0; to -= 1) {
      const row = costs[at];
      if (row === undefined || (at === page.length && to === run.length)) continue;
      const step = ANY.test(page[at] ?? '') ? 0 : 1;
      const ways = [
        ...(at < page.length ? [(costs[at + 1]?.[to] ?? 0) + step] : []),
        ...(to < run.length ? [(row[to + 1] ?? 0) + step] : []),
        ...(fits(page[at], run[to]) ? [costs[at + 1]?.[to + 1] ?? 0] : []),
      ];
      row[to] = Math.min(...ways);
    }
  }
  return costs;
}

/** `...` within a line of the page is anything. */
function fits(page: string | undefined, run: string | undefined): boolean {
  if (page === undefined || run === undefined) return false;
  const parts = page.split('...').map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(run);
}

/** As the file has it; a reason is lines after `#` above its step. */
export function differencesText(
  differences: readonly Difference[],
  reasons: ReadonlyMap<string, string>,
): string {
  return differences
    .map(({ step, lines }) => [reasons.get(step) ?? '# ?', `$ ${step}`, ...lines, ''].join('\n'))
    .join('\n');
}

/** The reasons in a file, by their step. */
export function reasonsIn(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/^((?:#.*\n)+)\$ (.*)$/gm);
  return new Map([...found].map(([, reason = '', step = '']) => [step, reason.trimEnd()]));
}
