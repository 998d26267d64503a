// Which discriminator's values come first: what people mean most often, and what leads to an end.
import { objectOf, type Schema, type TypeName, typeOf } from '../qapi/model.js';

/** By the type of a definition that may stand inside itself, or else. Best first; the rest keep the schema's order. */
const USUAL: readonly string[] = [
  ...['qcow2', 'raw', 'file', 'host_device', 'nbd', 'null-co', 'throttle', 'copy-on-read'],
  ...['unix', 'inet', 'socket', 'pty', 'user', 'tap', 'bridge', 'stream'],
  ...['iothread', 'secret', 'memory-backend-ram', 'memory-backend-file', 'throttle-group'],
];

/** Places in `USUAL` below this do not count. */
const LAST = USUAL.length;

/** Whether it is one of those that people mean most often. */
export function isUsual(value: string): boolean {
  return USUAL.includes(value);
}

/** How early a value comes: lower is earlier, the same for values that nothing is known of. */
export function placeOfValue(
  schema: Schema,
  value: string,
  union: TypeName | undefined,
  isNested: boolean,
): number {
  const usual = USUAL.indexOf(value);
  const place = usual < 0 ? LAST : usual;
  const goesDeeper = isNested && union !== undefined && needsAlternate(schema, union, value);
  return goesDeeper ? place + LAST + 1 : place;
}

/** Whether the branch of a value demands another definition or reference of its kind: a chain with no end. */
function needsAlternate(schema: Schema, union: TypeName, value: string): boolean {
  const branch = objectOf(schema, union)?.branches?.find(row => row.value === value);
  const members = objectOf(schema, branch?.type)?.members ?? [];
  return members.some(member => !member.optional && isAlternate(schema, member.type));
}

function isAlternate(schema: Schema, name: TypeName): boolean {
  const type = typeOf(schema, name);
  if (type?.kind === 'array') return isAlternate(schema, type.element);
  return type?.kind === 'alternate';
}
