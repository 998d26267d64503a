// What the simulated server says of input that is wrong, held against what QEMU 7.2.22 said.
import { createConnection } from 'node:net';
import { describe, expect, it } from 'vitest';
import { until, whenOver } from '../lab/lifetime.js';
import { describeReal, startQemu } from '../lab/servers.js';
import malformed from './fixtures/malformed-7.2.json' with { type: 'json' };
import refused from './fixtures/refused-arguments-7.2.json' with { type: 'json' };
import { Simulated } from './simulated.js';

/** Where the simulator differs, and why. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'query-block': 'of several members too many QEMU names the first of its hash table',
  set_password: 'of several members too many QEMU names the first of its hash table',
  migrate: 'uri was mandatory until 8.2, and the schema is cut from a later one',
  memsave: 'addresses were signed until 10.0, and the schema is cut from a later one',
};

/** QEMU puts the members of an id in the order of its hash table, the simulator as they came. */
function withoutOrder(lines: readonly string[]): string[] {
  return lines.map(line => (line.includes('"b": 1') ? [...line].toSorted().join('') : line));
}

describe('what is no command', () => {
  const client = new Simulated().negotiated();
  it.each(malformed)('$send', ({ send, got }) => {
    client.write(send);
    expect(withoutOrder(client.takeLines())).toEqual(withoutOrder(got));
  });
});

describe('what is wrong with arguments', () => {
  const client = new Simulated().negotiated();
  const rows = refused.filter(row => row.got !== '' && !(row.command in DIFFERENCES));
  it.each(rows)('$command $arguments', ({ command, arguments: args, got }) => {
    client.write(`{"execute": "${command}", "arguments": ${args}}`);
    const [reply] = client.takeMessages();
    expect(reply?.error).toMatchObject({ desc: got });
  });

  it('has no difference in the list that is none', () => {
    const commands = new Set(refused.map(row => row.command));
    expect(Object.keys(DIFFERENCES).filter(name => !commands.has(name))).toEqual([]);
  });
});

describeReal('the recordings', () => {
  it('are what QEMU says today', async () => {
    const socket = createConnection((await startQemu()).socket);
    whenOver(() => socket.destroy());
    let seen = '';
    socket.setEncoding('latin1').on('data', chunk => {
      seen += chunk;
    });
    socket.write('{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}');
    // Out of band, an answer may overtake others.
    const rows = malformed.filter(
      ({ send, got }) => !`${send} ${got.join()}`.match(/exec-oob|"return"/),
    );
    for (const { send } of rows) socket.write(Buffer.from(send, 'latin1'));
    socket.write('\n{"execute": "query-version", "id": "the end"}');
    await until('all is answered', () => seen.includes('the end'));
    const lines = seen.split('\r\n').filter(line => line.includes('"error"'));
    expect(lines).toEqual(rows.flatMap(({ got }) => got));
  });
});
