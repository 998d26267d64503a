// --log: every message of a session, appended as JSON lines with its time, secrets masked. For `replay` as well.
import { appendFileSync, closeSync, openSync } from 'node:fs';
import { parseJson } from '../json/parse.js';
import { printJson, printString } from '../json/print.js';
import { oneLine } from '../json/text.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json/value.js';
import { annotations } from '../shell/annotations-table.js';
import { ReplySecrets } from '../shell/secret-replies.js';
import { maskArguments } from '../shell/secrets.js';
import { UsageError } from './report.js';

/** Only its owner may read a log. */
const MODE = 0o600;

/** What is told of each message: `>` sent, `<` received. */
export type OnWire = (direction: '>' | '<', text: string) => void;

/**
 * Opens a log for appending. Each line is `{"time": "2026-11-20T12:04:31.123Z", "dir": ">", "message": {...}}`.
 * @throws UsageError where it cannot be opened; later failures are told once through `onTrouble`.
 */
export function openLog(path: string, onTrouble: (message: string) => void): OnWire {
  const fd = openToAppend(path);
  let isOpen = true;
  const secrets = new ReplySecrets(annotations);
  return (direction, text) => {
    if (!isOpen) return;
    try {
      appendFileSync(fd, `${logLine(new Date(), direction, text, secrets)}\n`);
    } catch (error) {
      isOpen = false;
      closeSync(fd);
      onTrouble(`the log ends here: ${error instanceof Error ? error.message : error}`);
    }
  };
}

function openToAppend(path: string): number {
  try {
    return openSync(path, 'a', MODE);
  } catch (error) {
    throw new UsageError(`cannot write the log: ${error instanceof Error ? error.message : error}`);
  }
}

/** One line of a log. `secrets` has been told of all lines before it. */
export function logLine(
  time: Date,
  direction: '>' | '<',
  text: string,
  secrets = new ReplySecrets(annotations),
): string {
  if (direction === '>') secrets.noteSent(parseJson(text));
  const message = direction === '>' ? maskedRequest(text) : receivedText(text, secrets);
  return `{"time": "${time.toISOString()}", "dir": "${direction}", "message": ${message}}`;
}

/** What was received is kept digit for digit, unless something in it is secret; what is no JSON is kept as a string. */
function receivedText(text: string, secrets: ReplySecrets): string {
  try {
    const message = parseJson(text);
    const masked = secrets.masked(message);
    return masked === message ? oneLine(text) : printJson(masked);
  } catch {
    return printString(text);
  }
}

/** A command as it was sent, with every secret in its arguments masked; digit for digit where there is none. */
export function maskedRequest(text: string): string {
  const request = parseJson(text);
  if (!isJsonObject(request)) return oneLine(text);
  const name = nameOf(request);
  const args = request.arguments;
  if (name === undefined || args === undefined) return oneLine(text);
  const masked = maskArguments(annotations, name, args);
  const hasSecret = printJson(masked) !== printJson(args);
  return hasSecret ? printJson({ ...request, arguments: masked }) : oneLine(text);
}

function nameOf(request: JsonObject): string | undefined {
  const name: JsonValue | undefined = request.execute ?? request['exec-oob'];
  return typeof name === 'string' ? name : undefined;
}
