// A unix socket connected to before the program is loaded that will speak over it: the server greets meanwhile.
import { connect, type Socket } from 'node:net';
import { MAX_SOCKET_PATH, openTransport } from '../../qmp/open.js';
import { type Target, targetFromText } from '../../qmp/target.js';
import { streamTransport, type Transport } from '../../qmp/transport.js';

let ahead: { readonly path: string; readonly socket: Socket } | undefined;

/** Begins to connect, if the target is a unix socket. Whatever goes wrong is found out again by `takeAhead`. */
export function connectAhead(text: string): void {
  const target = targetFromText(text);
  if (target.kind !== 'unix' || Buffer.byteLength(target.path) > MAX_SOCKET_PATH) return;
  const socket = connect({ path: target.path }).on('error', () => undefined);
  ahead = { path: target.path, socket };
}

/** The connection begun before, once; undefined where there is none to that target. */
export function takeAhead(target: Target, signal: AbortSignal): Promise<Transport> | undefined {
  if (ahead === undefined || target.kind !== 'unix' || target.path !== ahead.path) return undefined;
  const { socket } = ahead;
  ahead = undefined;
  if (socket.destroyed) return openTransport(target, signal);
  if (!socket.connecting) return Promise.resolve(streamTransport(socket));
  return new Promise(resolve => {
    // A second attempt tells why it fails.
    const again = () => resolve(openTransport(target, signal));
    socket.once('error', again).once('connect', () => {
      socket.off('error', again);
      resolve(streamTransport(socket));
    });
  });
}
