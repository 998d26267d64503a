// A bare name is sent before the schema is looked into: what its reply then says of the name, and of the schema.
import type { Schema } from '../qapi/model.js';
import type { Reply } from '../qmp/request.js';
import { nearest } from '../shell/nearest.js';
import type { ReadyRequest } from './prepared.js';

/** Whether the server lacks a command that was sent without looking into the schema. */
export function mayBeLackingUnseen({ request, unknown }: ReadyRequest, reply: Reply): boolean {
  return reply.errorClass === 'CommandNotFound' && !request.oob && unknown === undefined;
}

/** Whether nothing but a name was sent. */
export function isBare({ request, arguments: args }: ReadyRequest): boolean {
  const { argumentsText, userId } = request;
  return argumentsText === undefined && userId === undefined && Object.keys(args).length === 0;
}

/** Errors of QEMU's input check, and the one of its command list: what a right schema would have foreseen. */
export function isInputError({ errorClass, desc = '' }: Reply): boolean {
  if (errorClass === 'CommandNotFound') return true;
  return /^(Parameter '.*' (is unexpected|is missing|does not accept)|Invalid parameter( type)? )/.test(
    desc,
  );
}

/** `did you mean 'query-status'?`, or nothing. */
export function nearestWords(name: string, schema: Schema): string | undefined {
  const known = nearest(name, schema.commands.keys());
  return known === undefined || known === name ? undefined : `did you mean '${known}'?`;
}
