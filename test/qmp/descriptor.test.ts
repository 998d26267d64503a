// A client over an inherited descriptor: needs a process of its own, so the library is bundled for it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { fakeServer } from '../lab/fake-server.js';
import { scratchFolder } from '../lab/lifetime.js';

const SCRIPT = `
  const { connect } = await import(process.argv[1]);
  const client = await connect('fd:3');
  console.log(await client.execute('hello'));
  await client.close();`;

/** The library as one file. */
async function bundled(): Promise<string> {
  const outfile = join(scratchFolder(), 'qmpsh.mjs');
  const options = { bundle: true, platform: 'node', format: 'esm', target: 'node20' } as const;
  await build({ entryPoints: ['src/index.ts'], outfile, ...options });
  return outfile;
}

it('fd:3 is spoken to like any other target', async () => {
  const path = await fakeServer(async peer => {
    await peer.negotiate();
    peer.reply(await peer.command(), 'world');
  });
  const socket = new Socket().pause().connect(path); // Paused, so that the child alone reads.
  await once(socket, 'connect');
  const args = ['--input-type=module', '-e', SCRIPT, await bundled()];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', socket] });
  const { stdout } = child;
  expect(stdout && (await text(stdout))).toBe('world\n');
});
