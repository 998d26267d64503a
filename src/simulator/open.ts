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
  const peer: Peer = {
    send: line => {
      if (!isEnded) stream.push(`${line}\r\n`);
    },
    end: () => {
      if (!isEnded) stream.push(null);
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
