// `.edit`: a command in the person's own editor, as JSON; what comes of it stands at the prompt and is not sent.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { annotations } from '../../shell/annotations-table.js';
import { bindLine, type RequestSyntax } from '../../shell/binding/bind-command.js';
import { editText } from '../../shell/edit/edit-text.js';
import { readEdited } from '../../shell/edit/read-edited.js';
import { escapeText } from '../../shell/escape.js';
import { type Line, parseLine } from '../../shell/line.js';
import type { ProblemCode } from '../../shell/problem.js';
import { underline } from '../../shell/underline.js';
import { veil } from '../../shell/veil.js';
import type { Repl } from './repl.js';

/** Only the user may read it: values may be secret. */
const MODE = 0o600;
/** What may be mended in the editor, and does not keep anything that was typed out of it. */
const TO_BE_MENDED: ReadonlySet<ProblemCode> = new Set(['missing-member', 'by-form']);

/** Texts with a mistake in them, to be edited on. */
const unfinished = new WeakMap<Repl, string>();

/** Edits the line, or the one that was run last. */
export async function edit(repl: Repl, rest: string): Promise<void> {
  const kept = rest === '' ? unfinished.get(repl) : undefined;
  const text = kept ?? (await textFor(repl, rest === '' ? lastLine(repl) : parseLine(rest)));
  if (text === undefined) return;
  unfinished.delete(repl);
  const editor = process.env.VISUAL || process.env.EDITOR || 'vi';
  const edited = await repl.lend(() => editedText(editor, text)).catch(asTrouble);
  if (typeof edited !== 'string')
    repl.say(`qmpsh: ${escapeText(edited.trouble)}; nothing was taken`);
  else if (edited === text && kept === undefined) repl.say('  left as it was');
  else take(repl, edited);
}

function lastLine(repl: Repl): Line | undefined {
  const lines = repl.recall().map(text => parseLine(text));
  return lines.find(line => requestSyntax(line) !== undefined);
}

function requestSyntax({ syntax }: Line): RequestSyntax | undefined {
  const isRequest = syntax.kind === 'command' || syntax.kind === 'raw';
  return isRequest ? syntax : undefined;
}

/** The file for a line; undefined where there is none, and that was said. */
async function textFor(repl: Repl, line: Line | undefined): Promise<string | undefined> {
  const syntax = line && requestSyntax(line);
  if (line === undefined || syntax === undefined) {
    repl.say('qmpsh: expected .edit COMMAND');
    return undefined;
  }
  const schema = await repl.connection.now?.session.namedSchema();
  const { request, arguments: args, problems } = bindLine({ schema, annotations }, line, syntax);
  const wrong = problems.filter(row => row.severity === 'error' && !TO_BE_MENDED.has(row.code));
  const shown = veil(annotations, line.text, wrong);
  for (const problem of shown.problems)
    repl.voice.note(columns => underline(shown.text, problem, columns));
  if (request === undefined || wrong.length > 0) return undefined;
  return editText(schema, { request, arguments: args });
}

/** What the editor made of the text. @throws where it failed */
async function editedText(editor: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'qmpsh-edit-'));
  try {
    const path = join(folder, 'command.jsonc');
    await writeFile(path, text, { mode: MODE });
    await runEditor(editor, path);
    return await readFile(path, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The editor is a shell command, as people set it: `code --wait`. */
function runEditor(editor: string, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`'${editor}' ended with ${signal ?? `exit ${code}`}`));
    });
  });
}

function asTrouble(error: unknown): { readonly trouble: string } {
  return { trouble: error instanceof Error ? error.message : String(error) };
}

function take(repl: Repl, text: string): void {
  const edited = readEdited(text);
  if (edited.kind === 'line') repl.setText(edited.line);
  else if (edited.kind === 'nothing') repl.say('  nothing was left of it');
  else {
    unfinished.set(repl, text);
    const { problem, place } = edited;
    repl.say(`  line ${place.number} of the file; .edit goes on with it`);
    repl.voice.note(columns => underline(place.text, problem, columns));
  }
}
