// `.demo ...`: what a person has happen to the simulated VM, which no command of QMP does.
import { printJson } from '../json/print.js';
import { isJsonArray, isJsonObject, type JsonValue } from '../json/value.js';
import { DEMO_COMMAND } from '../qmp/own-command.js';
import { EXIT, NOTHING_SHOWN, type Outcome } from '../shell/outcome.js';
import type { Session } from './session.js';

/** Sends it, out of band where that is possible: it must get through to a server that hangs. */
export async function runDemoDirective({ client }: Session, rest: string): Promise<Outcome> {
  const argumentsText = printJson({ line: rest });
  const reply = await client.send({ name: DEMO_COMMAND, argumentsText, oob: client.oob });
  if (reply.kind === 'return') return shown(reply.value);
  if (reply.errorClass === 'CommandNotFound')
    return refused('.demo is for the simulated VM (the target demo:); this server is none');
  return refused(`.demo: ${reply.desc}`);
}

function refused(message: string): Outcome {
  return { failure: { exit: EXIT.usage, message, kind: 'refused' } };
}

/** Without words: what there is. */
function shown(value: JsonValue): Outcome {
  if (!isJsonArray(value)) return NOTHING_SHOWN;
  const rows = value.filter(isJsonObject).map(row => [String(row.directive), String(row.what)]);
  const width = Math.max(...rows.map(([directive = '']) => directive.length));
  const text = rows.map(([directive = '', what]) => `  ${directive.padEnd(width)}   ${what}`);
  return { json: printJson(value), text: text.join('\n') };
}
