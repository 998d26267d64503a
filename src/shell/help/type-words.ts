// A type in a few words, as it stands beside a member: `size`, `on|off|auto`, `[BlockInfo]`, `BlockdevRef`.
import { type Schema, type SchemaType, type TypeName, typeOf } from '../../qapi/model.js';

/** How many values of an enumeration are written out, and how long they may be together. */
const MOST_VALUES = 5;
const MOST_CHARACTERS = 28;

/** Masked names of a server say nothing to people: such a type is told by its kind. */
export function typeWords(schema: Schema, name: TypeName): string {
  if (name.startsWith('[')) return `[${typeWords(schema, name.slice(1, -1))}]`;
  const type = typeOf(schema, name);
  if (type?.kind === 'enum') return enumWords(type);
  if (type?.kind === 'array') return `[${typeWords(schema, type.element)}]`;
  return isMasked(name) ? (type?.kind ?? 'value') : shownName(name);
}

function enumWords({ name, values }: Extract<SchemaType, { kind: 'enum' }>): string {
  const words = values.map(value => value.name).join('|');
  const isShort = values.length <= MOST_VALUES && words.length <= MOST_CHARACTERS;
  if (isShort) return words;
  return isMasked(name) ? `one of ${values.length} values` : shownName(name);
}

export function isMasked(name: TypeName): boolean {
  return /^\d+$/.test(name);
}

/** Without the mark that tells apart documents of different times. */
export function shownName(name: TypeName): string {
  return name.replace(/@[\w.-]+$/, '');
}

/** The type that a list's elements are of, or the type itself. */
export function elementOf(name: TypeName): TypeName {
  return name.replace(/^\[+|\]+$/g, '');
}
