// Targets as they are given on the command line: descriptors, long paths, servers that come late.
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connected } from '../../lab/clients.js';
import { fakeServer } from '../../lab/fake-server.js';
import { scratchFolder, until, whenOver } from '../../lab/lifetime.js';
import { describeReal, startQemu } from '../../lab/servers.js';
import { freePort } from '../../lab/sshd.js';
import { qmpsh, startQmpsh } from './run.js';

describeReal('fd:', () => {
  it('is a socket that was opened before', async () => {
    const { socket } = await startQemu();
    const opened = connect(socket).pause();
    whenOver(() => opened.destroy());
    await until('it is open', () => descriptorOf(opened) !== undefined);
    const options = { descriptor: descriptorOf(opened) ?? -1 };
    const run = await qmpsh(['fd:3', '-g', 'running', 'query-status'], options);
    expect(run).toEqual({ code: 0, stdout: 'true\n', stderr: '' });
  });

  it.each([
    ['is not open', 'fd:77'],
    ['has no number', 'fd:x'],
  ])('says so where the descriptor %s', async (_what, target) => {
    const run = await qmpsh([target, 'query-status']);
    expect(run).toMatchObject({ stdout: '', stderr: expect.stringMatching(/^qmpsh: expected /) });
    expect(run.code).toBe(target === 'fd:x' ? 2 : 3);
  });
});

function descriptorOf(socket: object): number | undefined {
  const handle = '_handle' in socket ? socket._handle : undefined;
  const fd = typeof handle === 'object' && handle && 'fd' in handle ? handle.fd : undefined;
  return typeof fd === 'number' && fd >= 0 ? fd : undefined;
}

describeReal('a path of more than 107 bytes', () => {
  const longPath = (name: string) => {
    const folder = join(scratchFolder(), 'x'.repeat(120));
    mkdirSync(folder);
    return join(folder, name);
  };

  it('is reached all the same', async () => {
    const path = await fakeServer(async peer => {
      await peer.negotiate();
      peer.reply(await peer.command(), { far: true });
    }, longPath('s'));
    const run = await qmpsh([path, 'query-status']);
    expect(run.stdout).toBe('{"return": {"far": true}}\n');
  });

  it('is named in full where nobody is there', async () => {
    const path = longPath('none');
    const run = await qmpsh([path, 'query-status']);
    expect(run).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(`${path}: no such file`),
    });
  });
});

describeReal('--retry', () => {
  const status = ['-g', 'running', 'query-status'];
  const SUCCESS = { code: 0, stdout: 'true\n' };

  it('waits for a socket that is made later', async () => {
    const socket = join(scratchFolder(), 's');
    const run = qmpsh(['--retry=10', socket, ...status]);
    await startQemu([], { socket });
    expect(await run).toMatchObject(SUCCESS);
  });

  it('waits for a port that is listened on later', async () => {
    const port = await freePort();
    const run = qmpsh(['--retry=10', `localhost:${port}`, ...status]);
    await startQemu(['-qmp', `tcp:localhost:${port},server=on,wait=off`]);
    expect(await run).toMatchObject(SUCCESS);
  });

  it('waits for a server to be started again after it was killed', async () => {
    const first = await startQemu();
    await first.kill('SIGKILL');
    const run = qmpsh(['--retry=10', first.socket, ...status]);
    await startQemu([], { socket: first.socket });
    expect(await run).toMatchObject(SUCCESS);
  });

  it('waits for another client to leave, and says for whom', async () => {
    const { socket } = await startQemu();
    const holder = await connected(socket);
    const { child, run } = startQmpsh(['--retry=10', '-t', '1', socket, ...status]);
    child.stderr?.once('data', () => void holder.close());
    expect(await run).toMatchObject({ ...SUCCESS, stderr: expect.stringContaining('waiting: ') });
  });

  it('gives up when its time is over', async () => {
    const run = await qmpsh(['--retry=0.3', join(scratchFolder(), 'none'), ...status]);
    expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('no such file') });
  });
});
