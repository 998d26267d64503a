// The line that shows how a command is written: mandatory members bare, optional ones in brackets.
import type { Member, Schema, TypeName } from '../../qapi/model.js';
import { viewObject } from '../../qapi/object-view.js';
import { layText } from './rows.js';
import { typeWords } from './type-words.js';

/** Optional members beyond these are told by a row of dots: the rows below have them all. */
const MOST_OPTIONAL = 8;

/** `block_resize size=size [device=str] [node-name=str]`, wrapped. */
export function signatureLines(
  schema: Schema,
  name: string,
  arg: TypeName | undefined,
  columns: number,
): string[] {
  const { members } = viewObject(schema, arg, () => undefined);
  const mandatory = members.filter(member => !member.optional).map(row => memberWord(schema, row));
  const optional = members
    .filter(member => member.optional)
    .map(row => `[${memberWord(schema, row)}]`);
  const rest = optional.length > MOST_OPTIONAL ? ['[...]'] : [];
  const words = [name, ...mandatory, ...optional.slice(0, MOST_OPTIONAL), ...rest];
  return layText(words.join(' '), columns);
}

function memberWord(schema: Schema, { name, type }: Member): string {
  return `${name}=${typeWords(schema, type)}`;
}
