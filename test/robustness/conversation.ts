// A recorded conversation (fixtures/conversation.transcript, QEMU 7.2.22), played again up to any byte of it.
import { readFileSync } from 'node:fs';
import type { Receiver, Transport } from '../../src/qmp/transport.js';

export interface Spoken {
  readonly from: 'client' | 'server';
  /** The message, without its newline. */
  readonly text: string;
}

/** The messages in the order in which they passed; ids begin with `x`. */
export const CONVERSATION: readonly Spoken[] = readFileSync(
  new URL('fixtures/conversation.transcript', import.meta.url),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .map(line => ({ from: line.startsWith('->') ? 'client' : 'server', text: line.slice(3) }));

/** How the server's messages, and those of the client, are on the wire; nothing stands behind a `quit`. */
export function wireText({ from, text }: Spoken): string {
  if (from === 'server') return `${text}\r\n`;
  return text.includes('"quit"') ? text : `${text}\n`;
}

export function wireLength(from: Spoken['from']): number {
  return CONVERSATION.filter(row => row.from === from).reduce(
    (sum, row) => sum + wireText(row).length,
    0,
  );
}

/** The messages of one side that are complete within so many bytes of it. */
export function completeWithin(from: Spoken['from'], bytes: number): readonly string[] {
  let end = 0;
  return CONVERSATION.filter(row => row.from === from).flatMap(row => {
    const isComplete = end + row.text.length <= bytes;
    end += wireText(row).length;
    return isComplete ? [row.text] : [];
  });
}

/** Where the conversation ends. */
export interface Cut {
  /** Whose bytes are counted. */
  readonly from: Spoken['from'];
  readonly after: number;
  readonly error?: Error;
}

/** The recorded server, up to the cut: it speaks its next message as soon as what came before it has been said. */
export class PlayedServer implements Transport {
  readonly #cut: Cut;
  #receiver: Receiver | undefined;
  #at = 0;
  #heard = '';
  #spoken = 0;
  #isOver = false;

  constructor(cut: Cut) {
    this.#cut = cut;
  }

  start(receiver: Receiver): void {
    this.#receiver = receiver;
    queueMicrotask(() => this.#goOn());
  }

  write(bytes: string | Uint8Array): void {
    this.#heard += Buffer.from(bytes).toString('latin1');
    queueMicrotask(() => this.#goOn());
  }

  close(): void {
    this.#isOver = true;
  }

  #goOn(): void {
    for (;;) {
      const row = CONVERSATION[this.#at];
      if (this.#isOver) return;
      if (this.#isCutNow() || row === undefined) {
        this.#end();
        return;
      }
      if (row.from === 'server') this.#speak(wireText(row));
      else if (!this.#hasHeard(row.text)) return;
      this.#at += 1;
    }
  }

  #isCutNow(): boolean {
    const { from, after } = this.#cut;
    return (from === 'server' ? this.#spoken : this.#heard.length) >= after;
  }

  #speak(text: string): void {
    const room = this.#cut.from === 'server' ? this.#cut.after - this.#spoken : text.length;
    const part = text.slice(0, room);
    this.#spoken += part.length;
    this.#receiver?.onBytes(Buffer.from(part));
  }

  #hasHeard(text: string): boolean {
    return this.#heard.includes(text);
  }

  #end(): void {
    this.#isOver = true;
    this.#receiver?.onEnd(this.#cut.error);
  }
}
