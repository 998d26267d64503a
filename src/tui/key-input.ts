// A terminal's bytes -> input events, with the one timer that a lone Escape needs; and what else it tells.
import type { InputEvent } from '../editor/keys.js';
import {
  awaitsFlush,
  FLUSH_AFTER,
  flush,
  pushBytes,
  TOKENIZER_START,
} from '../editor/tokenizer.js';

/** Feeds events until the returned function is called. Events of one chunk come together. */
export function readKeys(
  stdin: NodeJS.ReadableStream,
  onEvents: (events: readonly InputEvent[]) => void,
): () => void {
  let state = TOKENIZER_START;
  let timer: NodeJS.Timeout | undefined;
  const take = ([next, events]: ReturnType<typeof flush>) => {
    clearTimeout(timer);
    state = next;
    if (awaitsFlush(state)) timer = setTimeout(() => take(flush(state)), FLUSH_AFTER);
    if (events.length > 0) onEvents(events);
  };
  const onData = (chunk: Buffer) => take(pushBytes(state, chunk));
  stdin.on('data', onData);
  return () => {
    clearTimeout(timer);
    stdin.off('data', onData);
  };
}

/** What a terminal tells whoever owns it. */
export interface TerminalListener {
  keys(events: readonly InputEvent[]): void;
  resized(): void;
  /** Nobody will type any more. */
  gone(): void;
}

/** Listens to a terminal until the returned function is called. */
export function attend(
  stdin: NodeJS.ReadStream,
  stdout: NodeJS.WriteStream,
  { keys, resized, gone }: TerminalListener,
): () => void {
  const stopReading = readKeys(stdin, keys);
  stdin.on('end', gone);
  stdin.on('error', gone);
  stdout.on('resize', resized);
  return () => {
    stopReading();
    stdin.off('end', gone);
    stdin.off('error', gone);
    stdout.off('resize', resized);
  };
}
