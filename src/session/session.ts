// One connection with what belongs to it: its schema, and the record of what was seen. No terminal, and nothing is
// sent here but what finds the schema, when a line needs it.

import type { JsonValue } from '../json/value.js';
import { compileSchema, loadCompiled } from '../qapi/compiled.js';
import { IntrospectionError } from '../qapi/errors.js';
import { importIntrospection } from '../qapi/introspection/import.js';
import type { Schema } from '../qapi/model.js';
import { QmpClient } from '../qmp/client.js';
import type { Reply } from '../qmp/request.js';
import type { Lacking } from '../shell/problem.js';
import { BUNDLED_VERSION } from './bundled-version.js';
import type { ServerKind } from './knowledge.js';
import { type SchemaCache, schemaCache, schemaCacheKey } from './schema-cache.js';
import { memberIn, objectsIn, textIn } from './session-input.js';
import { SessionRecord } from './session-record.js';

/** A session over a negotiated client, which it owns. */
export class Session {
  readonly client: QmpClient;
  readonly record = new SessionRecord();
  readonly #cache: SchemaCache;
  /** The schema that the user gave to take names and descriptions from. */
  readonly #given: Schema | undefined;
  #schema: Promise<Schema | undefined> | undefined;
  #loadedSchema: Schema | undefined;
  /** The key of a schema that came from the cache. */
  #cachedKey: string | undefined;
  #isTold = true;
  #schemaTrouble: string | undefined;
  /** Where there is no server to tell it. */
  #version: string | undefined;
  #named: { readonly of: Schema; readonly schema: Schema } | undefined;

  constructor(client: QmpClient, cache: SchemaCache = schemaCache(), given?: Schema) {
    this.client = client;
    this.#cache = cache;
    this.#given = given;
    client.onEvent(event => this.record.takeEvent(event));
  }

  /** A session without a server, for what only needs a schema: `--dry-run` without a target. */
  static offline(schema: Schema): Session {
    const nowhere = { start: () => undefined, write: () => undefined, close: () => undefined };
    const session = new Session(new QmpClient(nowhere), {
      load: () => undefined,
      store() {},
      drop() {},
    });
    session.#loadedSchema = schema;
    session.#schema = Promise.resolve(schema);
    session.#version = BUNDLED_VERSION;
    return session;
  }

  /** The schema if it is at hand already. */
  get loadedSchema(): Schema | undefined {
    return this.#loadedSchema;
  }

  /** False where the schema is pieced together from old documents: what it does not know may be right all the same. */
  get isSchemaTold(): boolean {
    return this.#isTold;
  }

  /** Why what the server says of its schema could not be read; undefined where it could. */
  get schemaTrouble(): string | undefined {
    return this.#schemaTrouble;
  }

  /** What kind of server this is, for whoever asks what is known of such. */
  get kind(): ServerKind {
    const { isGuestAgent, greeting } = this.client;
    return {
      isGuestAgent,
      version: isGuestAgent ? undefined : (greeting?.version ?? this.#version),
    };
  }

  /**
   * The schema with the names of types and descriptions of everything, as far as they are known; undefined as above.
   * Reads the bundled schema, which takes some milliseconds: for help and completion, not for binding.
   */
  async namedSchema(): Promise<Schema | undefined> {
    const schema = await this.schema();
    if (schema === undefined || !this.#isTold) return schema;
    if (this.#named?.of !== schema) {
      const { namedSchema } = await import('./knowledge.js');
      this.#named = { of: schema, schema: namedSchema(schema, this.kind, this.#given) };
    }
    return this.#named.schema;
  }

  /** Why the server lacks a name that another version has, in words; undefined where nothing is known of it. */
  async whyLacking(lacking: Lacking): Promise<string | undefined> {
    const schema = this.#loadedSchema ?? (await this.schema());
    if (schema === undefined) return undefined;
    const { whyLacking, whyUnknown } = await import('./knowledge.js');
    const why = this.#version === undefined ? whyLacking : whyUnknown;
    return why(lacking, schema, this.kind);
  }

  /**
   * The server's schema, asked for once. One that does not describe itself (before QEMU 2.5, a guest agent) is typed
   * by the documents that qmpsh has; undefined where it does not even list its commands.
   * The same holds for one whose answer is no schema.
   * @throws InterruptedError.
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
    if (this.client.isGuestAgent) return this.#pieceSchema(await this.#agentCommands());
    const list = await this.client.send({ name: 'query-commands' });
    const key = this.#cacheKey(list);
    const cached = key === undefined ? undefined : this.#readCached(key);
    if (cached !== undefined) return cached;
    const reply = await this.client.send({ name: 'query-qmp-schema' });
    if (reply.kind === 'error') return this.#pieceSchema(namesIn(list.value));
    const told = this.#read(reply.value);
    if (told === undefined) return this.#pieceSchema(namesIn(list.value));
    this.#loadedSchema = told;
    if (key !== undefined) this.#cache.store(key, compileSchema(this.#loadedSchema));
    return this.#loadedSchema;
  }

  #read(reply: JsonValue): Schema | undefined {
    try {
      return importIntrospection(reply);
    } catch (error) {
      if (!(error instanceof IntrospectionError)) throw error;
      this.#schemaTrouble = error.message;
      return undefined;
    }
  }

  /** Greeting and list of commands say what a server is: cheap to ask for, where the schema costs it 20 ms. */
  #cacheKey(commands: Reply): string | undefined {
    const greeting = this.client.greeting?.text;
    if (commands.kind === 'error' || greeting === undefined) return undefined;
    return schemaCacheKey(greeting, commands.valueText);
  }

  /** Types the commands of a server that only lists them. */
  async #pieceSchema(commands: readonly string[]): Promise<Schema | undefined> {
    if (commands.length === 0) return undefined;
    const { schemaByCommands } = await import('./knowledge.js');
    this.#isTold = false;
    this.#loadedSchema = schemaByCommands(commands, this.kind, this.#given);
    return this.#loadedSchema;
  }

  async #agentCommands(): Promise<readonly string[]> {
    const info = await this.client.send({ name: 'guest-info' });
    return namesIn(memberIn(info.value, 'supported_commands'));
  }

  #readCached(key: string): Schema | undefined {
    const text = this.#cache.load(key);
    if (text === undefined) return undefined;
    try {
      this.#loadedSchema = loadCompiled(text);
      this.#cachedKey = key;
    } catch {
      this.#cache.drop(key);
    }
    return this.#loadedSchema;
  }
}

/** The names in a list of commands, as query-commands and guest-info give it. */
function namesIn(list: JsonValue | undefined): readonly string[] {
  return objectsIn(list).flatMap(row => textIn(row, 'name') ?? []);
}
