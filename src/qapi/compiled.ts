// A schema as a text that loads in a millisecond: one line an entry, each parsed when it is first asked for. The
// bundled schemas are kept so in the package; scripts/compile-schema.mjs writes them.
import { LazyMap } from '../json/lazy-map.js';
import { QapiError } from './errors.js';
import type { Command, Event, Schema, SchemaType } from './model.js';

/** Stands first in the text; another number is another shape. */
const HEAD = 'qmpsh schema 1';

/**
 * The text of a schema: after the head, one line an entry, as `command quit {"name": "quit", ...}`; the JSON is the
 * model's own object. Names have no blanks, so that a line's first two words can be read without its JSON.
 */
export function compileSchema(schema: Schema): string {
  return [
    HEAD,
    ...linesOf('command', schema.commands),
    ...linesOf('event', schema.events),
    ...linesOf('type', schema.types),
    '',
  ].join('\n');
}

function linesOf(kind: string, entries: ReadonlyMap<string, unknown>): string[] {
  const named = [...entries].filter(([name]) => /^\S+$/.test(name)); // A hostile server's may have anything in them.
  return named.map(([name, entry]) => `${kind} ${name} ${JSON.stringify(entry)}`);
}

interface Builders {
  readonly command: Map<string, () => Command>;
  readonly event: Map<string, () => Event>;
  readonly type: Map<string, () => SchemaType>;
}

/**
 * The schema of a text that `compileSchema` made, of this version of qmpsh.
 * @throws QapiError where the text is of another making; its entries are taken as they are.
 */
export function loadCompiled(text: string): Schema {
  if (!text.startsWith(`${HEAD}\n`)) throw new QapiError(`expected a schema that begins '${HEAD}'`);
  const builders: Builders = { command: new Map(), event: new Map(), type: new Map() };
  let start = HEAD.length + 1;
  for (let end = text.indexOf('\n', start); end !== -1; end = text.indexOf('\n', start)) {
    addLine(builders, text, start, end);
    start = end + 1;
  }
  return {
    commands: new LazyMap(builders.command),
    events: new LazyMap(builders.event),
    types: new LazyMap(builders.type),
  };
}

function addLine(builders: Builders, text: string, start: number, end: number): void {
  const nameStart = text.indexOf(' ', start) + 1;
  const nameEnd = text.indexOf(' ', nameStart);
  const kind = text.slice(start, nameStart - 1);
  if (!isKind(kind)) throw new QapiError(`unexpected entry '${kind}' in a compiled schema`);
  builders[kind].set(text.slice(nameStart, nameEnd), () =>
    JSON.parse(text.slice(nameEnd + 1, end)),
  );
}

function isKind(word: string): word is keyof Builders {
  return word === 'command' || word === 'event' || word === 'type';
}
