// `qmpsh -- qemu-system-x86_64 ...`: a server of our own. Its socket is listened on here and handed over, so that
// there is nothing to wait for; it ends with qmpsh, unless it is kept.
import type { QmpClient } from '../../qmp/client.js';
import { type ConnectOptions, connect } from '../../qmp/connect.js';
import { escapeText } from '../../shell/escape.js';
import { whenLeaving } from '../leaving.js';
import { say } from '../report.js';
import { stderr } from '../stdio.js';
import { type OwnServer, startServer } from './own-server.js';
import { stopServer } from './stop.js';

/**
 * Starts the program with its arguments and connects to it.
 * @param keep leaves it running when qmpsh ends; its process id and socket are said on stderr.
 * @throws TransportError with the server's own words where it ended before it spoke; the errors of `connect`.
 */
export async function connectToStarted(
  program: readonly string[],
  keep: boolean,
  options: ConnectOptions,
): Promise<QmpClient> {
  const server = await startServer(program);
  const client = await connectTo(server, options);
  stderr.write(escapeText(server.words()));
  if (keep) keepRunning(server);
  else whenLeaving(() => client.close().then(() => stop(server)));
  return client;
}

/** A server that could not be started is not tried again. */
async function connectTo(server: OwnServer, options: ConnectOptions): Promise<QmpClient> {
  try {
    return await connect({ kind: 'unix', path: server.socket }, { ...options, retryMs: 0 });
  } catch (error) {
    throw (await server.earlyDeath()) ?? error;
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
