// QEMU's own manual page, qemu-qmp-ref(7), where it is installed: the entry of one name, as text. Read when help is
// asked for, and never before.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const FOLDERS = ['/usr/local/share/man/man7', '/usr/share/man/man7'];
const FILES = ['qemu-qmp-ref.7.gz', 'qemu-qmp-ref.7'];

export interface ManualPage {
  /** `7.2.22`, as the page says of itself. */
  readonly version: string;
  readonly text: string;
}

let page: ManualPage | undefined;
let isLookedFor = false;

/** The page as troff; undefined where none is installed, or it cannot be read. */
export function manualPage(): ManualPage | undefined {
  if (isLookedFor) return page;
  isLookedFor = true;
  const text = FOLDERS.flatMap(folder => FILES.map(file => `${folder}/${file}`))
    .map(readPage)
    .find(found => found !== undefined);
  const [, version = ''] = /^\.TH "?[\w-]+"? "?7"? "[^"]*" "([^"]*)"/m.exec(text ?? '') ?? [];
  page = text === undefined ? undefined : { version, text };
  return page;
}

function readPage(path: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch {
    return undefined; // Not installed, or no page.
  }
}

/** What the page says of a command, event or type, in lines that begin two columns in; undefined where nothing. */
export function manualEntry({ text, version }: ManualPage, name: string): string | undefined {
  const title = `.SS \\fB${name.replaceAll('-', '\\-')}\\fP (`;
  const start = text.indexOf(title);
  if (start < 0) return undefined;
  const rest = text.slice(text.indexOf('\n', start) + 1);
  const end = rest.search(/^\.(?:SS \\fB|SH )/m);
  const lines = linesOf(end < 0 ? rest : rest.slice(0, end));
  return [`  From qemu-qmp-ref(7) of QEMU ${version}:`, ...lines].join('\n');
}

/** How far a line of troff stands in. */
interface Layout {
  indent: number;
  isCode: boolean;
  isTerm: boolean;
  lines: string[];
}

/** The few macros that docutils writes; others are passed over. */
function linesOf(troff: string): string[] {
  const layout: Layout = { indent: 2, isCode: false, isTerm: false, lines: [] };
  for (const line of troff.split('\n')) takeLine(layout, line);
  return joinBlanks(layout.lines);
}

function takeLine(layout: Layout, line: string): void {
  const [, macro, rest = ''] = /^\.(\w+)\s*(.*)$/.exec(line) ?? [];
  switch (macro) {
    case undefined:
      addText(layout, line);
      break;
    case 'SS':
      layout.lines.push('', `  ${plain(rest)}`);
      layout.indent = 2;
      break;
    case 'sp':
      layout.lines.push('');
      break;
    case 'INDENT':
      layout.indent += 2;
      break;
    case 'UNINDENT':
      layout.indent = Math.max(2, layout.indent - 2);
      break;
    case 'nf':
    case 'fi':
      layout.isCode = macro === 'nf';
      break;
    case 'B':
      layout.lines.push(`${' '.repeat(layout.indent)}${plain(rest)}`);
      layout.isTerm = true;
      break;
    case 'TP':
    case 'IP':
      layout.isTerm = macro === 'IP' && rest === '';
  }
}

function addText(layout: Layout, line: string): void {
  const indent = layout.indent + (layout.isTerm ? 2 : 0);
  if (line !== '' || layout.isCode) layout.lines.push(`${' '.repeat(indent)}${plain(line)}`);
}

const ESCAPES: readonly (readonly [RegExp, string])[] = [
  [/\\f(?:[BIPR]|\(..|\[[^\]]*\])/g, ''],
  [/\\[%&:]/g, ''],
  [/\\\(dq/g, '"'],
  [/\\\(aq/g, "'"],
  [/\\\(bu/g, '-'],
  [/\\\(ga/g, '`'],
  [/\\\(ha/g, '^'],
  [/\\\(ti/g, '~'],
  [/\\\(em/g, '--'],
  [/\\-/g, '-'],
  [/\\e/g, '\\'],
  [/\\\s/g, ' '],
];

function plain(text: string): string {
  return ESCAPES.reduce((result, [pattern, by]) => result.replace(pattern, by), text);
}

/** Titles stand right above their text. */
function isEmptyOrTitle(line: string): boolean {
  return line.trim() === '' || TITLES.has(line.trim());
}

const TITLES = new Set([
  'Arguments',
  'Members',
  'Values',
  'Returns',
  'Since',
  'Example',
  'Note',
  'Notes',
]);

/** No two empty lines after each other, none at the start or the end. */
function joinBlanks(lines: readonly string[]): string[] {
  const kept = lines.filter(
    (line, at) => line.trim() !== '' || !isEmptyOrTitle(lines[at - 1] ?? ''),
  );
  return kept
    .map(line => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '')
    .split('\n');
}
