import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { SocketTransport } from '../../src/qmp/socket-transport.js';
import { fakeServer, type Peer } from '../lab/fake-server.js';
import { whenOver } from '../lab/lifetime.js';

async function openTo(script: (peer: Peer) => void): Promise<SocketTransport> {
  const path = await fakeServer(script);
  return connected(new SocketTransport(onread => connect({ path, onread })));
}

async function connected(transport: SocketTransport): Promise<SocketTransport> {
  await once(transport.socket, 'connect');
  return transport;
}

/** Starts a transport; what it told so far, an end as its own entry. */
function received(transport: SocketTransport): string[] {
  const told: string[] = [];
  transport.start({
    onBytes: chunk => {
      told.push(chunk.toString());
      chunk.fill('-'); // What the receiver keeps it has copied.
    },
    onEnd: error => told.push(`end ${error?.message ?? ''}`.trim()),
  });
  return told;
}

const joined = (told: readonly string[]) => told.join('');

describe('a socket', () => {
  it('hands on what comes, and its end once', async () => {
    const transport = await openTo(peer => {
      peer.send('one');
      peer.end();
    });
    const told = received(transport);
    await vi.waitFor(() => expect(told).toEqual(['one', 'end']));
    expect(transport.socket.destroyed).toBe(true);
  });

  it('keeps what comes before anybody receives it, and reads nothing more until then', async () => {
    const all = 'x'.repeat(300_000);
    const transport = await openTo(peer => {
      peer.send(all);
      peer.end();
    });
    await vi.waitFor(() => expect(transport.socket.bytesRead).toBeGreaterThan(0));
    expect(transport.socket.bytesRead).toBeLessThan(all.length);
    const told = received(transport);
    expect(told).toEqual([]); // Nobody is called before `start` has returned.
    await vi.waitFor(() => expect(joined(told)).toBe(`${all}end`));
  });

  it('tells of an end that came before anybody received it', async () => {
    const transport = await openTo(peer => peer.end());
    await once(transport.socket, 'close');
    const told = received(transport);
    await vi.waitFor(() => expect(told).toEqual(['end']));
  });

  it('tells of both, where it was ended with bytes that nobody had received', async () => {
    const transport = await openTo(peer => peer.send('early'));
    await vi.waitFor(() => expect(transport.socket.bytesRead).toBe(5));
    transport.socket.destroy();
    await once(transport.socket, 'close');
    const told = received(transport);
    await vi.waitFor(() => expect(told).toEqual(['early', 'end']));
  });

  it('takes bytes that arrive in one buffer, many times over', async () => {
    const parts = Array.from({ length: 50 }, (_none, at) => `${at} `.repeat(5_000));
    const transport = await openTo(peer => void peer.sendEach(parts));
    const told = received(transport);
    await vi.waitFor(() => expect(joined(told)).toBe(parts.join('')));
    transport.close();
  });

  it('writes, and after its end to nowhere', async () => {
    let server: Peer | undefined;
    const transport = await openTo(peer => {
      server = peer;
    });
    const told = received(transport);
    transport.write('{}');
    await vi.waitFor(() => expect(server?.received()).toBe('{}'));
    transport.close();
    transport.write('more');
    await vi.waitFor(() => expect(told).toEqual(['end']));
    expect(server?.received()).toBe('{}');
  });

  it('that is reset ends with the reason', async () => {
    const accepted: Socket[] = [];
    const server = createServer(socket => accepted.push(socket)).listen(0, '127.0.0.1');
    whenOver(() => server.close());
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const how = { host: '127.0.0.1', port };
    const transport = await connected(new SocketTransport(onread => connect({ ...how, onread })));
    const told = received(transport);
    await vi.waitFor(() => expect(accepted).toHaveLength(1));
    accepted[0]?.resetAndDestroy();
    await vi.waitFor(() => expect(told).toEqual(['end read ECONNRESET']));
  });
});
