// Lists of lists and alternates of alternates must come to an end: whoever walks the types of one value relies on it.
// No schema of QEMU has even two of them in each other.
import { IntrospectionError } from '../errors.js';
import { type Schema, type SchemaType, typeOf } from '../model.js';

const MOST_LEVELS = 8;

/** @throws IntrospectionError where lists and alternates are within each other, in a circle or too deep. */
export function checkNesting(schema: Schema): void {
  const levels = new Map<string, number>();
  for (const [name, type] of schema.types) {
    levelsOf(name, 0);
    if (type.kind === 'object') for (const member of type.members) levelsOf(member.type, 0);
  }

  /** How many lists and alternates begin with this one; `above` are around it. */
  function levelsOf(name: string, above: number): number {
    const known = levels.get(name);
    if (above + (known ?? 0) > MOST_LEVELS) throw tooDeep(name);
    if (known !== undefined) return known;
    levels.set(name, MOST_LEVELS + 1); // While it is being looked at: to come back to it is a circle.
    const inner = elementsOf(typeOf(schema, name)).map(element => levelsOf(element, above + 1) + 1);
    const most = Math.max(0, ...inner);
    levels.set(name, most);
    return most;
  }
}

function tooDeep(name: string): IntrospectionError {
  const shown = name.length > 40 ? `${name.slice(0, 40)}...` : name;
  return new IntrospectionError(
    `lists and alternates are nested deeper than ${MOST_LEVELS} levels: '${shown}'`,
  );
}

function elementsOf(type: SchemaType | undefined): readonly string[] {
  if (type?.kind === 'array') return [type.element];
  return type?.kind === 'alternate' ? type.alternatives.map(row => row.type) : [];
}
