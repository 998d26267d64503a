// What a host of the line editor gives and gets, the same with a terminal that can be drawn on and with one that cannot.
import type { Completion } from '../../editor/menu.js';
import type { Mark } from './below.js';

export interface PromptOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** One line, colours allowed; asked for at every frame. Everything shown is shown as it is given. */
  readonly prompt: () => string;
  /** Lines of history, the first to be offered first. */
  readonly recall: () => readonly string[];
  /** Whether Enter runs the text or goes on in a new line. */
  readonly validate: (text: string) => 'complete' | 'incomplete';
  /** Candidates for a place; `explicit` when Tab asked. A late answer is dropped if the line has moved on. */
  readonly complete?: (
    text: string,
    cursor: number,
    explicit: boolean,
  ) => Completion | undefined | Promise<Completion | undefined>;
  /** What is wrong with the text; asked whenever it changes, so it must be quick. */
  readonly check?: (text: string) => readonly Mark[];
  /** The text as it stays behind in the scrollback, of the same length: without its secrets. */
  readonly veil?: (text: string) => string;
  /** A line was entered. While the promise is open, the prompt is away unless something is typed. */
  readonly onSubmit: (line: string) => void | Promise<void>;
  /** Ctrl-C; `abandoned` is the text that was dropped, empty when there was none. */
  readonly onInterrupt: (abandoned: string) => void;
  /** The program ends in the middle of a line: the text that was not sent. Must be done when it returns. */
  readonly onDraft?: (text: string) => void;
  /** The line is wanted in the person's own editor; it stays as it is until `setText`. */
  readonly onEdit?: (text: string) => void;
  /** Ctrl-D on an empty line, or the terminal is gone. */
  readonly onEnd: () => void;
}

export interface Question {
  readonly text: string;
  /** A secret: nothing of the answer is shown. */
  readonly hidden?: boolean;
}

export interface LinePrompt {
  start(): void;
  /** Text for the scrollback, of the block of a line where there are such; what is being typed stays as it is, below. */
  printAbove(text: string, block?: number): void;
  /** Text for the scrollback alone: where there is more than that, it stands in another place. */
  printBeside?(text: string): void;
  /** The prompt has changed. */
  redraw(): void;
  /** Something beside the line has changed, such as a job's progress; shown where there is room for it. */
  changed?(): void;
  /** The reply to a block's line can be opened by that number. */
  noteReply?(block: number, reply: number): void;
  /** Shows a reply in a viewer, the last one without a number. */
  openReply?(number: number | undefined): void;
  /** How many columns what is printed may take, where that is not the whole terminal. */
  readonly columns?: number;
  /** Whether replies are followed by how long they took. */
  readonly tellsTimes?: boolean;
  /** What `check` and `complete` know has changed. */
  recheck(): void;
  /** Another text to edit. */
  setText(text: string): void;
  /** A question in place of the prompt; undefined when Ctrl-C or Ctrl-D was the answer. The draft comes back after it. */
  ask(question: Question): Promise<string | undefined>;
  /** The question that is open has lost its sense: its answer is undefined. */
  dismiss(): void;
  /** Gives the terminal away while the action runs, as to a pager. */
  lend<Result>(action: () => Promise<Result>): Promise<Result>;
  /** Gives the terminal back for good. Nothing is called afterwards. */
  stop(): void;
}
