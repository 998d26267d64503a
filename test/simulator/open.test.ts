// The stream of `demo:`: like a socket, it never answers in the middle of what is being said.
import { expect, it } from 'vitest';
import { openStream } from '../../src/simulator/open.js';
import { until } from '../lab/lifetime.js';
import { Simulated } from './simulated.js';

function opened(simulated = new Simulated()) {
  const number = simulated.server.addMonitor('unix:/lab/q.sock,server=on');
  const stream = openStream({
    connect: peer => simulated.server.connect(number, peer),
    disconnect: session => simulated.server.disconnect(session),
  });
  return { stream, simulated };
}

it('has said all of a moment before what a client asks in it is answered', async () => {
  const { stream } = opened();
  let seen = '';
  let hasAsked = false;
  stream.on('data', chunk => {
    seen += String(chunk);
    if (hasAsked || !seen.includes('"created"')) return;
    hasAsked = true;
    stream.write('{"execute": "query-jobs", "id": "asked"}');
  });
  stream.write('{"execute": "qmp_capabilities"}');
  const options = '{"driver": "file", "filename": "x", "size": 512}';
  const args = `{"job-id": "c", "options": ${options}}`;
  stream.write(`{"execute": "blockdev-create", "arguments": ${args}, "id": "made"}`);
  await until('it was answered', () => seen.includes('asked'));
  expect(seen.indexOf('"made"')).toBeLessThan(seen.indexOf('"asked"'));
});

it('ends with the server, after what it said', async () => {
  const { stream } = opened();
  let seen = '';
  stream.on('data', chunk => {
    seen += String(chunk);
  });
  const ended = new Promise(resolve => stream.once('end', resolve));
  stream.write('{"execute": "qmp_capabilities"}{"execute": "quit", "id": "q"}');
  await ended;
  expect(seen).toMatch(/SHUTDOWN[\s\S]*"id": "q"\}\r\n$/);
});

it('takes no more while the monitor reads no more, and goes on after', async () => {
  const { stream, simulated } = opened();
  const client = simulated.negotiated();
  let seen = '';
  stream.on('data', chunk => {
    seen += String(chunk);
  });
  stream.write('{"execute": "qmp_capabilities"}');
  const node = { driver: 'null-co', 'node-name': 'slow', 'latency-ns': 1_000_000_000 };
  client.ask('blockdev-add', node);
  client.ask('human-monitor-command', { 'command-line': 'qemu-io slow "read 0 512"' });
  stream.write('{"execute": "query-name", "id": 1}');
  stream.write('{"execute": "query-name", "id": 2}');
  expect(stream.writableNeedDrain || stream.writableLength > 0).toBe(true);
  simulated.clock.advance(1000);
  await until('both are answered', () => seen.includes('"id": 2'));
});

it('is woken again where its clock woke it too early', () => {
  const simulated = new Simulated();
  const client = simulated.negotiated();
  for (const name of ['one', 'two'])
    client.ask('blockdev-add', { driver: 'null-co', 'node-name': name, size: 65_536 });
  simulated.clock.earlyBy = 1;
  const job = { device: 'one', target: 'two', sync: 'full', 'job-id': 'b0' };
  client.ask('blockdev-backup', job);
  expect(client.pass(100)).toContain('BLOCK_JOB_COMPLETED b0');
});
