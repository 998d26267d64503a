// Targets that need more than a socket of Node's: each module is loaded when its target is asked for.

import type { Target } from '../../qmp/target.js';
import { streamTransport, type Transport } from '../../qmp/transport.js';

/** Opens the target; undefined leaves it to src/qmp. */
export function resolveTransport(target: Target): Promise<Transport> | undefined {
  switch (target.kind) {
    case 'demo':
      return demoTransport(target.version);
    case 'exec':
      return execTransport(target.command);
    case 'ssh':
      return import('./ssh.js').then(({ openSsh }) => openSsh(target));
    default:
      return undefined;
  }
}

/** The simulated VM of this process. */
async function demoTransport(name: string | undefined): Promise<Transport> {
  const { openDemo } = await import('../demo/demo-endpoint.js');
  return streamTransport(openDemo(name));
}

async function execTransport(command: string): Promise<Transport> {
  const { openChild } = await import('./child.js');
  return openChild({ file: '/bin/sh', args: ['-c', command], target: `exec:${command}` });
}
