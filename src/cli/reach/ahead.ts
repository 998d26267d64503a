// A unix socket connected to before the program is loaded that will speak over it: the server greets meanwhile.
import { connect } from 'node:net';
import { MAX_SOCKET_PATH } from '../../qmp/open.js';
import { SocketTransport } from '../../qmp/socket-transport.js';
import { type Target, targetFromText } from '../../qmp/target.js';
import type { Transport } from '../../qmp/transport.js';

let ahead: { readonly path: string; readonly transport: SocketTransport } | undefined;

/** Begins to connect, if the target is a unix socket. Whatever goes wrong is found out again by `takeAhead`. */
export function connectAhead(text: string): void {
  const target = targetFromText(text);
  if (target.kind !== 'unix' || Buffer.byteLength(target.path) > MAX_SOCKET_PATH) return;
  const { path } = target;
  const transport = new SocketTransport(onread => connect({ path, onread }));
  transport.socket.on('error', () => undefined);
  ahead = { path, transport };
}

/** The connection begun before, once; undefined where there is none to that target, or it fails. */
export function takeAhead(target: Target): Promise<Transport | undefined> | undefined {
  if (ahead === undefined || target.kind !== 'unix' || target.path !== ahead.path) return undefined;
  const { transport } = ahead;
  const { socket } = transport;
  ahead = undefined;
  if (socket.destroyed) return undefined;
  if (!socket.connecting) return Promise.resolve(transport);
  return new Promise(resolve => {
    const fail = () => resolve(undefined); // A second attempt tells why.
    socket.once('error', fail).once('connect', () => {
      socket.off('error', fail);
      resolve(transport);
    });
  });
}
