// What a session says: text above the prompt, replies with their numbers, events, each to the block of its line where
// there are blocks.
import { escapeLine, escapeMessage, escapeText } from '../../shell/escape.js';
import { wrapLines } from '../../shell/help/wrap-words.js';
import type { Line } from '../../shell/line.js';
import { type Note, noteText, type Outcome, returnText } from '../../shell/outcome.js';
import type { LinePrompt } from '../../tui/line/prompt.js';
import { terminalColumns } from '../run.js';
import { Replies } from '../screen/replies.js';
import { replyFoot } from '../screen/reply-foot.js';
import { largeText, summaryOf } from '../screen/summary.js';
import { EventFeed } from './event-feed.js';

/** The text for an outcome's reply, ready for the terminal. */
export type Format = (outcome: Outcome, command: string | undefined) => string | undefined;

export class Voice {
  readonly events = new EventFeed(text => this.#sayEvents(text));
  readonly replies = new Replies();
  readonly #format: Format;
  #prompt: LinePrompt | undefined;
  /** What was said before there was a prompt. */
  #early: string[] = [];
  /** The screen's block of each line. */
  readonly #blocks = new WeakMap<Line, number>();
  #isSilent = false;
  /** The line whose reply would stand right below it. */
  newest: Line | undefined;
  /** JSON of what was shown last. */
  lastReply: string | undefined;
  /** How many lines have failed. */
  failures = 0;

  constructor(format: Format) {
    this.#format = format;
  }

  /** How many columns there are for what it says. */
  get columns(): number {
    return this.#prompt?.columns ?? terminalColumns();
  }

  /** Where it speaks from now on; what was said before is said now. */
  begin(prompt: LinePrompt): void {
    this.#prompt = prompt;
    for (const text of this.#early.splice(0)) this.say(text);
  }

  /** Tells the events that have gathered, and nothing after them. */
  end(): void {
    this.events.flush();
    this.#isSilent = true;
  }

  /** What comes of the line belongs to that block of the screen. */
  give(line: Line, block: number): void {
    this.#blocks.set(line, block);
  }

  /**
   * Words above the prompt, broken between them; a server's part must be escaped already. What came of a line goes to
   * its block.
   */
  say(text: string, line?: Line): void {
    if (this.#prompt === undefined) this.#early.push(text);
    else this.print(wrapLines(text, this.columns), line);
  }

  note(note: Note, line?: Line): void {
    this.say(escapeText(noteText(note, this.columns)), line);
  }

  /** Text above the prompt as it is: what may be copied whole, or is laid out already. */
  print(text: string, line?: Line): void {
    if (this.#prompt === undefined) this.#early.push(text);
    else this.#prompt.printAbove(text, line && this.#blocks.get(line));
  }

  /** A reply that does not stand right below its line says which one it is to. */
  reply(line: Line, outcome: Outcome, command: string, tookMs: number): void {
    if (this.newest !== line) this.#sayWhose(escapeLine(command), line);
    this.show(outcome, command, line);
    const foot = this.#prompt?.tellsTimes === true ? replyFoot(outcome, tookMs) : undefined;
    if (foot !== undefined && !this.#isSilent) this.say(foot, line);
  }

  /** Shows what became of a line. */
  show(outcome: Outcome, command: string | undefined, line?: Line): void {
    if (this.#isSilent) return;
    this.events.flush();
    const text = this.#shownText(outcome, command, line);
    if (outcome.json !== undefined) this.lastReply = outcome.json;
    if (text !== undefined) this.print(text, line);
    this.#showFailure(outcome, line);
  }

  #showFailure({ failure, notes = [], isReply, json }: Outcome, line?: Line): void {
    if (failure !== undefined) this.failures += 1;
    const isShown = isReply === true && json !== undefined;
    if (failure !== undefined && !isShown && notes.length === 0)
      this.say(`qmpsh: ${escapeMessage(failure.message)}`, line);
    for (const note of notes) this.note(note, line);
  }

  /** On a screen a reply has a number, and a long one is shown in part. */
  #shownText(outcome: Outcome, command: string | undefined, line?: Line): string | undefined {
    const { json } = outcome;
    if (this.#prompt?.noteReply === undefined || json === undefined)
      return this.#format(outcome, command);
    const number = this.replies.keep(returnText(outcome) ?? json, command);
    const block = line && this.#blocks.get(line);
    if (block !== undefined) this.#prompt.noteReply(block, number);
    if (isNothing(outcome)) return undefined;
    const large = largeText(json, number);
    const text = large ?? this.#format(outcome, command);
    return text && summaryOf(text, number);
  }

  #sayEvents(text: string): void {
    if (this.#prompt?.printBeside === undefined) this.print(text);
    else this.#prompt.printBeside(text.replace(/^/gm, '  '));
  }

  #sayWhose(command: string, line: Line): void {
    const mark = `↳ ${command}`;
    const hasBlock = this.#blocks.has(line) && this.#prompt?.printBeside !== undefined;
    if (hasBlock) this.#prompt?.printBeside?.(mark);
    else this.say(mark, line);
  }
}

/** A return without anything in it: the line below it says that it came. */
function isNothing({ json, isReply }: Outcome): boolean {
  return isReply === true && json !== undefined && /^\{"return": ?(?:\{\}|"")[,}]/.test(json);
}
