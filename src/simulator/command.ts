// What a command of the simulated VM is: a function of the turn and the arguments, found by name in a table.
import type { JsonObject, JsonValue } from '../json/value.js';
import type { Schema } from '../qapi/model.js';
import type { Turn } from './vm/turn.js';

/** What is beside the VM itself: what the server announces, and the monitors it has. */
export interface World {
  readonly schema: Schema;
  /** The chardevs of the monitors; those that are connected are open. */
  readonly monitors: readonly MonitorInfo[];
  /** The monitor that the command came by; undefined where it came by none. */
  readonly own: string | undefined;
}

export interface MonitorInfo {
  readonly id: string;
  readonly filename: string;
  readonly isOpen: boolean;
}

/**
 * Does a command whose arguments are as the schema says; gives what it returns, undefined for nothing.
 * @throws Refusal where the VM is not as the command needs it.
 */
export type Handler = (turn: Turn, args: JsonObject, world: World) => JsonValue | undefined;

export type HandlerTable = Readonly<Record<string, Handler>>;

/** A command that returns the same always. */
export function constant(value: JsonValue): Handler {
  return () => value;
}
