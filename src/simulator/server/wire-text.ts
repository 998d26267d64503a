// Messages as they go out: keys in QEMU's order, pure ASCII, a line each.
import { printJson } from '../../json/print.js';
import type { JsonObject, JsonValue } from '../../json/value.js';
import type { Version } from '../version.js';
import type { Answer, SimulatedEvent } from '../vm/state.js';

export function greetingText(version: JsonObject, { isModern }: Version): string {
  return greeting(version, isModern ? ['oob'] : []);
}

/** The greeting of a server of which no more is known than its version. */
export function greeting(version: JsonObject, capabilities: readonly string[]): string {
  return printJson({ QMP: { version, capabilities } });
}

/** A return has its id last, an error first. */
export function answerText(answer: Answer, id: JsonValue | undefined): string {
  const own = id === undefined ? {} : { id };
  if (answer.kind === 'return') return printJson({ return: answer.value, ...own });
  const { errorClass, desc } = answer;
  return printJson({ ...own, error: { class: errorClass, desc } });
}

export function eventText({ name, data, time }: SimulatedEvent): string {
  const micros = Math.round(time * 1000);
  const timestamp = { seconds: Math.floor(micros / 1e6), microseconds: micros % 1e6 };
  return printJson({ timestamp, event: name, ...(data === undefined ? {} : { data }) });
}
