// Clients for tests, closed with the test.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type ConnectOptions, connect, type QmpClient } from '../../src/index.js';
import { whenOver } from './lifetime.js';

/** A negotiated client of the target. */
export async function connected(target: string, options: ConnectOptions = {}): Promise<QmpClient> {
  const client = await connect(target, { timeoutMs: 5_000, ...options });
  whenOver(() => client.close());
  return client;
}

/** The error with which connecting fails. */
export async function connectFailure(target: string, options: ConnectOptions = {}): Promise<Error> {
  try {
    await connected(target, { timeoutMs: 300, ...options });
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error(`expected no connection to ${target}`);
}

/** Connects to the socket from another process, which holds it until the test is over. Gives its pid. */
export async function holdSocket(path: string): Promise<number> {
  const script = `require('net').connect(process.argv[1]).on('data', () => console.log('greeted'))
    .on('connect', () => console.log('connected'))`;
  const child = spawn(process.execPath, ['-e', script, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  whenOver(() => child.kill());
  await once(child.stdout, 'data');
  return child.pid ?? -1;
}
