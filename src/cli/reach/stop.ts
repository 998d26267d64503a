// Ends a server that qmpsh has started: it is asked, told, and at last killed.
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from '../../qmp/connect.js';
import type { OwnServer } from './own-server.js';

/** How long each of the ways has, in ms. */
const PATIENCE = 5_000;

/** Sends `quit`; after 5 s (`patience`) SIGTERM, after 5 s more SIGKILL. Never rejects. */
export async function stopServer(server: OwnServer, patience = PATIENCE): Promise<void> {
  const ways = [
    () => quit(server.socket),
    () => server.signal('SIGTERM'),
    () => server.signal('SIGKILL'),
  ];
  for (const way of ways) {
    if (server.hasEnded) break;
    void way();
    await Promise.race([server.ended, pause(patience)]);
  }
}

/** By a connection of its own: that of the session may have commands on it that never end. */
async function quit(socket: string): Promise<void> {
  try {
    const client = await connect({ kind: 'unix', path: socket }, { timeoutMs: PATIENCE });
    await client.execute('quit');
  } catch {
    // It is gone already, or the next way will do.
  }
}
