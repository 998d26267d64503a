// Outcomes of commands that got no reply: given up, or lost with the connection.
import { endText } from '../qmp/connection-end.js';
import type { InterruptedError } from '../qmp/errors.js';
import { type CommandRequest, endsServer } from '../qmp/request.js';
import { EXIT, type Outcome } from '../shell/outcome.js';

export const INTERRUPTED: Outcome = {
  failure: {
    exit: EXIT.interrupted,
    message: 'interrupted; the command itself goes on in the server',
  },
};

export function timedOut(name: string, ms = 0): Outcome {
  const message = `no reply to '${name}' within ${ms / 1000} s; the command itself goes on in the server`;
  return { failure: { exit: EXIT.timeout, message, kind: 'timeout' } };
}

/** A quit whose reply was lost on the way has done what it was told to. */
export function lostOutcome(request: CommandRequest, lost: InterruptedError): Outcome {
  if (endsServer(request) && lost.wasSent && lost.end.expected)
    return { json: replyOfQuit(request), isReply: true };
  const message = `no reply to '${request.name}': ${endText(lost.end)}`;
  return { failure: { exit: EXIT.lost, message } };
}

/** What the server would have answered; the human monitor's quit returns its text, which is none. */
function replyOfQuit({ name, userId }: CommandRequest): string {
  const value = name === 'quit' ? '{}' : '""';
  return `{"return": ${value}${userId === undefined ? '' : `, "id": ${userId}`}}`;
}
