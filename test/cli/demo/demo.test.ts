// `demo:` and `qmpsh demo` as users have them.
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAtTerminal } from '../../lab/at-terminal.js';
import { connected } from '../../lab/clients.js';
import { scratchFolder, until, whenOver } from '../../lab/lifetime.js';
import { describeReal, isListening, startQemu } from '../../lab/servers.js';
import { qmpsh, startQmpsh } from '../qmpsh.js';
import { served } from './serving.js';

describe('demo:', () => {
  it.each([
    ['demo:', '"major": 7'],
    ['demo:7.2', '"major": 7'],
    ['demo:10.2', '"major": 10'],
    ['demo:1.2.2', '"major": 1'],
  ])('%s says which version it simulates, and that it does', async (target, version) => {
    const { stdout, code } = await qmpsh([target, 'query-version']);
    expect(code).toBe(0);
    expect(stdout).toContain(version);
    expect(stdout).toContain('simulated by qmpsh');
  });

  it('refuses a version that there is none of, and says which there are', async () => {
    const { stderr, code } = await qmpsh(['demo:nosuch', 'query-status']);
    expect(code).toBe(2);
    expect(stderr).toContain('demo:, demo:7.2, demo:10.2, demo:1.2.2');
  });

  it('refuses what the version it simulates had not', async () => {
    const input = '{"execute": "query-qmp-schema"}\n{"execute": "nosuch", "arguments": {"a": 1}}\n';
    const { lines } = await qmpsh(['-k', 'demo:1.2.2'], { input });
    expect(lines).toEqual(
      ['query-qmp-schema', 'nosuch'].map(
        name =>
          `{"error": {"class": "CommandNotFound", "desc": "The command ${name} has not been found"}}`,
      ),
    );
  });
});

describe('.demo', () => {
  it('hangs the server, which a yank out of band frees', async () => {
    const yank = '!yank instances.0.type=block-node instances.0.node-name=nbd0';
    const input = `.demo hang\n!query-yank\nquery-status\n`;
    const run = await qmpsh(['-t', '0.3', '--on-timeout', yank, 'demo:'], { input });
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('--on-timeout: {"return": {}}');
  });

  it('says what there is, and what is none of it', async () => {
    const { lines, code } = await qmpsh(['-k', 'demo:', '-c', '.demo', '-c', '.demo nosuch']);
    expect(lines[0]).toContain('.demo hang [NODE]');
    expect(lines[1]).toContain("found 'nosuch'");
    expect(code).toBe(2);
  });
});

describeReal('a real server', () => {
  it('is not directed', async () => {
    const { socket } = await startQemu();
    const { stderr, code } = await qmpsh([socket, '.demo hang']);
    expect(code).toBe(2);
    expect(stderr).toContain('.demo is for the simulated VM');
  });
});

describe('demo --listen', () => {
  it('serves one VM on several sockets: events to all, replies to who asked', async () => {
    const { paths } = await served('a', 'b');
    const [one, other] = await Promise.all(paths.map(path => connected(path)));
    const events = other!.events();
    expect(await one!.execute('stop')).toEqual({});
    for await (const event of events) if (event.name === 'STOP') break;
    expect(await other!.execute('query-status')).toMatchObject({ status: 'paused' });
  });

  it('has one client at a time on a socket; the next is served when it leaves', async () => {
    const { paths } = await served('a');
    const first = await connected(paths[0]!);
    const second = createConnection(paths[0]!);
    whenOver(() => second.destroy());
    await once(second, 'connect');
    const greeted = once(second, 'data');
    expect(await first.execute('query-name')).toEqual({ name: 'demo' });
    expect(second.bytesRead).toBe(0);
    await first.close();
    expect(String((await greeted)[0])).toContain('"QMP"');
  });

  it('ends with the VM, and takes its socket away', async () => {
    const { child, paths } = await served('a');
    const client = await connected(paths[0]!);
    await client.execute('quit');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(existsSync(paths[0]!)).toBe(false);
  });

  it('takes the place of a socket that nobody listens on any more, of no other file', async () => {
    const { child, paths } = await served('a');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const again = startQmpsh(['demo', '--listen', paths[0]!]);
    await until('it listens again', () => isListening(paths[0]!));
    again.kill();
    const file = join(scratchFolder(), 'file');
    writeFileSync(file, 'kept');
    expect((await qmpsh(['demo', '--listen', file])).code).not.toBe(0);
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });

  it('yanks a monitor by closing its connection', async () => {
    const { paths } = await served('a');
    const client = await connected(paths[0]!);
    const instances = [{ type: 'chardev', id: 'compat_monitor0' }];
    await expect(client.executeOob('yank', { instances })).rejects.toThrow();
  });
});

it('.record writes what passes into a file, without secrets', async () => {
  const file = join(scratchFolder(), 'session.log');
  const terminal = await openAtTerminal(['-l', 'demo:']);
  terminal.type(`.record ${file}\r`);
  await terminal.waitFor('recording to');
  terminal.type('set_password vnc hush\r');
  await until('it is written', () => readFileSync(file, 'utf8').includes('"return": {}'));
  terminal.type('.record off\r');
  await terminal.waitFor('not recording');
  expect(readFileSync(file, 'utf8')).not.toContain('hush');
});
