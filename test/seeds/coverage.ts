// docs/coverage.md, made of what the tests have recorded.
import { readdirSync } from 'node:fs';
import { recorded } from './driven.js';
import { EXPLAINED, RENAMED } from './explained.js';
import { SYSTEMS, type System } from './items.js';
import { DRIVES } from './more-drives.js';
import { NOT_DRIVEN } from './not-driven.js';

const PAGES = readdirSync(new URL('../../docs/cookbook', import.meta.url))
  .map(name => name.replace(/\.md$/, ''))
  .filter(name => recorded(name).length > 0)
  .sort();

/** What is said of an item: where it is driven, how it is explained, why it is neither; undefined for none of these. */
export function wordsFor(item: string): string | undefined {
  const sources = [...PAGES.filter(drives), ...DRIVES.map(({ name }) => name).filter(drives)];
  if (sources.length > 0) return `driven: ${sources.map(linkTo).join(', ')}`;
  const name = item.replace('command ', '');
  const today = RENAMED.get(name);
  if (today !== undefined)
    return `sent as \`${today}\`, which is the command of that name since its release: test/seeds/explained.test.ts`;
  if (EXPLAINED.some(row => row.name === name))
    return 'explained, with its successor: test/seeds/explained.test.ts';
  const reason = Object.hasOwn(NOT_DRIVEN, item) ? NOT_DRIVEN[item] : undefined;
  return reason === undefined ? undefined : `not driven: ${reason}`;

  function drives(source: string): boolean {
    return recorded(source).includes(item);
  }
}

function linkTo(source: string): string {
  return PAGES.includes(source) ? `[${source}](cookbook/${source}.md)` : `lines \`${source}\``;
}

/** The whole page. */
export function coveragePage(): string {
  return `${HEAD}${SYSTEMS.map(systemText).join('\n')}`;
}

const HEAD = `# What of the five systems is driven

Made by \`npm run coverage\` from what the tests saw on the wire; a test fails when it is stale. Each row is a command, an
event or a branch of a union of the documents that the project was asked for. \`driven\` means: sent by qmpsh to a real QEMU
7.2 or storage daemon and answered with a return, or received from one (the action \`abort\`: answered with its error), in the test named: a page of the cookbook
(\`test/cli/cookbook.test.ts\`) or the lines of \`test/seeds/more-drives.ts\` (\`test/seeds/drives.test.ts\`). Commands of the
base monitor are also bound as the recorded QEMU 1.2.2, 1.5.3 and 2.1.1 have them (\`test/seeds/explained.test.ts\`).

`;

function systemText({ title, items }: System): string {
  const driven = items.filter(item => wordsFor(item)?.startsWith('driven')).length;
  const rows = items.map(item => `| ${rowName(item)} | ${wordsFor(item) ?? 'nothing yet'} |`);
  return `## ${title}\n\n${driven} of ${items.length} are driven.\n\n| | |\n|---|---|\n${rows.join('\n')}\n`;
}

function rowName(item: string): string {
  const [kind = '', ...names] = item.split(' ');
  return kind === 'branch' ? `branch \`${names.join(': ')}\`` : `${kind} \`${names.join(' ')}\``;
}
