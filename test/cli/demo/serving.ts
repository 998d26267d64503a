// `qmpsh demo --listen` for tests, ended with the test.
import { join } from 'node:path';
import { scratchFolder, until } from '../../lab/lifetime.js';
import { isListening } from '../../lab/servers.js';
import { startQmpsh } from '../qmpsh.js';

/** Serves the simulated VM on these sockets. */
export async function served(...names: string[]) {
  const folder = scratchFolder();
  const paths = names.map(name => join(folder, name));
  const child = startQmpsh(['demo', ...paths.flatMap(path => ['--listen', path])]);
  await until('it listens', () => paths.every(isListening));
  return { child, paths };
}
