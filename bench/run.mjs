// Runs the benches named on the command line, or all; prints their rows, and with --write puts them into
// docs/performance.md.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

const here = new URL('.', import.meta.url);
const PAGE = new URL('../docs/performance.md', here);
const NOT_BENCHES = ['lib.mjs', 'run.mjs', 'terminal.mjs', 'watched.mjs'];

const names = process.argv.slice(2).filter(word => !word.startsWith('--'));
const benches = readdirSync(here).filter(
  file => file.endsWith('.mjs') && !NOT_BENCHES.includes(file),
);
const wanted = benches.filter(
  file => names.length === 0 || names.includes(file.replace('.mjs', '')),
);

const sections = new Map();
const date = new Date().toISOString().slice(0, 10);
const measuredOn = `Measured ${date}: Node ${process.version}, ${cpus().length} cores (${cpus()[0].model.trim()}).`;
for (const file of wanted) {
  const { measure } = await import(new URL(file, here));
  if (measure === undefined) continue;
  const rows = await measure();
  console.table(rows);
  const name = file.replace('.mjs', '');
  sections.set(name, `${table(rows)}\n\n${measuredOn}\n`);
}

if (process.argv.includes('--write')) {
  const marker = '<!-- rows: written by npm run bench -- --write -->';
  const [head, rows] = readFileSync(PAGE, 'utf8').split(marker);
  const all = new Map([...sectionsIn(rows), ...sections]);
  const texts = [...all].sort().map(([name, text]) => `## ${name}\n\n${text}`);
  writeFileSync(PAGE, `${head}${marker}\n\n${texts.join('\n')}`);
}

/** What the page has of benches that were not run now. */
function sectionsIn(text) {
  const found = text.matchAll(/^## (\S+)\n\n(.*?\n)(?=\n## |$(?![\s\S]))/gms);
  return [...found].map(([, name, rows]) => [name, rows]);
}

function table(rows) {
  const titles = ['what', 'qmpsh', 'beside', 'ratio', 'bar', 'holds'];
  const cells = rows.map(row => [row.what, row.ours, row.theirs, row.ratio, row.bar, row.holds]);
  return [titles, titles.map(() => '---'), ...cells]
    .map(line => `| ${line.join(' | ')} |`)
    .join('\n');
}
