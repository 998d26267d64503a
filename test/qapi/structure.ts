// What an introspection reply says of a command or event, names of types taken out: by it, replies whose names are
// masked and others can be compared.
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../src/json/value.js';

export class Structure {
  readonly #entries: ReadonlyMap<JsonValue | undefined, JsonObject>;

  constructor(reply: JsonValue) {
    const entries = isJsonArray(reply) ? reply.filter(isJsonObject) : [];
    this.#entries = new Map(entries.map(entry => [entry.name, entry]));
  }

  /** A command's or event's arguments and result, all types spelled out. */
  ofCall(name: string): JsonValue {
    const { 'arg-type': arg, 'ret-type': ret, 'allow-oob': oob = false } = this.#entry(name);
    return [this.#ofType(arg, []), ret === undefined ? null : this.#ofType(ret, []), oob];
  }

  #entry(name: JsonValue | undefined): JsonObject {
    return this.#entries.get(name) ?? {};
  }

  #ofType(name: JsonValue | undefined, above: readonly JsonValue[]): JsonValue {
    if (name === undefined || above.includes(name)) return 'again';
    const spell = (inner: JsonValue | undefined): JsonValue =>
      this.#ofType(inner, [...above, name]);
    const entry = this.#entry(name);
    switch (entry['meta-type']) {
      case 'array':
        return [spell(entry['element-type'])];
      case 'enum':
        return entry.values ?? null;
      case 'builtin':
        return name;
      default:
        return [rows(entry.members, spell), entry.tag ?? null, rows(entry.variants, spell)];
    }
  }
}

function rows(
  list: JsonValue | undefined,
  spell: (type: JsonValue | undefined) => JsonValue,
): JsonValue {
  if (!isJsonArray(list)) return null;
  return list.filter(isJsonObject).map(row => ({ ...row, type: spell(row.type) }));
}
