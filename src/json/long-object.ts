// A long message of which most is only passed on: its members are read one by one, when somebody asks for them.
import { LONG_TEXT, parseJson } from './parse.js';
import { type Place, surveyJson } from './survey.js';
import type { JsonValue } from './value.js';

/** An object whose text has been walked over, and found to be JSON, but not been read. */
export class LongObject {
  readonly text: string;
  /** Whether the text is ASCII on one line, spaced as QEMU does. */
  readonly isOneLine: boolean;
  readonly #isExact: boolean;
  readonly #places: ReadonlyMap<string, Place>;
  readonly #read = new Map<string, JsonValue | undefined>();

  private constructor(
    text: string,
    isOneLine: boolean,
    isExact: boolean,
    places: Map<string, Place>,
  ) {
    this.text = text;
    this.isOneLine = isOneLine;
    this.#isExact = isExact;
    this.#places = places;
  }

  /** Undefined for a text that is no JSON object. */
  static of(text: string): LongObject | undefined {
    const places = new Map<string, Place>();
    const survey = surveyJson(text, place => {
      if (place.keyStart >= 0) places.set(keyIn(text, place), place);
    });
    if (survey === undefined || !/^[ \t\r\n]*\{/.test(text)) return undefined;
    return new LongObject(text, survey.isOneLine, survey.isExact, places);
  }

  get memberCount(): number {
    return this.#places.size;
  }

  has(key: string): boolean {
    return this.#places.has(key);
  }

  /** The text of a member's value, as it stands; of several of that name the last. */
  textOf(key: string): string | undefined {
    const place = this.#places.get(key);
    return place && this.text.slice(place.start, place.end);
  }

  /** What the member says. */
  read(key: string): JsonValue | undefined {
    if (!this.#read.has(key)) this.#read.set(key, this.#readNow(key));
    return this.#read.get(key);
  }

  #readNow(key: string): JsonValue | undefined {
    const text = this.textOf(key);
    if (text === undefined) return undefined;
    return this.#isExact ? (JSON.parse(text) as JsonValue) : parseJson(text);
  }
}

function keyIn(text: string, { keyStart, keyEnd }: Place): string {
  return JSON.parse(text.slice(keyStart, keyEnd)) as string;
}

/**
 * Reads a text: a long object only as far as somebody asks.
 * @throws JsonSyntaxError
 */
export function readJson(text: string): JsonValue | LongObject {
  return (text.length < LONG_TEXT ? undefined : LongObject.of(text)) ?? parseJson(text);
}
