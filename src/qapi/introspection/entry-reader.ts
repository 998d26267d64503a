// The members of one entry of query-qmp-schema's reply, each checked as it is read.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../json/value.js';
import { IntrospectionError } from '../errors.js';

/** One entry. Its methods throw IntrospectionError where a member is not what it must be. */
export class EntryReader {
  readonly #object: JsonObject;
  readonly #index: number;

  /** @param index its place in the reply, from 0, for messages. */
  constructor(value: JsonValue, index: number) {
    if (!isJsonObject(value)) throw new IntrospectionError('expected an object', index);
    this.#object = value;
    this.#index = index;
  }

  has(member: string): boolean {
    return Object.hasOwn(this.#object, member);
  }

  text(member: string): string {
    const value = this.#own(member);
    if (typeof value !== 'string') throw this.#wrong(member, 'a string');
    return value;
  }

  flag(member: string): boolean {
    return this.#own(member) === true;
  }

  list(member: string): EntryReader[] {
    return this.#array(member).map(value => new EntryReader(value, this.#index));
  }

  texts(member: string): string[] {
    return this.#array(member).filter(value => typeof value === 'string');
  }

  /** `features` as a part to spread into a definition: absent where there are none. */
  features(): { readonly features?: readonly string[] } {
    const features = this.texts('features');
    return features.length > 0 ? { features } : {};
  }

  #array(member: string): readonly JsonValue[] {
    const value = this.#own(member);
    if (value === undefined) return [];
    if (!isJsonArray(value)) throw this.#wrong(member, 'an array');
    return value;
  }

  #own(member: string): JsonValue | undefined {
    return this.has(member) ? this.#object[member] : undefined;
  }

  #wrong(member: string, expected: string): IntrospectionError {
    return new IntrospectionError(`expected ${expected} as '${member}'`, this.#index);
  }
}
