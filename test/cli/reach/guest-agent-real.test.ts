// Guest agents as targets: a real one, harmless commands only, and a fake one for what would act on this machine.
import { connect as connectSocket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type Command, fakeServer, type Peer } from '../../lab/fake-server.js';
import { whenOver } from '../../lab/lifetime.js';
import { describeReal, GUEST_AGENT, startGuestAgent, startQemu } from '../../lab/servers.js';
import { qmpsh } from './run.js';

describeReal('a guest agent', () => {
  it('is found out', async () => {
    const { socket } = await startGuestAgent();
    const run = await qmpsh([socket, 'guest-ping']);
    expect(run).toEqual({ code: 0, stdout: '{"return": {}}\n', stderr: '' });
  });

  it('is spoken to at once with --guest-agent, in scripts too', async () => {
    const { socket } = await startGuestAgent();
    const input = 'guest-ping\n{"execute": "guest-ping", "id": [7]}\n';
    const run = await qmpsh(['--guest-agent', socket], { input });
    expect(run.stdout).toBe('{"return": {}}\n{"return": {}, "id": [7]}\n');
  });

  it('gets values by their form, since it has no schema', async () => {
    const { socket } = await startGuestAgent();
    const line = 'guest-exec path=/bin/true capture-output=true';
    const run = await qmpsh(['-g', 'pid', '-c', line, socket]);
    expect(run.stdout).toMatch(/^\d+\n$/);
  });

  it('answers with errors as any server does', async () => {
    const { socket } = await startGuestAgent();
    const run = await qmpsh([socket, 'guest-nothing']);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('guest-nothing') });
    expect(run.stdout).toMatch(/^\{"error": \{"class": "CommandNotFound"/);
  });

  it('refuses to execute out of band', async () => {
    const run = await qmpsh([(await startGuestAgent()).socket, '!guest-ping']);
    expect(run).toMatchObject({ code: 1, stdout: expect.stringContaining('exec-oob') });
  });

  it('forgets what an earlier client has left half-typed', async () => {
    const { socket } = await startGuestAgent();
    await leaveHalfTyped(socket, '{"execute": "guest-get-time", "arguments": {"x": [[');
    const run = await qmpsh([socket, 'guest-ping']);
    expect(run).toEqual({ code: 0, stdout: '{"return": {}}\n', stderr: '' });
  });
}, [GUEST_AGENT]);

describeReal('the port of a guest agent', () => {
  it('of which no agent answers is named as that', async () => {
    const { socket } = await startQemu(['-device', 'virtio-serial', '-device', PORT], {
      machine: 'pc,accel=tcg',
      monitor: ['-chardev', 'socket,id=ga,path=$S,server=on,wait=off'],
    });
    const run = await qmpsh(['-t', '1', socket, 'guest-ping']);
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/the guest agent does not answer/);
  });
});

const PORT = 'virtserialport,chardev=ga,name=org.qemu.guest_agent.0';

describe('a command that takes the guest down', () => {
  it('has succeeded when nothing was said against it', async () => {
    const socket = await fakeAgent((peer, command) => {
      if (command.execute === 'guest-ping') peer.reply(command);
      else if (command.execute !== 'guest-shutdown') refuse(peer, command);
    });
    const run = await qmpsh(['--guest-agent', socket, 'guest-shutdown', 'mode=halt']);
    expect(run).toMatchObject({ code: 0, stdout: '{"return": {}}\n' });
  });

  it('has succeeded when the guest is gone', async () => {
    const socket = await fakeAgent(peer => peer.end());
    const run = await qmpsh(['--guest-agent', socket, 'guest-suspend-ram']);
    expect(run).toMatchObject({ code: 0, stdout: '{"return": {}}\n' });
  });

  it('has failed when the agent says so', async () => {
    const socket = await fakeAgent(refuse);
    const run = await qmpsh(['--guest-agent', socket, 'guest-suspend-disk']);
    expect(run).toMatchObject({ code: 1, stdout: expect.stringContaining('"desc": "no"') });
  });
});

/** An agent that synchronises, and then does as it is told with each command. */
function fakeAgent(take: (peer: Peer, command: Command) => unknown): Promise<string> {
  return fakeServer(async peer => {
    const sync = await peer.command();
    peer.send(Uint8Array.of(0xff));
    peer.reply(sync, sync.arguments?.id);
    for (;;) await take(peer, await peer.command());
  });
}

function refuse(peer: Peer, { id }: Command): void {
  peer.send(`{"error": {"class": "CommandNotFound", "desc": "no"}, "id": "${id}"}\n`);
}

/** Writes to the socket and leaves, when it has been read. */
function leaveHalfTyped(path: string, text: string): Promise<void> {
  return new Promise(resolve => {
    const socket = connectSocket(path, () => {
      socket.write('{"execute": "guest-ping"}\n');
      socket.once('data', () => socket.end(text, () => socket.destroy()));
    });
    whenOver(() => socket.destroy());
    socket.once('close', () => resolve());
  });
}
