// Writes docs/robustness.md from what the tests of test/robustness saw (fixtures/FAULT/CASE.seen); with --check it only
// says whether the page is what it would write.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SEEN = 'test/robustness/fixtures';
const PAGE = 'docs/robustness.md';
const MARKER = '<!-- written by scripts/robustness-page.mjs from the tests -->';

const head = readFileSync(PAGE, 'utf8').split(MARKER)[0];
const page = `${head}${MARKER}\n\n${faults().map(section).join('\n')}`;

if (process.argv.includes('--check'))
  process.exitCode = page === readFileSync(PAGE, 'utf8') ? 0 : 1;
else writeFileSync(PAGE, page);

/** The folders of faults, each with its cases. */
function faults() {
  const folders = readdirSync(SEEN, { withFileTypes: true }).filter(entry => entry.isDirectory());
  return folders
    .map(({ name }) => ({ name, cases: casesIn(join(SEEN, name)) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function casesIn(folder) {
  const files = readdirSync(folder).sort();
  return files.map(file => caseOf(readFileSync(join(folder, file), 'utf8')));
}

/** `key: value` lines; `exit N` stands alone, and screens and streams have several lines. */
function caseOf(text) {
  const [fault, what, how, ...seen] = text.trimEnd().split('\n');
  return { fault: after(fault), what: after(what), how: after(how), seen };
}

function after(line) {
  return line.slice(line.indexOf(': ') + 2);
}

/** Cases in which the same is seen share a row. */
function section({ cases }) {
  const rows = new Map();
  for (const { what, how, seen } of cases) {
    const key = JSON.stringify([how, ...seen]);
    const row = rows.get(key) ?? { whats: [], how, seen };
    row.whats.push(what);
    rows.set(key, row);
  }
  const lines = [...rows.values()].map(
    row => `| ${row.whats.map(plain).join('<br>')} | ${plain(row.how)} | ${seenCell(row.seen)} |`,
  );
  return `## ${capital(cases[0].fault)}\n\n| fault | run | what the user sees |\n| --- | --- | --- |\n${lines.join('\n')}\n`;
}

function seenCell(seen) {
  return seen
    .map(line =>
      code(
        line.replace(/^(stdout|stderr|screen): /, (_all, name) =>
          name === 'stderr' ? '' : `${name}: `,
        ),
      ),
    )
    .join('<br>');
}

/** Text of a fault may hold anything: what would act on the page is taken out. */
function code(text) {
  return `\`${plain(text).replaceAll('`', "'")}\``;
}

function plain(text) {
  return text
    .replaceAll('|', '\\|')
    .replace(/[\x00-\x1f\x7f]/g, ' ')
    .trimEnd();
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}
