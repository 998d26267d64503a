// `?NAME`: the one place where help on a name of QMP is written, for the prompt and the command line.
import { BUILTIN_TYPES, type Schema } from '../../qapi/model.js';
import { findInMap } from '../../qapi/object-view.js';
import { nearest } from '../nearest.js';
import { commandHelp, eventHelp } from './call-help.js';
import { type HelpSources, type HelpTopic, readTopic } from './sources.js';
import { typeHelp } from './type-help.js';

/**
 * Help on a command, event or type, as lines that fit the terminal; undefined where the schema has no such name.
 * @param text `NAME [member=value ...]`.
 */
export function helpOn(sources: HelpSources, text: string): readonly string[] | undefined {
  const topic = readTopic(text);
  return (
    linesOn(sources, topic) ??
    linesOn(sources, { ...topic, name: otherCase(sources.schema, topic) })
  );
}

function linesOn(sources: HelpSources, topic: HelpTopic): readonly string[] | undefined {
  const { commands, events, types } = sources.schema;
  const { name } = topic;
  const command = findInMap(commands, name);
  if (command !== undefined) return commandHelp(sources, command, { ...topic, name: command.name });
  const event = findInMap(events, name);
  if (event !== undefined) return eventHelp(sources, event, { ...topic, name: event.name });
  const type = types.get(name) ?? typeNamed(sources.schema, name) ?? BUILTIN_TYPES.get(name);
  return type && typeHelp(sources, type, topic);
}

/** A type by its name without what tells apart the documents of different times. */
function typeNamed({ types }: Schema, name: string) {
  const found = [...types.keys()].find(key => key.startsWith(`${name}@`));
  return found === undefined ? undefined : types.get(found);
}

/** The name as the schema spells it, where it was typed in other letters: `blockio_error`, `jobstatus`. */
function otherCase(schema: Schema, { name }: HelpTopic): string {
  const typed = name.toLowerCase();
  return namesOf(schema).find(known => known.toLowerCase() === typed) ?? name;
}

/** `; did you mean 'block_resize'?` for a name that is none. */
export function nearestName(schema: Schema, name: string): string | undefined {
  return nearest(name, namesOf(schema));
}

function namesOf({ commands, events, types }: Schema): string[] {
  return [...commands.keys(), ...events.keys(), ...types.keys()];
}
