// The simulated VM as a stream of bytes, for `demo:`: in memory, nothing listens anywhere.
import { Duplex } from 'node:stream';
import { SimulatedServer } from './server.js';

/** A VM of its own behind each stream; it ends with it. */
export function openSimulator(now: () => number = Date.now): Duplex {
  const server = new SimulatedServer(now);
  const input = new LineInput();
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      for (const line of input.push(chunk.toString('latin1'))) {
        for (const answer of server.take(line)) stream.push(`${answer}\r\n`);
        if (server.hasQuit) stream.push(null);
      }
      done();
    },
    final(done) {
      stream.push(null);
      done();
    },
  });
  stream.push(`${server.greeting()}\r\n`);
  return stream;
}

/** Cuts what a client writes into messages: an object is complete where its last brace closes. */
class LineInput {
  #text = '';

  push(chunk: string): string[] {
    this.#text += chunk;
    const messages: string[] = [];
    for (let end = objectEnd(this.#text); end > 0; end = objectEnd(this.#text)) {
      messages.push(this.#text.slice(0, end));
      this.#text = this.#text.slice(end);
    }
    return messages;
  }
}

/** The offset after the first complete object, or 0. */
function objectEnd(text: string): number {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') inString = !inString;
    else if (inString) at += char === '\\' ? 1 : 0;
    else if (char === '{') depth += 1;
    else if (char === '}') depth -= 1;
    if (char === '}' && !inString && depth === 0) return at + 1;
  }
  return 0;
}
