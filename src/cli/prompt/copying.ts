// `.copy [PATH]`: the last reply, or a part of what it returned, into the clipboard of the person's terminal.
import { parseJson } from '../../json/parse.js';
import { memberText } from '../../json/text.js';
import { escapeLine } from '../../shell/escape.js';
import { pickText, readPath } from '../../shell/value-path.js';
import type { Repl } from './repl.js';

/** Terminals drop what is longer, without a word. In UTF-16 units. */
const MOST = 1_000_000;

export function copy(repl: Repl, rest: string): void {
  const last = repl.voice.lastReply;
  const { text, trouble } = last === undefined ? NOTHING : partOf(last, rest);
  if (text === undefined) repl.say(`  ${escapeLine(trouble ?? '')}`);
  else if (text.length > MOST) repl.say(`  too long to copy: ${text.length} characters`);
  else take(repl, text);
}

/** The terminal takes the text (OSC 52), or not: it does not say. */
function take(repl: Repl, text: string): void {
  process.stdout.write(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`);
  repl.say(`  copied ${text.length} characters`);
}

interface Part {
  readonly text?: string;
  readonly trouble?: string;
}

const NOTHING: Part = { trouble: 'nothing to copy yet' };

/** The whole reply, or the part of its return that a path leads to: JSON, but a string as its text. */
function partOf(json: string, path: string): Part {
  if (path === '') return { text: json };
  const read = readPath(path);
  if (!read.ok) return { trouble: `in the path: ${read.message}` };
  const part = pickText(memberText(json, 'return') ?? json, read.steps);
  const value = part.startsWith('"') ? parseJson(part) : undefined;
  return { text: typeof value === 'string' ? value : part };
}
