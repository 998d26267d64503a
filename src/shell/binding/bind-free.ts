// Binding without a schema, for servers that describe nothing: keys make objects and lists by their look, values
// go by their form, except that a member annotated with a unit is a number.
import { setMember } from '../../json/parse.js';
import { type JsonObject, type JsonValue, numberFromText } from '../../json/value.js';
import { readInteger } from '../numbers.js';
import { checkSize } from './integer-rules.js';
import { openValue } from './open-value.js';
import { type Given, givenTwice, notesOf, type Walk } from './walk.js';

/** The arguments of a command whose types nobody knows. */
export function bindByForm(walk: Walk, givens: readonly Given[]): JsonObject {
  tellTwice(walk, givens);
  const object: Record<string, JsonValue> = { ...bindFree(givens) };
  for (const given of givens) {
    const path = given.path.map(step => step.text);
    const { value } = given;
    if (path.length !== 1 || value.kind !== 'text' || notesOf(walk, path)?.unit === undefined)
      continue;
    const read = readInteger(value.text);
    if (!read.ok) continue;
    checkSize(walk, path, read, value);
    setMember(object, path[0]!, numberFromText(String(read.value)));
  }
  return object;
}

/** A member that is given again, or whole as well as in parts. */
function tellTwice(walk: Walk, givens: readonly Given[]): void {
  givens.forEach((given, index) => {
    if (givens.slice(0, index).some(earlier => overlap(earlier, given))) givenTwice(walk, given);
  });
}

/** Whether the way to one leads through the other. */
function overlap({ path: one }: Given, { path: other }: Given): boolean {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length).every((step, index) => step.text === other[index]?.text);
}

/** `a.b=1 list.0=x` -> `{"a": {"b": 1}, "list": ["x"]}`. */
export function bindFree(givens: readonly Given[]): JsonObject {
  const groups = new Map<string, Given[]>();
  for (const given of givens) {
    const name = given.path[0]?.text ?? '';
    groups.set(name, [...(groups.get(name) ?? []), given]);
  }
  const object: Record<string, JsonValue> = {};
  for (const [name, group] of groups) setMember(object, name, bindFreeGroup(group));
  return object;
}

/** What givens that share their first step make of its value. */
export function bindFreeGroup(group: readonly Given[]): JsonValue {
  const whole = group.findLast(given => given.path.length === 1);
  if (whole !== undefined) return openValue(whole.value);
  const parts = group.map(given => ({ ...given, path: given.path.slice(1) }));
  const object = bindFree(parts);
  const names = Object.keys(object);
  const isList = names.every((name, index) => name === String(index));
  return isList ? names.map(name => object[name]!) : object;
}
