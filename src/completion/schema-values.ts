// Values of a kind that the schema itself tells: format drivers where a member takes them as text.
import { objectOf, type Schema, typeOf } from '../qapi/model.js';
import type { LiveValue } from './candidate.js';

/** By kind of source: the command and member whose enum has them. */
const HOLDERS: Readonly<Record<string, readonly [command: string, member: string]>> = {
  'block-format': ['blockdev-add', 'driver'],
  'object-type': ['object-add', 'qom-type'],
};

/** The values, or undefined for a kind that the schema does not tell. */
export function schemaValues(
  schema: Schema | undefined,
  kind: string,
): readonly LiveValue[] | undefined {
  const [command, member] = HOLDERS[kind] ?? [];
  if (schema === undefined || command === undefined) return undefined;
  const arg = objectOf(schema, schema.commands.get(command)?.arg);
  const name = arg?.members.find(row => row.name === member)?.type;
  const type = name === undefined ? undefined : typeOf(schema, name);
  return type?.kind === 'enum' ? type.values.map(value => ({ name: value.name })) : undefined;
}
