// One connection with what belongs to it: its schema, and the record of what was seen. No terminal, and nothing is
// sent here but what finds the schema, when a line needs it.

import type { Schema } from '../qapi/model.js';
import { QmpClient } from '../qmp/client.js';
import type { Lacking } from '../shell/problem.js';
import { BUNDLED_VERSION } from './bundled-version.js';
import type { ServerKind } from './knowledge.js';
import { findSchema } from './live-schema.js';
import { type SchemaCache, type SchemaKey, schemaCache } from './schema-cache.js';
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
  #cachedKey: SchemaKey | undefined;
  #asked = 'query-commands';
  /** What is still to be done for the cache. */
  #keep: (() => void) | undefined;
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
      knows: () => false,
      load: () => undefined,
      touch() {},
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

  /** The command whose reply `schema` waits for, or waited for last. */
  get schemaCommand(): string {
    return this.#asked;
  }

  /** Keeps all that is for the next session. The connection is left to end with the process, which is quicker. */
  leave(): void {
    this.#keepNow();
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
    const found = await findSchema(this.client, this.#cache, command => {
      this.#asked = command;
    });
    if (found.kind === 'listed') {
      this.#schemaTrouble = found.trouble;
      return this.#pieceSchema(found.commands);
    }
    if (found.kind === 'kept') this.#cachedKey = found.key;
    this.#keepLater(found.keep);
    this.#loadedSchema = found.schema;
    return found.schema;
  }

  /** When the line that wanted the schema is on its way: the server has something to do meanwhile. */
  #keepLater(keep: () => void): void {
    this.#keep = keep;
    setImmediate(() => this.#keepNow());
  }

  #keepNow(): void {
    const keep = this.#keep;
    this.#keep = undefined;
    keep?.();
  }

  /** Types the commands of a server that only lists them. */
  async #pieceSchema(commands: readonly string[]): Promise<Schema | undefined> {
    if (commands.length === 0) return undefined;
    const { schemaByCommands } = await import('./knowledge.js');
    this.#isTold = false;
    this.#loadedSchema = schemaByCommands(commands, this.kind, this.#given);
    return this.#loadedSchema;
  }
}
