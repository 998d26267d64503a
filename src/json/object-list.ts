// A list of objects as QEMU prints it: found to be JSON, and cut into its objects, by one pattern. A short run has no
// compiled walk over a text; native code takes a quarter of what reading the list into values takes.

/** ASCII without escapes, and integers that JavaScript carries: what is found is exact, and on one line. */
const STRING = String.raw`"[^"\\\x00-\x1f\x7f-\uffff]*"`;
const PLAIN = `${STRING}|true|false|null|0|-?[1-9][0-9]{0,14}`;

const listOf = (element: string) => String.raw`\[(?:(?:${element})(?:, (?!\])|(?=\])))*\]`;
const objectOf = (value: string) => String.raw`\{(?:${STRING}: (?:${value})(?:, (?!\})|(?=\})))*\}`;

/** As deep as the entries of a schema are: members are objects in a list, their features strings in another. */
const OBJECT = objectOf(`${PLAIN}|${listOf(`${PLAIN}|${objectOf(`${PLAIN}|${listOf(PLAIN)}`)}`)}`);
const OBJECT_IN_LIST = new RegExp(String.raw`${OBJECT}(?:, (?=\{)|(?=\]))`, 'y');
const COMMA = ', ';

export interface ObjectList {
  /** The offset of its bracket. */
  readonly start: number;
  /** Of each object. */
  readonly texts: readonly string[];
  /** The offset behind the list. */
  readonly end: number;
}

/** The list whose bracket stands at `start`; undefined where it is empty, or is or may be anything else. */
export function objectList(text: string, start: number): ObjectList | undefined {
  if (!text.startsWith('[{', start)) return undefined;
  const texts: string[] = [];
  let at = start + 1;
  for (;;) {
    OBJECT_IN_LIST.lastIndex = at;
    if (!OBJECT_IN_LIST.test(text)) return undefined;
    const next = OBJECT_IN_LIST.lastIndex;
    const isLast = text[next] === ']';
    texts.push(text.slice(at, isLast ? next : next - COMMA.length));
    if (isLast) return { start, texts, end: next + 1 };
    at = next;
  }
}

const FIRST_KEY = new RegExp(String.raw`\{(${STRING}): (?=\[)`, 'y');
const PLAIN_MEMBER = new RegExp(`, (${STRING}): (?:${PLAIN})(?=[,}])`, 'y');

/** A member of an object: its key without quotes, and where its value stands; offsets in UTF-16 units. */
type OnMember = (key: string, start: number, end: number) => void;

/**
 * The list in an object that holds one, and behind it none but plain values: as a reply does.
 * @param onMember is told of each member, also where the text turns out to be none and may be no JSON.
 */
export function listInObject(text: string, onMember: OnMember): ObjectList | undefined {
  FIRST_KEY.lastIndex = 0;
  const key = FIRST_KEY.exec(text)?.[1];
  const start = FIRST_KEY.lastIndex;
  const list = key === undefined ? undefined : objectList(text, start);
  if (key === undefined || list === undefined) return undefined;
  onMember(key.slice(1, -1), start, list.end);
  let at = list.end;
  PLAIN_MEMBER.lastIndex = at;
  for (let next = PLAIN_MEMBER.exec(text); next !== null; next = PLAIN_MEMBER.exec(text)) {
    const [member, quoted = ''] = next;
    const valueStart = at + COMMA.length + quoted.length + ': '.length;
    at += member.length;
    onMember(quoted.slice(1, -1), valueStart, at);
  }
  return text.slice(at) === '}' ? list : undefined;
}
