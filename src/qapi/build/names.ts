// The names of types that nobody wrote, as QEMU's own generator names them (scripts/qapi/schema.py).
import type { MemberRow, TypeUse } from '../expressions/definition.js';

/** The arguments of a command or event, written in its place. */
export function argumentName(call: string): string {
  return `q_obj_${call}-arg`;
}

/** The object around a branch of a simple union; arrays are named as in C: `q_obj_strList-wrapper`. */
export function wrapperName(type: string): string {
  const name = type.startsWith('[') ? `${type.slice(1, -1)}List` : type;
  return `q_obj_${name}-wrapper`;
}

/** A struct written in the place of a member's type, which QEMU dropped before it named such types. */
export function nestedName(owner: string, member: string): string {
  return `q_obj_${owner}-${member}`;
}

/** The name of a member's type. */
export function memberType(owner: string, row: MemberRow): string {
  return typeof row.type === 'string' ? row.type : nestedName(owner, row.name);
}

/** The name of the type of arguments; undefined where there are none. */
export function argumentType(call: string, data: TypeUse | undefined): string | undefined {
  if (data === undefined || typeof data === 'string') return data;
  return data.length === 0 ? undefined : argumentName(call);
}
