// Commands and events -> those of the model.
import type { CommandDefinition, EventDefinition } from '../expressions/definition.js';
import type { Command, Event } from '../model.js';
import { withDoc } from './doc-source.js';
import { argumentType } from './names.js';
import { type Building, marks } from './types.js';

export function buildCommand(building: Building, definition: CommandDefinition): Command {
  const { name, data, returns, allowOob, allowPreconfig, successResponse, boxed, gen } = definition;
  const arg = argumentType(name, data);
  const command: Command = {
    name,
    ...(arg !== undefined && { arg }),
    ...(returns !== undefined && { ret: returns }),
    allowOob,
    allowPreconfig,
    successResponse,
    closed: gen,
    boxed,
    ...marks(definition),
  };
  return withDoc(command, building.docs, definition);
}

export function buildEvent(building: Building, definition: EventDefinition): Event {
  const { name, data, boxed } = definition;
  const arg = argumentType(name, data);
  const event: Event = { name, ...(arg !== undefined && { arg }), boxed, ...marks(definition) };
  return withDoc(event, building.docs, definition);
}
