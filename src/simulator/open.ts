// A simulated server as a stream of bytes, for `demo:`: in memory, nothing listens anywhere.
import { Duplex } from 'node:stream';
import type { Peer, Session } from './server/session.js';

/** What a stream or a socket is connected to. */
export interface Endpoint {
  connect(peer: Peer): Session;
  disconnect(session: Session): void;
}

/** A client's end of a new session. */
export function openStream(endpoint: Endpoint): Duplex {
  let goOn: (() => void) | undefined;
  let isEnded = false;
  const flushSoon = gathered(text => stream.push(text));
  const peer: Peer = {
    send: line => {
      if (!isEnded) flushSoon(`${line}\r\n`);
    },
    end: () => {
      if (!isEnded) queueMicrotask(() => stream.push(null));
      isEnded = true;
    },
    resume: () => {
      goOn?.();
      goOn = undefined;
    },
  };
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      if (session.feed(chunk)) done();
      else goOn = done;
    },
    final(done) {
      endpoint.disconnect(session);
      peer.end();
      done();
    },
  });
  const session = endpoint.connect(peer);
  return stream;
}

/** As from a socket: what is said at one time comes in one piece, when the server is done with it. */
function gathered(push: (text: string) => void): (text: string) => void {
  let waiting: string[] = [];
  return text => {
    waiting.push(text);
    if (waiting.length > 1) return;
    queueMicrotask(() => {
      const whole = waiting.join('');
      waiting = [];
      push(whole);
    });
  };
}
