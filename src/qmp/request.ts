// A command as the caller gives it, what the caller gets for it, and its text on the wire.
import { parseJson } from '../json/parse.js';
import { printString } from '../json/print.js';
import { isJsonObject, type JsonValue } from '../json/value.js';

/** One QMP command. qmp-spec, "Issuing Commands". */
export interface CommandRequest {
  readonly name: string;
  /** Send it out of band (`exec-oob`): it overtakes all commands that wait, here and in the server. */
  readonly oob?: boolean;
  /** The arguments as the text of a JSON object, sent as it stands. */
  readonly argumentsText?: string;
  /** The user's own `id`, as JSON text of any kind: put into the reply again, never sent. */
  readonly userId?: string;
  /** The server ends with this command: nothing follows it, not even a newline. `quit` is known without. */
  readonly last?: boolean;
}

/** What a command was answered. */
export interface Reply {
  readonly kind: 'return' | 'error';
  /**
   * The whole message as JSON on one line of ASCII, spaced as QEMU does, digits and order as they came:
   * `{"return": {}}`. Without the session's id; the user's own, if any, stands where the server had the id.
   */
  readonly text: string;
  /** The JSON text of `return` or `error`, on one line. Found when it is first asked for. */
  readonly valueText: string;
  /** The value of `return` or `error`. */
  readonly value: JsonValue;
  /** Of a long list of objects the text of each, in QEMU's spacing; absent where they would have to be looked for. */
  readonly rows?: readonly string[] | undefined;
  /** Only of an error. */
  readonly errorClass?: string;
  /** Only of an error: the server's own words. */
  readonly desc?: string;
}

/**
 * The command on the wire, without a newline: `{"execute":"stop","id":"k3x91"}`. QEMU reads some 300 bytes a
 * millisecond, so every blank left out is felt.
 */
export function commandText(request: CommandRequest, id: string): string {
  const key = request.oob ? 'exec-oob' : 'execute';
  const { argumentsText } = request;
  const args = argumentsText === undefined ? '' : `,"arguments":${argumentsText}`;
  return `{"${key}":${nameText(request.name)}${args},"id":"${id}"}`;
}

/** Names are plain but for what a user may mistype; looking is faster than escaping. */
function nameText(name: string): string {
  return /^[\w.-]+$/.test(name) ? `"${name}"` : printString(name);
}

/**
 * Whether the server ends when it has executed the command. A newline after such a command is never read by QEMU,
 * which turns the end of the connection into a reset, and over TCP loses the reply (measured: 17 of 30).
 */
export function endsServer(request: CommandRequest): boolean {
  if (request.last || request.name === 'quit') return true;
  return request.name === 'human-monitor-command' && isHmpQuit(request.argumentsText);
}

const HMP_QUIT = /^\s*(?:q|quit)\s*$/;

function isHmpQuit(argumentsText: string | undefined): boolean {
  if (argumentsText === undefined) return false;
  try {
    const args = parseJson(argumentsText);
    const line = isJsonObject(args) ? args['command-line'] : undefined;
    return typeof line === 'string' && HMP_QUIT.test(line);
  } catch {
    return false; // The server will say what is wrong with it.
  }
}
