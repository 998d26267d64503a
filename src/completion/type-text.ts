// A type in a few words, for people.
import { type Schema, type TypeName, typeOf } from '../qapi/model.js';

/** A live server masks its types as numbers, which say nothing. */
const MASKED = /^[0-9]+$/;

/** `int`, `BlockdevDriver`, `list of str`; of a type whose name is masked, what kind it is. */
export function typeText(schema: Schema, name: TypeName): string {
  const type = typeOf(schema, name);
  if (type === undefined) return name;
  switch (type.kind) {
    case 'builtin':
      return name;
    case 'array':
      return `list of ${typeText(schema, type.element)}`;
    case 'alternate':
      return MASKED.test(name)
        ? [...new Set(type.alternatives.map(row => typeText(schema, row.type)))].join(' or ')
        : name;
    default:
      return MASKED.test(name) ? type.kind : name;
  }
}
