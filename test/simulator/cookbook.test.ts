// The pages of docs/cookbook, which `test/cli/cookbook.test.ts` holds to real servers, run once more on simulated ones:
// what is printed is the same, but for numbers and for the lines that cookbook/*.txt lists, each with its reason. A
// difference that is not listed fails, and so does one that is no more. `QMPSH_UPDATE=1` writes the lists anew. The VMs
// are those of `qmpsh demo --listen`, each with what the command line on the page plugs into it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runPage, stepsOf } from '../cli/cookbook-page.js';
import { differencesIn, differencesText, reasonsIn } from './page-differences.js';
import { StandIns, type Told } from './stand-ins/programs.js';

/** The pages, with what the simulated VMs are told that they cannot see. */
const PAGES: Readonly<Record<string, Told>> = {
  'base-monitor': {},
  'block-layer': {},
  // The second VM migrates to where nobody listens, until a destination is started.
  'migration-and-snapshots': { 'from.pid': ['', 'destination absent'] },
  'shell-scripts': {},
  transactions: {},
  yank: {},
};

const listOf = (page: string) => join(import.meta.dirname, 'cookbook', `${page}.txt`);

describe('the page', () => {
  it.each(Object.entries(PAGES))(
    '%s prints on simulated servers what it does on real ones',
    { timeout: 120_000 },
    async (page, told) => {
      const steps = stepsOf(page);
      const { steps: runs } = await runPage(steps, await new StandIns(told).surroundings());
      const list = readFileSync(listOf(page), 'utf8');
      const text = differencesText(differencesIn(steps, runs), reasonsIn(list));
      if (process.env.QMPSH_UPDATE === '1') writeFileSync(listOf(page), text);
      expect(text).toBe(list);
    },
  );
});

describe('the lists of differences', () => {
  it('are of the pages that there are', () => {
    const pages = readdirSync(new URL('../../docs/cookbook', import.meta.url));
    const names = pages.filter(name => name !== 'README.md').map(name => name.replace(/\.md$/, ''));
    expect(Object.keys(PAGES)).toEqual(names.toSorted());
  });

  it.each(Object.keys(PAGES))('say why: %s', page => {
    expect(readFileSync(listOf(page), 'utf8')).not.toMatch(/^# \?$/m);
  });
});

describe('differencesIn', () => {
  const linesOf = (output: string, printed: string) => {
    const step = { commands: 'a\n', output };
    return differencesIn([step], [{ code: 0, output: printed }]).flatMap(each => each.lines);
  };

  it.each([
    ['a\nb\n', 'a\nb\n', []],
    ['a  64 MiB\n', 'a     196 KiB\n', []],
    ['exit 5\n', 'exit 6\n', ['- exit 5', '+ exit 6']],
    ['a\n...\nd\n', 'a\nb\nc\nd\n', []],
    ['{..."id": "s0"...}\n', '{"x": 1, "id": "s0"}\n', []],
    ['a\nb\n', 'b\nc\n', ['- a', '+ c']],
  ])('of %j and %j are %j', (page, printed, lines) => {
    expect(linesOf(page, printed)).toEqual(lines);
  });

  it('names the exit code of a step that fails', () => {
    const run = { code: 5, output: '' };
    expect(differencesIn([{ commands: 'a\nb\nc\n', output: undefined }], [run])).toEqual([
      { step: 'a | b', lines: ['+ (exit code 5)'] },
    ]);
  });
});
