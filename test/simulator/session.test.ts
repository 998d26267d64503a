// A client's session with a simulated monitor: negotiation, turns, out of band, several clients, versions.
import { describe, expect, it } from 'vitest';
import { DEMO_SPEC } from '../../src/simulator/vm/spec.js';
import { Simulated, type SimulatedClient, short } from './simulated.js';

const YANK = { instances: [{ type: 'block-node', 'node-name': 'nbd0' }] };

function hung(): { simulated: Simulated; client: SimulatedClient } {
  const simulated = new Simulated({ spec: DEMO_SPEC });
  const client = simulated.negotiated();
  client.ask('__org.qmpsh_demo', { line: 'hang' });
  return { simulated, client };
}

describe('before negotiation', () => {
  it.each([
    ['{"execute": "query-name"}', "Expecting capabilities negotiation with 'qmp_capabilities'"],
    ['{"exec-oob": "query-yank"}', "QMP input member 'exec-oob' is unexpected"],
    [
      '{"execute": "qmp_capabilities", "arguments": {"enable": ["bogus"]}}',
      "Parameter 'null' does not accept value 'bogus'",
    ],
    [
      '{"execute": "qmp_capabilities", "arguments": {"enable": "oob"}}',
      "Invalid parameter type for 'enable', expected: array",
    ],
  ])('%s is refused', (text, desc) => {
    const client = new Simulated().client();
    client.takeLines();
    client.write(text);
    expect(client.takeMessages()[0]?.error).toMatchObject({ desc });
  });

  it('there are no events', () => {
    const simulated = new Simulated();
    const [silent, client] = [simulated.client(), simulated.negotiated()];
    silent.takeLines();
    expect(client.ask('cont').map(short)).toEqual(['RESUME', 'return']);
    expect(silent.takeLines()).toEqual([]);
  });

  it('an event goes to every client that has negotiated, a reply to who asked', () => {
    const simulated = new Simulated();
    const [one, other] = [simulated.negotiated(), simulated.negotiated()];
    one.ask('cont');
    expect(other.takeMessages().map(short)).toEqual(['RESUME']);
  });
});

describe('a server that hangs', () => {
  it('answers out of band, and what waited once it is freed, before the yank itself', () => {
    const { client } = hung();
    expect(client.ask('query-name')).toEqual([]);
    expect(client.ask('query-yank', undefined, 'exec-oob').map(short)).toEqual(['return']);
    const freed = client.ask('yank', YANK, 'exec-oob');
    expect(freed.map(message => message.id)).toEqual(['t3', 't5']);
  });

  it.each([
    [7, 1],
    [8, 1],
    [9, 0],
  ])('with %i commands that wait reads the one out of band: %i', (waiting, answers) => {
    const { client } = hung();
    for (let count = 1; count < waiting; count += 1) client.ask('query-name');
    expect(client.ask('query-yank', undefined, 'exec-oob')).toHaveLength(answers);
  });

  it('hangs for the other monitors too, and greets who comes', () => {
    const { simulated } = hung();
    const other = simulated.client();
    expect(other.takeLines()[0]).toContain('"QMP"');
    expect(other.ask('qmp_capabilities')).toEqual([]);
  });

  it('is let go by the person who hung it', () => {
    const { client } = hung();
    client.ask('query-status');
    const freed = client.ask('__org.qmpsh_demo', { line: 'release' }).map(message => message.id);
    expect(freed.toSorted()).toEqual(['t3', 't4']);
  });

  it('goes on by itself where storage is only slow', () => {
    const client = new Simulated().negotiated();
    const node = { driver: 'null-co', 'node-name': 'slow', 'latency-ns': 3_000_000_000 };
    client.ask('blockdev-add', node);
    const line = 'qemu-io slow "read 0 512"';
    expect(client.ask('human-monitor-command', { 'command-line': line })).toEqual([]);
    expect(client.pass(2_999)).toEqual([]);
    expect(client.pass(1)).toEqual(['return']);
  });
});

describe('events held to one a second', () => {
  it('come at once, and then the latest when the second is over', () => {
    const client = new Simulated({ spec: DEMO_SPEC }).negotiated();
    client.ask('__org.qmpsh_demo', { line: 'clock off' });
    client.ask('balloon', { value: 2 ** 31 });
    const events = [...client.takeMessages().map(short), ...client.pass(3_000)];
    expect(events).toEqual(['BALLOON_CHANGE', 'BALLOON_CHANGE']);
    expect(client.returned('query-balloon')).toEqual({ actual: 2 ** 31 });
  });
});

describe('demo:1.2.2', () => {
  const client = new Simulated({ version: '1.2.2' }).client();

  it('greets as servers of its time did', () => {
    expect(client.takeLines()[0]).toContain('"capabilities": []');
  });

  it.each([
    ['query-name', {}, 'The command query-name has not been found'],
    ['qmp_capabilities', { enable: [] }, "Invalid parameter 'enable'"],
    ['qmp_capabilities', {}, ''],
    ['qmp_capabilities', {}, 'The command qmp_capabilities has not been found'],
    ['query-qmp-schema', {}, 'The command query-qmp-schema has not been found'],
    ['stop', { x: 1 }, "Invalid parameter 'x'"],
    ['block_resize', { device: 'nope', size: 512 }, "Device 'nope' not found"],
    ['balloon', {}, "Parameter 'value' is missing"],
  ])('says to %s %j: %s', (name, args, desc) => {
    expect(client.refused(name, args)).toBe(desc);
  });

  it.each([
    ['{"execute": 1}', "QMP input object member 'execute' expects 'string'"],
    ['[]', "Expected 'object' in QMP input"],
    ['{"a"}', 'Invalid JSON syntax'],
    ['{"exec-oob": "query-name"}', "QMP input object member 'exec-oob' is unexpected"],
  ])('says to %s: %s', (text, desc) => {
    client.write(text);
    expect(client.takeMessages()[0]?.error).toMatchObject({ desc });
  });
});
