// A transaction that is being put together, line by line: data and what follows from it.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../json/value.js';

/** Not sent yet, any of it. */
export interface OpenTransaction {
  /** `{"type": ..., "data": {...}}` each. */
  readonly actions: readonly JsonObject[];
  /** `{"completion-mode": "grouped"}` and its like. */
  readonly properties: JsonObject;
}

export const NOTHING_LISTED: OpenTransaction = { actions: [], properties: {} };

/** With what a line has added, given as the arguments that it would have as a transaction of its own. */
export function withLine(open: OpenTransaction, args: JsonObject): OpenTransaction {
  return {
    actions: [...open.actions, ...objectsOf(args.actions)],
    properties: { ...open.properties, ...(isJsonObject(args.properties) ? args.properties : {}) },
  };
}

/** The arguments of the command that does it all. */
export function transactionArguments({ actions, properties }: OpenTransaction): JsonObject {
  return Object.keys(properties).length === 0 ? { actions } : { actions, properties };
}

/** The actions in a transaction's arguments. */
export function objectsOf(list: JsonValue | undefined): readonly JsonObject[] {
  return isJsonArray(list) ? list.filter(isJsonObject) : [];
}
