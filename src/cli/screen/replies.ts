// The replies of a session, by number, to be opened again: bounded by their number and their length.

export interface KeptReply {
  readonly number: number;
  readonly title: string;
  readonly json: string;
  readonly command: string | undefined;
}

const MOST_REPLIES = 200;
/** Of JSON text, in UTF-16 units; the last reply is kept however long it is. */
const MOST_LENGTH = 32 * 1024 * 1024;

export class Replies {
  #kept: KeptReply[] = [];
  #length = 0;
  #next = 1;

  /** Keeps a reply and gives its number. @param command whose it is, where it is a command's */
  keep(json: string, command: string | undefined): number {
    const number = this.#next;
    this.#next += 1;
    this.#kept.push({ number, title: `${number} ${command ?? ''}`.trim(), json, command });
    this.#length += json.length;
    while (this.#kept.length > 1 && this.#isTooMuch())
      this.#length -= this.#kept.shift()?.json.length ?? 0;
    return number;
  }

  /** The reply of that number, or the last one. */
  find(number: number | undefined): KeptReply | undefined {
    return number === undefined
      ? this.#kept.at(-1)
      : this.#kept.find(each => each.number === number);
  }

  /** All that are kept, the newest first. */
  get newestFirst(): readonly KeptReply[] {
    return this.#kept.toReversed();
  }

  #isTooMuch(): boolean {
    return this.#length > MOST_LENGTH || this.#kept.length > MOST_REPLIES;
  }
}
