// The pages of docs/cookbook, run as they are printed.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeReal, QEMU, STORAGE_DAEMON } from '../lab/servers.js';
import { checkRecord, drivenIn } from '../seeds/driven.js';
import { outputPattern, pagePath, runPage, stepsOf, updatePage } from './cookbook-page.js';

const PAGES = readdirSync(new URL('../../docs/cookbook', import.meta.url))
  .filter(name => name.endsWith('.md') && name !== 'README.md')
  .map(name => name.replace(/\.md$/, ''));

/** A page waits for jobs and migrations that take their time. */
const LIMIT_MS = 120_000;

describeReal('the page', () => {
  it.each(PAGES)(
    '%s does what it says',
    async name => {
      const steps = stepsOf(name);
      const { steps: runs, log } = await runPage(steps);
      if (process.env.QMPSH_UPDATE === '1') updatePage(name, runs);
      for (const [at, { commands, output }] of steps.entries()) {
        const run = runs[at];
        expect(run?.code, `${commands}\nprinted: ${run?.output}`).toBe(0);
        if (output === undefined) expect(run?.output, commands).toBe('');
        else expect(run?.output, commands).toMatch(outputPattern(output));
      }
      checkRecord(name, drivenIn(log));
    },
    LIMIT_MS,
  );
}, [QEMU, STORAGE_DAEMON, 'qemu-img', 'bash']);

describe('the index of the cookbook', () => {
  it('names every page', async () => {
    const { readFileSync } = await import('node:fs');
    const index = readFileSync(pagePath('README'), 'utf8');
    expect(PAGES.filter(name => !index.includes(`(${name}.md)`))).toEqual([]);
  });
});

describe('outputPattern', () => {
  it.each([
    ['a ... c\n', 'a b c\n', true],
    ['a ... c\n', 'a b\n c\n', false],
    ['a\n...\nd\n', 'a\nb\nc\nd\n', true],
    ['a\n...\nd\n', 'a\nd\n', true],
    ['a.c (x)\n', 'abc (x)\n', false],
    ['a\n', 'a\nb\n', false],
  ])('%j for %j: %j', (output, text, fits) => {
    expect(outputPattern(output).test(text)).toBe(fits);
  });
});
