// What a request does, judged on its decoded form just before it is sent, whatever way it was written.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, own } from '../json/value.js';
import { type Annotations, anyNotes, commandNotes, type Effect } from './annotations.js';

/** Effects from harmless to final. */
const ORDER: readonly Effect[] = ['query', 'change', 'damage', 'end'];

/** What the request does at worst; undefined for a command that the annotations do not know. */
export function effectOf(
  annotations: Annotations,
  name: string,
  args: JsonObject,
): Effect | undefined {
  const notes = anyNotes(annotations, name);
  if (notes?.guard === 'hmp') return hmpEffect(annotations, textOf(args['command-line']));
  if (notes?.guard === 'actions') return worst(actionEffects(annotations, args.actions));
  return notes?.effect;
}

function actionEffects(
  annotations: Annotations,
  actions: JsonValue | undefined,
): (Effect | undefined)[] {
  const list = isJsonArray(actions) ? actions.filter(isJsonObject) : [];
  return list.map(action => {
    const data = isJsonObject(action.data) ? action.data : {};
    return action.type === 'abort' ? 'change' : effectOf(annotations, textOf(action.type), data);
  });
}

function worst(effects: readonly (Effect | undefined)[]): Effect {
  const places = effects.map(effect => ORDER.indexOf(effect ?? 'change'));
  return ORDER[Math.max(1, ...places)]!;
}

/** What a line of the human monitor does, by its first word. */
export function hmpEffect(annotations: Annotations, line: string): Effect {
  return own(annotations.hmp.effects, firstWord(line)) ?? 'change';
}

function firstWord(line: string): string {
  return /^\S+/.exec(line.trimStart())?.[0] ?? '';
}

/**
 * Why --read-only refuses the request, or undefined where it lets it pass: an allow-list of what changes nothing.
 * Names of experiments (`x-`) and of downstream extensions (`__`) may mean anything and are not on it.
 */
export function readOnlyRefusal(
  annotations: Annotations,
  name: string,
  args: JsonObject,
): string | undefined {
  if (/^(x-|x_|__)/.test(name))
    return `'${name}' may change anything: --read-only refuses x- and __ names`;
  if (name === 'transaction') return '--read-only refuses transactions';
  if (name === 'qmp_capabilities') return undefined;
  const isHmp = anyNotes(annotations, name)?.guard === 'hmp';
  const hmp = isHmp ? textOf(args['command-line']) : undefined;
  // Not all that only looks: to look at memory may be to read a device's.
  if (hmp === undefined || annotations.hmp['read-only'].includes(firstWord(hmp))) {
    const effect = effectOf(annotations, name, args);
    if (effect === 'query') return fatalRefusal(annotations, name, args);
  }
  const what = `'${hmp ?? name}'`;
  return `${what} may change something: --read-only refuses all that is not known to only look`;
}

/** A query that is known to end some servers when it is asked of this value. */
function fatalRefusal(
  annotations: Annotations,
  name: string,
  args: JsonObject,
): string | undefined {
  const fatal = commandNotes(annotations, name)?.fatal ?? [];
  const found = textsIn(args).find(text => fatal.includes(text));
  if (found === undefined) return undefined;
  return `'${name}' of '${found}' can end the server (it creates one to look at): --read-only refuses it`;
}

function textsIn(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isJsonArray(value)) return value.flatMap(textsIn);
  return isJsonObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** Whether the text of an HMP reply, which QMP calls a success, tells of an error. */
export function isHmpError(annotations: Annotations, text: string): boolean {
  const { 'error-prefixes': prefixes, 'error-parts': parts } = annotations.hmp;
  return (
    prefixes.some(prefix => text.startsWith(prefix)) || parts.some(part => text.includes(part))
  );
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
