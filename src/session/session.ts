// One connection with what belongs to it: its schema, and the record of what was seen. No terminal, and nothing is
// sent here but what finds the schema, when a line needs it.
import { parseJson } from '../json/parse.js';
import { importIntrospection } from '../qapi/introspection/import.js';
import type { Schema } from '../qapi/model.js';
import type { QmpClient } from '../qmp/client.js';
import { type SchemaCache, schemaCache, schemaCacheKey } from './schema-cache.js';
import { SessionRecord } from './session-record.js';

/** A session over a negotiated client, which it owns. */
export class Session {
  readonly client: QmpClient;
  readonly record = new SessionRecord();
  readonly #cache: SchemaCache;
  #schema: Promise<Schema | undefined> | undefined;
  #loadedSchema: Schema | undefined;
  /** The key of a schema that came from the cache. */
  #cachedKey: string | undefined;

  constructor(client: QmpClient, cache: SchemaCache = schemaCache()) {
    this.client = client;
    this.#cache = cache;
    client.onEvent(event => this.record.takeEvent(event));
  }

  /** The schema if it is at hand already. */
  get loadedSchema(): Schema | undefined {
    return this.#loadedSchema;
  }

  /**
   * The server's schema, asked for once; undefined for a server that describes nothing (before QEMU 2.5).
   * @throws InterruptedError; IntrospectionError or JsonSyntaxError where the server's answer is no schema.
   */
  schema(): Promise<Schema | undefined> {
    this.#schema ??= this.#loadSchema();
    return this.#schema;
  }

  /** A reply contradicted the schema: if it came from the cache, it is forgotten, and asked for anew when needed. */
  distrustSchema(): void {
    if (this.#cachedKey === undefined) return;
    this.#cache.drop(this.#cachedKey);
    this.#cachedKey = undefined;
    this.#schema = undefined;
    this.#loadedSchema = undefined;
  }

  async #loadSchema(): Promise<Schema | undefined> {
    const key = await this.#cacheKey();
    const cached = key === undefined ? undefined : this.#readCached(key);
    if (cached !== undefined) return cached;
    const reply = await this.client.send({ name: 'query-qmp-schema' });
    if (reply.kind === 'error') return undefined;
    this.#loadedSchema = importIntrospection(reply.value);
    if (key !== undefined) this.#cache.store(key, reply.valueText);
    return this.#loadedSchema;
  }

  /** Greeting and list of commands say what a server is: cheap to ask for, where the schema costs it 20 ms. */
  async #cacheKey(): Promise<string | undefined> {
    const commands = await this.client.send({ name: 'query-commands' });
    const greeting = this.client.greeting?.text;
    if (commands.kind === 'error' || greeting === undefined) return undefined;
    return schemaCacheKey(greeting, commands.valueText);
  }

  #readCached(key: string): Schema | undefined {
    const text = this.#cache.load(key);
    if (text === undefined) return undefined;
    try {
      this.#loadedSchema = importIntrospection(parseJson(text));
      this.#cachedKey = key;
    } catch {
      this.#cache.drop(key);
    }
    return this.#loadedSchema;
  }
}
