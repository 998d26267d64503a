// `qmpsh -- qemu-system-x86_64 ...`: a server of our own. Its socket is listened on here and handed over, so that
// there is nothing to wait for; it ends with qmpsh, unless it is kept.
import type { QmpClient } from '../../qmp/client.js';
import { type ConnectOptions, connect } from '../../qmp/connect.js';
import { TransportError } from '../../qmp/errors.js';
import { escapeText } from '../../shell/escape.js';
import { whenLeaving } from '../leaving.js';
import { say } from '../report.js';
import { stderr } from '../stdio.js';
import { type OwnServer, startServer } from './own-server.js';
import { stopServer } from './stop.js';

/** The one server of this process, with the last connection to it. */
let own: { readonly server: OwnServer; client: QmpClient } | undefined;

/**
 * Starts the program with its arguments and connects to it; another time, connects to it again.
 * @param keep leaves it running when qmpsh ends; its process id and socket are said on stderr.
 * @throws TransportError with the server's own words where it ended before it spoke; the errors of `connect`.
 */
export async function connectToStarted(
  program: readonly string[],
  keep: boolean,
  options: ConnectOptions,
): Promise<QmpClient> {
  if (own !== undefined) {
    own.client = await connectAgain(own.server, options);
    return own.client;
  }
  const server = await startServer(program);
  const started = { server, client: await connectTo(server, options) };
  own = started;
  stderr.write(escapeText(server.words()));
  if (keep) keepRunning(server);
  else whenLeaving(() => started.client.close().then(() => stop(server)));
  return started.client;
}

/** A VM that has ended stays so, until somebody starts it. */
async function connectAgain(server: OwnServer, options: ConnectOptions): Promise<QmpClient> {
  try {
    return await connect({ kind: 'unix', path: server.socket }, options);
  } catch (error) {
    if ((await server.earlyDeath()) === undefined) throw error;
    const message = `${server.name} has ended, and is not started again`;
    throw new TransportError(message, { code: 'bad-target', target: server.name });
  }
}

/** A server that could not be started is not tried again. */
async function connectTo(server: OwnServer, options: ConnectOptions): Promise<QmpClient> {
  try {
    const how = { ...options, retryMs: 0, isStarting: true };
    return await connect({ kind: 'unix', path: server.socket }, how);
  } catch (error) {
    const death = await server.earlyDeath();
    if (death !== undefined) server.forget();
    throw death ?? error;
  }
}

function keepRunning(server: OwnServer): void {
  server.keep();
  say(`keeps running: ${server.name}, pid ${server.pid}, socket ${server.socket}`);
}

/** Ends the server; one that has failed by itself has its last words shown. */
async function stop(server: OwnServer): Promise<void> {
  await stopServer(server);
  const failure = server.failure();
  if (failure !== undefined) say(failure);
  server.forget();
}
