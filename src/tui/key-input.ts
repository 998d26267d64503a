// A terminal's bytes -> input events, with the one timer that a lone Escape needs.
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
