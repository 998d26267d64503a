// A message -> the command it asks for, or what is wrong with its form. qmp-spec, "Issuing Commands".
import { isJsonObject, type JsonObject, type JsonValue } from '../../json/value.js';
import { Refusal } from '../refusal.js';
import type { Incoming } from '../wire/message-reader.js';
import type { Dialect } from './dialect.js';

export interface Request {
  readonly name: string;
  readonly args: JsonObject;
  readonly isOob: boolean;
  readonly id: JsonValue | undefined;
}

/** A request, or the refusal of what is none. */
export type ReadRequest =
  | { readonly request: Request }
  | { readonly refusal: Refusal; readonly id: JsonValue | undefined };

/** @param allowsOob whether out-of-band execution was negotiated. */
export function readRequest(incoming: Incoming, dialect: Dialect, allowsOob: boolean): ReadRequest {
  if ('problem' in incoming) return { refusal: dialect.syntax(incoming.problem), id: undefined };
  const { value } = incoming;
  if (!isJsonObject(value)) return { refusal: dialect.notObject(), id: undefined };
  try {
    return { request: requestOf(value, dialect, allowsOob) };
  } catch (failure) {
    if (!(failure instanceof Refusal)) throw failure;
    return { refusal: failure, id: value.id };
  }
}

function requestOf(message: JsonObject, dialect: Dialect, allowsOob: boolean): Request {
  let name: string | undefined;
  let isOob = false;
  for (const [member, value] of Object.entries(message)) {
    if (member === 'execute' || (member === 'exec-oob' && allowsOob)) {
      if (typeof value !== 'string') throw dialect.wrongMember(member, 'a string');
      if (name !== undefined)
        throw new Refusal("QMP input member 'execute' clashes with 'exec-oob'");
      name = value;
      isOob = member === 'exec-oob';
    } else if (member === 'arguments') {
      if (!isJsonObject(value)) throw dialect.wrongMember(member, 'an object');
    } else if (member !== 'id') throw dialect.unexpected(member);
  }
  if (name === undefined) throw dialect.lacks('execute');
  const args = message.arguments;
  return { name, args: isJsonObject(args) ? args : {}, isOob, id: message.id };
}
