// The lines of a log, as --log and .record write them -> what passed and when. Secrets are masked once more: a log may be
// somebody else's.
import { parseJson } from '../../json/parse.js';
import { printJson } from '../../json/print.js';
import { oneLine } from '../../json/text.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json/value.js';
import { annotations } from '../../shell/annotations-table.js';
import { ReplySecrets } from '../../shell/secret-replies.js';
import { maskedRequest } from '../log.js';

/** One message of a log. */
export interface Passed {
  /** In ms. */
  readonly at: number;
  readonly kind: 'sent' | 'reply' | 'event' | 'other';
  /** JSON on one line; of what was no JSON, the text as a JSON string. */
  readonly text: string;
  /** Of a command or an event, its name; of a reply, that of its command where it is known. */
  readonly name: string | undefined;
}

/** What is wrong with a line. */
export interface BadLine {
  readonly line: number;
  readonly message: string;
}

/** All messages of a log, and the lines that are none. */
export function readLog(text: string): {
  readonly passed: readonly Passed[];
  readonly bad: readonly BadLine[];
} {
  const passed: Passed[] = [];
  const bad: BadLine[] = [];
  const asked: Asked = { names: new Map(), secrets: new ReplySecrets(annotations) };
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const read = readLine(line, asked);
    if (typeof read === 'string') bad.push({ line: index + 1, message: read });
    else passed.push(read);
  });
  return { passed, bad };
}

/** The commands that were sent. */
interface Asked {
  /** By their ids. */
  readonly names: Map<string, string>;
  readonly secrets: ReplySecrets;
}

function readLine(line: string, asked: Asked): Passed | string {
  const value = parsed(line);
  if (!isJsonObject(value)) return 'expected a JSON object';
  const { time, dir, message } = value;
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(at)) return "expected a time in 'time'";
  if ((dir !== '>' && dir !== '<') || message === undefined)
    return "expected '>' or '<' in 'dir', and a 'message'";
  return { at, ...described(dir, message, asked) };
}

function parsed(line: string): JsonValue | undefined {
  try {
    return parseJson(line);
  } catch {
    return undefined;
  }
}

function described(
  dir: '>' | '<',
  passed: JsonValue,
  { names, secrets }: Asked,
): Omit<Passed, 'at'> {
  if (dir === '>') secrets.noteSent(passed);
  const message = dir === '>' ? passed : secrets.masked(passed);
  const text = printJson(message);
  if (!isJsonObject(message)) return { kind: 'other', text, name: undefined };
  if (dir === '>') return sent(message, text, names);
  if (typeof message.event === 'string') return { kind: 'event', text, name: message.event };
  const isReply = 'return' in message || 'error' in message;
  const { id, ...rest } = message;
  const name = id === undefined ? undefined : names.get(printJson(id));
  return { kind: isReply ? 'reply' : 'other', text: oneLine(printJson(rest)), name };
}

function sent(message: JsonObject, text: string, names: Map<string, string>): Omit<Passed, 'at'> {
  const name = message.execute ?? message['exec-oob'];
  if (typeof name !== 'string') return { kind: 'other', text, name: undefined };
  if (message.id !== undefined) names.set(printJson(message.id), name);
  return { kind: 'sent', text: maskedRequest(text), name };
}
