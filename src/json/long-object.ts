// A long message of which most is only passed on: its members are read one by one, when somebody asks for them.
import { listInObject, type ObjectList } from './object-list.js';
import { LONG_TEXT, parseJson } from './parse.js';
import { type Place, surveyJson } from './survey.js';
import type { JsonValue } from './value.js';

/**
 * From how many UTF-16 units on a list is worth compiling the pattern that knows it; to LONG_TEXT: on tens of megabytes
 * it overflows its stack.
 */
const LONG_LIST = 32 * 1024;

/** Where a value stands in the text: offsets in UTF-16 units, the end exclusive. */
type Range = Pick<Place, 'start' | 'end'>;

/** An object whose text has been found to be JSON, but not been read. */
export class LongObject {
  readonly text: string;
  /** Whether the text is ASCII on one line, spaced as QEMU does. */
  readonly isOneLine: boolean;
  readonly #isExact: boolean;
  readonly #places: ReadonlyMap<string, Range>;
  readonly #list: ObjectList | undefined;
  readonly #read = new Map<string, JsonValue | undefined>();

  private constructor(
    text: string,
    isOneLine: boolean,
    isExact: boolean,
    places: Map<string, Range>,
    list?: ObjectList,
  ) {
    this.text = text;
    this.isOneLine = isOneLine;
    this.#isExact = isExact;
    this.#places = places;
    this.#list = list;
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

  /** Undefined for a text that is no list of objects in an object, or not as QEMU prints it. */
  static aroundList(text: string): LongObject | undefined {
    const places = new Map<string, Range>();
    const list = listInObject(text, (key, start, end) => places.set(key, { start, end }));
    return list && new LongObject(text, true, true, places, list);
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

  /** The texts of the objects in a member that is a list of them; undefined where they are not known. */
  rowsOf(key: string): readonly string[] | undefined {
    return this.#places.get(key)?.start === this.#list?.start ? this.#list?.texts : undefined;
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
  if (text.length < LONG_LIST) return parseJson(text);
  const known = text.length < LONG_TEXT ? LongObject.aroundList(text) : LongObject.of(text);
  return known ?? parseJson(text);
}
