// The actions of a transaction: `a... ; b...`, each ended by `;` or by its line.
import { error, type Problem, type Span } from './problem.js';
import { readWord, type Word } from './words.js';

/** One action: its type and its data's members. */
export interface ActionSyntax {
  readonly name: string;
  readonly nameSpan: Span;
  readonly words: readonly Word[];
}

/** What was read, up to the closing bracket or the end of the text. */
export interface ActionsRead {
  readonly syntax: {
    readonly actions: readonly ActionSyntax[];
    /** `properties.completion-mode=grouped` and its like, which may stand among the actions. */
    readonly properties: readonly Word[];
  };
  readonly problems: readonly Problem[];
  /** The text ended before the closing bracket. */
  readonly open: boolean;
  /** Where reading ended, behind the bracket. */
  readonly end: number;
}

/** Reads from `from` on, to a closing `)` where a bracket is open, else to the end. Never throws. */
export function readActions(text: string, from: number, isBracketed: boolean): ActionsRead {
  return new ActionReader(text, from, isBracketed).read();
}

/** The key of a property of the transaction, not of an action that begins like it. */
const PROPERTIES = /^properties(?:\.|$)/;

class ActionReader {
  readonly #text: string;
  readonly #isBracketed: boolean;
  readonly #actions: ActionSyntax[] = [];
  readonly #properties: Word[] = [];
  readonly #problems: Problem[] = [];
  #words: Word[] = [];
  #at: number;

  constructor(text: string, from: number, isBracketed: boolean) {
    this.#text = text;
    this.#at = from;
    this.#isBracketed = isBracketed;
  }

  read(): ActionsRead {
    const open = this.#readActions();
    const syntax = { actions: this.#actions, properties: this.#properties };
    return { syntax, problems: this.#problems, open, end: this.#at };
  }

  /** Says whether the text ended before a closing `)`, or in the middle of a word. */
  #readActions(): boolean {
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!;
      if (char === ')' && this.#isBracketed) return this.#close();
      if (char === ';' || char === '\n') this.#endAction();
      if (/[;\s]/.test(char)) this.#at += 1;
      else if (char === ')') this.#refuseBracket();
      else if (char === '#' && this.#words.length === 0) this.#skipComment();
      else if (!this.#readWord()) return true;
    }
    this.#endAction();
    return true;
  }

  #close(): boolean {
    this.#endAction();
    this.#at += 1;
    return false;
  }

  #refuseBracket(): void {
    const span = { start: this.#at, end: this.#at + 1 };
    this.#problems.push(
      error('syntax', span, "no bracket is open: '.commit' ends the transaction"),
    );
    this.#at += 1;
  }

  #skipComment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #readWord(): boolean {
    const limit = this.#text.length;
    const read = readWord(this.#text, this.#at, { limit, blanksEnd: true, inTransaction: true });
    this.#words.push(read.word);
    this.#problems.push(...read.problems);
    this.#at = read.end;
    return !read.open;
  }

  #endAction(): void {
    const [first, ...words] = this.#words;
    this.#words = [];
    if (first === undefined) return;
    if (PROPERTIES.test(first.key?.text ?? '')) this.#properties.push(first, ...words);
    else if (first.key !== undefined || first.value.kind !== 'text') {
      this.#problems.push(error('syntax', first.span, "expected an action's name first"));
    } else this.#actions.push({ name: first.value.text, nameSpan: first.span, words });
  }
}
