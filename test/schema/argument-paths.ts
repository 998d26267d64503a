// All that a command takes, to any depth: dotted paths of its members, and the values of enumerations there.
import { type Schema, type TypeName, typeOf } from '../../src/qapi/model.js';

export interface ArgumentPaths {
  /** `options.file.driver`. */
  readonly members: ReadonlySet<string>;
  /** `options.driver` → its values. */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Below this it repeats itself: block nodes hold block nodes. */
const DEEPEST = 5;

export function argumentPaths(schema: Schema, command: string): ArgumentPaths {
  const found = { members: new Set<string>(), values: new Map<string, Set<string>>() };
  const arg = schema.commands.get(command)?.arg;
  if (arg !== undefined) walk(schema, found, arg, [], []);
  return found;
}

function walk(
  schema: Schema,
  found: { readonly members: Set<string>; readonly values: Map<string, Set<string>> },
  name: TypeName,
  path: readonly string[],
  above: readonly TypeName[],
): void {
  const type = typeOf(schema, name);
  if (type === undefined || above.includes(name) || path.length > DEEPEST) return;
  const inside = [...above, name];
  const key = path.join('.');
  switch (type.kind) {
    case 'array':
      walk(schema, found, type.element, path, above);
      break;
    case 'alternate':
      for (const row of type.alternatives) walk(schema, found, row.type, path, inside);
      break;
    case 'enum':
      for (const { name: value } of type.values) {
        found.values.set(key, (found.values.get(key) ?? new Set()).add(value));
      }
      break;
    case 'object':
      for (const member of type.members) {
        found.members.add([...path, member.name].join('.'));
        walk(schema, found, member.type, [...path, member.name], inside);
      }
      for (const branch of type.branches ?? []) walk(schema, found, branch.type, path, inside);
  }
}
