// One message of a log as lines for a person; what came from a server cannot act on the terminal.
import { parseJson } from '../../json/parse.js';
import { printJson } from '../../json/print.js';
import { isJsonObject, type JsonObject } from '../../json/value.js';
import { messageFromText } from '../../qmp/messages.js';
import { DEMO_COMMAND } from '../../qmp/own-command.js';
import { escapeLine, escapeText } from '../../shell/escape.js';
import { EXIT, type Outcome } from '../../shell/outcome.js';
import { type OutputForm, outcomeText } from '../../shell/output.js';
import { eventLine } from '../prompt/event-lines.js';
import type { Passed } from './read-log.js';

/** The lines for it, without a newline at the end. */
export function shown(passed: Passed, form: OutputForm): string {
  switch (passed.kind) {
    case 'sent':
      return escapeLine(`${clock(passed.at)} ❯ ${requestText(passed.text)}`);
    case 'reply':
      return outcomeText(form, outcomeOf(passed.text), passed.name) ?? '';
    case 'event':
      return eventText(passed);
    case 'other':
      return escapeLine(`${clock(passed.at)} ${passed.text}`);
  }
}

/** `block_resize {"size": 1024}`, `!yank ...` for what was sent out of band. */
function requestText(text: string): string {
  const request = parseJson(text);
  if (!isJsonObject(request)) return text;
  const oob = request['exec-oob'];
  const line = demoLine(request);
  if (line !== undefined) return `.demo ${line}`;
  const args = request.arguments;
  const name = typeof oob === 'string' ? `!${oob}` : String(request.execute);
  return args === undefined ? name : `${name} ${printJson(args)}`;
}

/** A directive to the simulated VM reads as it was typed. */
function demoLine(request: JsonObject): string | undefined {
  const isDemo = request.execute === DEMO_COMMAND || request['exec-oob'] === DEMO_COMMAND;
  return isDemo && isJsonObject(request.arguments) ? String(request.arguments.line) : undefined;
}

/** An error in the words in which it was shown then. */
function outcomeOf(text: string): Outcome {
  const reply = parseJson(text);
  const error = isJsonObject(reply) ? reply.error : undefined;
  if (!isJsonObject(error)) return { json: text, isReply: true };
  const message = `${String(error.class)}: ${String(error.desc)}`;
  return { json: text, isReply: true, failure: { exit: EXIT.error, message } };
}

function eventText({ text, at }: Passed): string {
  const message = messageFromText(text);
  return message.kind === 'event' ? eventLine(message, new Date(at)) : escapeText(text);
}

function clock(at: number): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map(part => String(part).padStart(2, '0'))
    .join(':');
}
