import { beforeAll, expect, it } from 'vitest';
import { fakeServer } from '../lab/fake-server.js';
import { describeReal, type Server, startQemu } from '../lab/servers.js';
import { qmpsh } from './qmpsh.js';

const PRETTY = ['-chardev', 'socket,id=m,path=$S,server=on,wait=off', '-mon'];

describeReal('what is printed', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S', '-name', 'vm\u001b[31m\u009b\u202e']);
  });
  const lines = async (input: string, ...options: string[]) =>
    (await qmpsh([...options, vm.socket], { input })).lines;

  it.each([
    ['nothing', '{"return": {"status": "prelaunch", "singlestep": false, "running": false}}'],
    ['-r', '{"status": "prelaunch", "singlestep": false, "running": false}'],
    ['-R', '{"status": "prelaunch", "singlestep": false, "running": false}'],
    ['-gstatus', '"prelaunch"'],
    ['-Rgstatus', 'prelaunch'],
    ['-gnosuch', 'null'],
  ])('with %s: %s', async (option, expected) => {
    const options = option === 'nothing' ? [] : [option];
    expect(await lines('query-status', ...options)).toEqual([expected]);
  });

  it('takes one value out of each element of a list with -g', async () => {
    expect(await lines('query-chardev', '-g', '[].label')).toEqual(['["compat_monitor0"]']);
    expect(await lines('query-chardev', '-R', '-g', '[0].label')).toEqual(['compat_monitor0']);
  });

  it.each([['-p'], ['--output=pretty']])('indents by two with %s', async option => {
    expect(await lines('query-commands', option, '-g', '[0]')).toHaveLength(3);
    expect(await lines('query-name', option, '-g', 'name')).toEqual([
      '"vm\\u001B[31m\\u009B\\u202E"',
    ]);
  });

  it('prints text of the human monitor as text with -R, its control characters escaped', async () => {
    expect(await lines('.hmp info name\n.hmp info status', '-R')).toEqual([
      'vm\\u001B[31m\\u009B\\u202E',
      'VM status: paused (prelaunch)',
    ]);
  });

  it('prints one JSON line for each line otherwise', async () => {
    expect(await lines('.hmp info status')).toEqual([
      '{"return": "VM status: paused (prelaunch)\\r\\n"}',
    ]);
  });

  it.each([
    ['7', '7'],
    ['-7', '-7'],
    ['18446744073709551615', '18446744073709551615'],
    ['1.50', '1.50'],
    ['1e400', '1e400'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['"é\\n"', '"\\u00E9\\n"'],
    ['null', 'null'],
    ['true', 'true'],
    ['[1,{"b":1,"a":2,"1":0}]', '[1, {"b": 1, "a": 2, "1": 0}]'],
    ['{"b": [], "2": 1, "1": 2}', '{"b": [], "2": 1, "1": 2}'],
  ])("puts the user's own id back: %s", async (id, shown) => {
    expect(await lines(`{"id": ${id}, "execute": "query-uuid"}`, '-k')).toEqual([
      `{"return": {"UUID": "00000000-0000-0000-0000-000000000000"}, "id": ${shown}}`,
    ]);
  });

  it('takes one value out of what a .wait prints with -g', async () => {
    expect(await lines('.wait status prelaunch', '-g', 'status')).toEqual(['"prelaunch"']);
    expect(await lines('.wait status prelaunch', '-R', '-g', 'status')).toEqual(['prelaunch']);
  });

  it('puts the own id back into an error', async () => {
    expect(await lines('{"execute": "nosuch", "id": 5}')).toEqual([
      '{"id": 5, "error": {"class": "CommandNotFound", "desc": "The command nosuch has not been found"}}',
    ]);
  });

  it('keeps integers beyond 2^53 both ways', async () => {
    const input =
      'migrate-set-parameters max-bandwidth=9007199254740993\n{"execute":"query-migrate-parameters"}';
    const [, shown] = await lines(input, '-g', 'max-bandwidth');
    expect(shown).toBe('9007199254740993');
  });

  it('reads monitors that print over many lines', async () => {
    const pretty = await startQemu(['-S'], {
      monitor: [...PRETTY, 'chardev=m,mode=control,pretty=on'],
    });
    const run = await qmpsh(['-e', pretty.socket], { input: 'cont\nquery-status' });
    expect(run.lines.map(line => line.replace(/\d{5,}/g, 'N'))).toEqual([
      '{"timestamp": {"seconds": N, "microseconds": N}, "event": "RESUME"}',
      '{"return": {}}',
      '{"return": {"status": "running", "singlestep": false, "running": true}}',
    ]);
  });
});

it('prints a reply digit for digit, keys in its order, in pure ASCII on one line', async () => {
  const value = '{"b": 1.0, "10": 9223372036854775808, "1": 1E+2, "a": -0, "é": "\\u0007é\\/"}';
  const path = await fakeServer(async peer => {
    await peer.negotiate();
    const { id } = await peer.command();
    peer.send(`{"id" : "${id}",\r\n\t"return" :${value}}\r\n`);
  });
  const run = await qmpsh([path, 'query-x']);
  expect(run.stdout).toBe(
    '{"return": {"b": 1.0, "10": 9223372036854775808, "1": 1E+2, "a": -0, "\\u00E9": "\\u0007\\u00E9\\/"}}\n',
  );
});

it('takes one value out digit for digit', async () => {
  const path = await fakeServer(async peer => {
    await peer.negotiate();
    const { id } = await peer.command();
    peer.send(`{"return": {"a.b": [1.0, {"10": 1e2}]}, "id": "${id}"}\r\n`);
  });
  const run = await qmpsh(['-g', '["a.b"][1].10', path, 'query-x']);
  expect(run.stdout).toBe('1e2\n');
});
