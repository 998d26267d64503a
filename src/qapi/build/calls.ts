// Commands and events -> those of the model.
import type { CommandDefinition, EventDefinition } from '../expressions/definition.js';
import type { Command, Event } from '../model.js';
import { argumentType } from './names.js';
import { type Building, marks } from './types.js';

export function buildCommand(building: Building, command: CommandDefinition): Command {
  const { name, data, returns, allowOob, allowPreconfig, successResponse, boxed, gen } = command;
  const arg = argumentType(name, data);
  return {
    name,
    ...(arg !== undefined && { arg }),
    ...(returns !== undefined && { ret: returns }),
    allowOob,
    allowPreconfig,
    successResponse,
    closed: gen,
    boxed,
    ...marks(command, building.docs(command).doc),
  };
}

export function buildEvent(building: Building, event: EventDefinition): Event {
  const { name, data, boxed } = event;
  const arg = argumentType(name, data);
  return {
    name,
    ...(arg !== undefined && { arg }),
    boxed,
    ...marks(event, building.docs(event).doc),
  };
}
