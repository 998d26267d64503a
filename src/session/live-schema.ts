// Finds the schema of a server: among those that are kept, or by asking. Nothing else is sent here.
import { IntrospectionError } from '../qapi/errors.js';
import type { Schema } from '../qapi/model.js';
import type { QmpClient } from '../qmp/client.js';
import type { Reply } from '../qmp/request.js';
import type { SchemaCache, SchemaKey } from './schema-cache.js';
import { memberIn, objectsIn, textIn } from './session-input.js';

export type FoundSchema =
  /** From an earlier session; `keep` notes that it was needed again. */
  | {
      readonly kind: 'kept';
      readonly schema: Schema;
      readonly key: SchemaKey;
      readonly keep: () => void;
    }
  /** From the server; `keep` puts it into the cache, which takes a millisecond. */
  | { readonly kind: 'told'; readonly schema: Schema; readonly keep: () => void }
  /** It only lists its commands (before QEMU 2.5, a guest agent), or not even that; or what it tells is no schema. */
  | {
      readonly kind: 'listed';
      readonly commands: readonly string[];
      /** Why what it tells could not be read. */
      readonly trouble?: string;
    };

/** Sends a command without arguments. */
type Ask = (command: string) => Promise<Reply>;

/**
 * Finds the schema of a server that has been negotiated with.
 * @param onAsking called with each command that is waited for.
 * @throws InterruptedError.
 */
export function findSchema(
  client: QmpClient,
  cache: SchemaCache,
  onAsking: (command: string) => void,
): Promise<FoundSchema> {
  const ask: Ask = name => {
    onAsking(name);
    return client.send({ name });
  };
  if (client.isGuestAgent) return listOfAgent(ask);
  const greeting = client.greeting?.text ?? '';
  return cache.knows(greeting) ? keptSchema(ask, cache, greeting) : newSchema(ask, cache, greeting);
}

async function listOfAgent(ask: Ask): Promise<FoundSchema> {
  const { value } = await ask('guest-info');
  return { kind: 'listed', commands: namesIn(memberIn(value, 'supported_commands')) };
}

/** Greeting and list of commands say what a server is: cheap to ask for, where the schema costs it 20 ms. */
async function keptSchema(ask: Ask, cache: SchemaCache, greeting: string): Promise<FoundSchema> {
  const keptText = import('../qapi/introspection/kept-text.js');
  const [list, { loadIntrospection }] = await Promise.all([ask('query-commands'), keptText]);
  const key = { greeting, commands: list.valueText };
  const text = cache.load(key);
  if (text !== undefined) {
    const keep = () => cache.touch(key);
    return { kind: 'kept', schema: loadIntrospection(text), key, keep };
  }
  return toldSchema(await ask('query-qmp-schema'), list, key, cache);
}

/** A server of a kind never met will have to tell all: it is asked at once. */
async function newSchema(ask: Ask, cache: SchemaCache, greeting: string): Promise<FoundSchema> {
  const [list, schema] = await Promise.all([
    ask('query-commands'),
    ask('query-qmp-schema'),
    import('../qapi/introspection/kept-text.js'), // Loaded while the server is busy with it.
  ]);
  return toldSchema(schema, list, { greeting, commands: list.valueText }, cache);
}

/** @param list of the server's commands. */
async function toldSchema(
  reply: Reply,
  list: Reply,
  key: SchemaKey,
  cache: SchemaCache,
): Promise<FoundSchema> {
  if (reply.kind === 'error') return { kind: 'listed', commands: namesIn(list.value) };
  const kept = await import('../qapi/introspection/kept-text.js');
  try {
    const text = kept.introspectionText(reply);
    const keep = () => {
      if (key.greeting !== '' && list.kind === 'return') cache.store(key, text);
    };
    return { kind: 'told', schema: kept.loadIntrospection(text), keep };
  } catch (error) {
    if (!(error instanceof IntrospectionError)) throw error;
    return { kind: 'listed', commands: namesIn(list.value), trouble: error.message };
  }
}

/** The names in a list of commands, as query-commands and guest-info give it; none in an error. */
function namesIn(list: Reply['value'] | undefined): readonly string[] {
  return objectsIn(list).flatMap(row => textIn(row, 'name') ?? []);
}
