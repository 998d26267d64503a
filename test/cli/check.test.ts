import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { fakeServer } from '../lab/fake-server.js';
import { scratchFolder } from '../lab/lifetime.js';
import { describeReal, type Server, startQemu } from '../lab/servers.js';
import { qmpsh } from './qmpsh.js';

const SENT_COMMANDS =
  /"(?:execute|exec-oob)": ?"(?!qmp_capabilities|query-commands|query-qmp-schema)/;

describeReal('lines held against the schema before anything is sent', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S', '-blockdev', 'null-co,node-name=n0,size=1048576']);
  });
  const script = (input: string, ...options: string[]) =>
    qmpsh(['-v', ...options, vm.socket], { input });

  it('are all sent with --check where all are good', async () => {
    const run = await script('query-name\n.set timeout 5\nset_link n0 on\n', '--check');
    expect(run).toMatchObject({ code: 1 });
    expect(run.lines).toEqual([
      '{"return": {}}',
      '{}',
      '{"error": {"class": "DeviceNotFound", "desc": "Device \'n0\' not found"}}',
    ]);
  });

  it.each([
    ['set_link n0', 2],
    ['nosuch', 1],
    ['no_such a=1', 1],
    ['.nosuch', 2],
    ['.wait nonsense', 2],
    ['.set timeout soon', 2],
    ['.source /nonexistent', 2],
    ['{"execute":', 2],
    ['query-name | wc', 2],
  ])('are not sent with --check where one is bad: %s', async (bad, exit) => {
    const run = await script(`query-name\n${bad}\n`, '--check');
    expect(run).toMatchObject({ code: exit, stdout: '' });
    expect(run.stderr).not.toMatch(SENT_COMMANDS);
    expect(run.stderr).toContain('line 2');
  });

  it('are each complained of with --check, the first giving the exit code', async () => {
    const run = await script('nosuch\nset_link\nquery-name\n', '--check');
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain('line 1');
    expect(run.stderr).toContain('line 2');
  });

  it('are looked for in files that are read with .source as well', async () => {
    const file = join(scratchFolder(), 'inner');
    writeFileSync(file, 'query-name\nset_link n0\n');
    const run = await script(`stop\n.source ${file}\n`, '--check');
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(`${file}: line 2`);
    expect(run.stderr).not.toMatch(SENT_COMMANDS);
  });

  it('are sent with --no-check though the schema refuses them', async () => {
    const run = await script(
      'set_link n0\nblock_resize n0 size=big\nset_link n0 up=on x=1',
      '--no-check',
      '-k',
    );
    expect(run).toMatchObject({ code: 1 });
    expect(run.lines.map(line => JSON.parse(line).error.desc)).toEqual([
      "Parameter 'up' is missing",
      expect.stringContaining("'size'"),
      "Parameter 'x' is unexpected",
    ]);
  });

  it('are still refused with --no-check where their form is wrong', async () => {
    const run = await script('query-name "a', '--no-check');
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });

  it('are refused where a size lacks its unit, which --no-check lets pass', async () => {
    const run = await script('block_resize n0 10');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('10 bytes? write 10M, or 10B');
    expect((await script('block_resize n0 1048576', '--no-check')).code).not.toBe(2);
  });

  it('are printed as they would be sent with -n, without id', async () => {
    const input = [
      'query-name',
      '!query-yank',
      'block-resize node_name=n0 size=2M',
      '{"execute": "stop", "id": 7, "arguments": {}}',
      '{"execute": "x-y", "arguments": {"b": 1.0, "1": 2}}',
      '.hmp info status',
      '.set timeout 5',
    ];
    const run = await script(input.join('\n'), '-n');
    expect(run.code).toBe(0);
    expect(run.lines).toEqual([
      '{"execute": "query-name"}',
      '{"exec-oob": "query-yank"}',
      '{"execute": "block_resize", "arguments": {"node-name": "n0", "size": 2097152}}',
      '{"execute": "stop"}',
      '{"execute": "x-y", "arguments": {"b": 1.0, "1": 2}}',
      '{"execute": "human-monitor-command", "arguments": {"command-line": "info status"}}',
    ]);
    expect(run.stderr).not.toMatch(SENT_COMMANDS);
  });

  it('are not sent with -n where words are the command', async () => {
    const run = await qmpsh(['-n', vm.socket, 'quit']);
    expect(run).toMatchObject({ code: 0, stdout: '{"execute": "quit"}\n', stderr: '' });
    expect((await qmpsh([vm.socket, 'query-name'])).code).toBe(0);
  });

  it.each([
    ['set_link n0', 2],
    ['nosuch', 1],
  ])('are checked with -n: %s', async (line, exit) => {
    expect(await script(line, '-n')).toMatchObject({ code: exit, stdout: '' });
  });

  it('print what is printed indented with -n -p', async () => {
    const run = await qmpsh(['-np', vm.socket, 'query-name']);
    expect(run.stdout).toBe('{\n  "execute": "query-name"\n}\n');
  });

  it.each([
    ['getfd fdname=x', 'getfd'],
    ['add-fd', 'add-fd'],
    ['{"execute": "getfd", "arguments": {"fdname": "x"}}', 'getfd'],
  ])('are refused with the reason where no descriptor can be passed: %s', async (line, name) => {
    const run = await script(line, '--no-check');
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(`'${name}' is refused: `);
    expect(run.stderr).not.toContain(`{"execute": "${name}", "arguments": {"fdname": "x"}, "id"`);
  });

  it('take - and _ for one another in names, never in values', async () => {
    const run = await script('query_name\nblock-resize node_name=n_0 size=1M\nQuery-name', '-k');
    expect(run.lines.map(line => JSON.parse(line).error?.desc)).toEqual([
      undefined,
      expect.stringContaining("'n_0'"),
      'The command Query-name has not been found',
    ]);
  });

  it('name all problems of a line, each under its place', async () => {
    const run = await script('set_link nmae=n0 up=maybe');
    expect(run.stderr).toContain("did you mean 'name'?");
    expect(run.stderr).toContain("found 'maybe'");
  });

  it('are only warned of in raw JSON, once each', async () => {
    const raw = '{"execute": "set_link", "arguments": {"name": "n0", "upp": true}}';
    const run = await script(`set_link n0 on\n${raw}\n${raw}\n`, '-k');
    expect(run.code).toBe(1);
    expect(run.lines).toHaveLength(3);
    expect(run.stderr.match(/did you mean 'up'/g)).toHaveLength(1);
  });

  it('are warned of once where deprecated or unstable', async () => {
    const run = await script('eject device=x\neject device=x\nx-query-roms\n', '-kr');
    expect(run.stderr.match(/is deprecated/g)).toHaveLength(1);
  });
});

it('sends a bare command without asking for the schema, anything else after it', async () => {
  const names: string[] = [];
  const path = await fakeServer(async peer => {
    await peer.negotiate();
    for (;;) {
      const command = await peer.command();
      names.push(command.execute ?? '');
      peer.reply(command, command.execute?.startsWith('query-') ? [] : {});
    }
  });
  await qmpsh([path], {
    input: 'stop\n{"execute":"cont","arguments":{"x":1}}\n.hmp x\ncont x=1\n',
  });
  expect(names).toEqual([
    'stop',
    'cont',
    'human-monitor-command',
    'query-commands',
    'query-qmp-schema',
    'cont',
  ]);
});

it('takes values by their form, with a note, where the server describes nothing', async () => {
  let text = '';
  const path = await fakeServer(async peer => {
    await peer.negotiate();
    for (;;) {
      const { id, execute } = await peer.command();
      const isQuery = execute === 'query-qmp-schema' || execute === 'query-commands';
      if (!isQuery) text = peer.received();
      const desc = `The command ${execute} has not been found`;
      peer.send(
        isQuery
          ? `{"id": "${id}", "error": {"class": "CommandNotFound", "desc": "${desc}"}}\r\n`
          : `{"return": {}, "id": "${id}"}\r\n`,
      );
    }
  });
  const run = await qmpsh([path, 'block_resize', 'device=d0', 'size=10G', 'x.y=1', 'l.0=on']);
  expect(run).toMatchObject({ code: 0, stdout: '{"return": {}}\n' });
  expect(run.stderr).toContain('by their form');
  expect(text).toContain('{"device": "d0", "size": 10737418240, "x": {"y": 1}, "l": ["on"]}');
});
