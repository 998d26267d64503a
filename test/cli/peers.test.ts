// What goes wrong in qmp-shell, each found by running it: here it must not.
import { statSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { fakeServer, GREETING } from '../lab/fake-server.js';
import { describeReal, type Server, startQemu } from '../lab/servers.js';
import { qmpsh, startCoprocess } from './qmpsh.js';

describeReal('unlike qmp-shell, qmpsh', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S', '-name', 'a\u001b[31mb']);
  });
  const script = (input: string, ...options: string[]) => qmpsh([...options, vm.socket], { input });
  const dry = async (line: string) => (await script(line, '-n')).stdout.trim();

  it('leaves the socket of the VM alone, whatever it is asked to log', async () => {
    const before = statSync(vm.socket).ino;
    await script('query-name', '--log', `${vm.folder}/log`);
    expect(statSync(vm.socket).ino).toBe(before);
  });

  it.each([
    [
      'blockdev-add driver=qcow2 node-name=z1 file.driver=file file.filename=X',
      '{"driver": "qcow2", "node-name": "z1", "file": {"driver": "file", "filename": "X"}}',
    ],
    ['human-monitor-command command-line="info status"', '{"command-line": "info status"}'],
    ['device_del id=1', '{"id": "1"}'],
    ['device_del id=true', '{"id": "true"}'],
    ['device_del id=null', '{"id": "null"}'],
    ['device_del id=0123', '{"id": "0123"}'],
    ['device_del id=1_000', '{"id": "1_000"}'],
    ['device_del id=+1', '{"id": "+1"}'],
    ["device_del id=it's", '{"id": "it\'s"}'],
    ['device_del [1,2', ''],
    ['block_resize node-name=n size=1G', '{"node-name": "n", "size": 1073741824}'],
    ['block_resize node-name=n size=0x100000', '{"node-name": "n", "size": 1048576}'],
    ['block_resize n size=\u0663', ''],
    ['block_resize n size=+1', ''],
    ['device_del =5', ''],
    [
      'blockdev-add driver=qcow2 file=f backing=null',
      '{"driver": "qcow2", "file": "f", "backing": null}',
    ],
    [
      'blockdev-add quorum vote-threshold=1 children.0=a children.1=b',
      '{"driver": "quorum", "vote-threshold": 1, "children": ["a", "b"]}',
    ],
    [
      'transaction actions=[{"type": "abort", "data": {}}]',
      '{"actions": [{"type": "abort", "data": {}}]}',
    ],
  ])('types values by the schema: %s', async (line, args) => {
    const name = /^\S+/.exec(line)?.[0];
    expect(await dry(line)).toBe(args && `{"execute": "${name}", "arguments": ${args}}`);
  });

  it('takes JSON for a line, and passes comments over', async () => {
    const run = await script('# comment\n{"execute":"query-name","arguments":{}}\n');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.lines).toHaveLength(1);
  });

  it('prints replies alone on stdout: no banner, no prompt', async () => {
    expect((await script('query-status')).stdout).toMatch(/^\{"return": \{"status".*\}\n$/);
  });

  it('tells of errors by its exit code, and of all of them', async () => {
    expect((await script('device_del x')).code).toBe(1);
    expect((await script('device_del x y')).code).toBe(2);
  });

  it('reads events while it is idle, so that the server keeps nothing for it', async () => {
    const two = await startQemu(['-S', '-qmp', 'unix:$S.2,server=on,wait=off']);
    const shell = startCoprocess(['-e', two.socket]);
    expect(await shell.ask('query-name')).toContain('return');
    await qmpsh([`${two.socket}.2`, 'cont']);
    expect(JSON.parse(await shell.next()).event).toBe('RESUME');
  });

  it('passes blank lines over under -H, and runs a bare word', async () => {
    const run = await script('   \n\ncpu\ninfo name\n', '-Hk');
    expect(run.lines).toHaveLength(2);
    expect(run.lines[1]).toBe('{"return": "a\\u001B[31mb\\r\\n"}');
  });

  it('takes its target from QMPSH_TARGET, unix:PATH and paths with a colon', async () => {
    const odd = await startQemu(['-S'], {
      socket: `${vm.folder}/a:b`,
      monitor: ['-qmp', 'unix:$S,server=on,wait=off'],
    });
    for (const target of [`unix:${vm.socket}`, odd.socket]) {
      expect((await qmpsh(['query-name'], { env: { QMPSH_TARGET: target } })).code).toBe(0);
    }
  });

  it('ends with one line on stderr where the server is killed, and no trace of its own', async () => {
    const mortal = await startQemu();
    const shell = startCoprocess([mortal.socket]);
    let said = '';
    shell.child.stderr.on('data', chunk => {
      said += chunk;
    });
    await shell.ask('query-name');
    await mortal.kill('SIGKILL');
    expect(await shell.ask('query-name')).toBe('(the end)');
    expect(await shell.finish()).toBe(4);
    expect(said.trim().split('\n')).toHaveLength(1);
  });
});

/** A server that answers its first command with these bytes, `$id` being the command's id. */
const answering = (bytes: string | Uint8Array) =>
  fakeServer(async peer => {
    await peer.negotiate();
    const { id } = await peer.command();
    peer.send(typeof bytes === 'string' ? bytes.replace('$id', `${id}`) : bytes);
    peer.end();
  });

it('takes a reply of 20 MB', async () => {
  const path = await answering(`{"return": "${'x'.repeat(20_000_000)}", "id": "$id"}\r\n`);
  const run = await qmpsh([path, 'query-x']);
  expect(run.code).toBe(0);
  expect(run.stdout).toHaveLength(20_000_015);
});

it('takes a reply as deep as QEMU goes', async () => {
  const path = await answering(
    `{"return": ${'['.repeat(1023)}${']'.repeat(1023)}, "id": "$id"}\r\n`,
  );
  expect((await qmpsh([path, 'query-x'])).lines[0]).toHaveLength(2046 + 12);
});

it.each([
  ['a reply 5,000 deep', `{"return": ${'['.repeat(5000)}${']'.repeat(5000)}, "id": "$id"}\r\n`],
  ['half a reply', '{"return": {"a'],
  ['bytes that are no UTF-8', Uint8Array.of(0x7b, 0x22, 0xc3, 0x28, 0x0d, 0x0a)],
  ['no JSON', 'hello\r\n'],
])('ends with exit 4 and words where the server sends %s', async (_what, bytes) => {
  const run = await qmpsh([await answering(bytes), 'query-x']);
  expect(run).toMatchObject({ code: 4, stdout: '' });
  expect(run.stderr).not.toMatch(/^ +at /m);
  expect(run.stderr).toMatch(/^qmpsh: /);
});

it('greets a server that prints its greeting over many lines', async () => {
  const path = await fakeServer(async peer => {
    await peer.negotiate(GREETING.replaceAll(', ', ',\r\n    '));
    peer.reply(await peer.command());
  });
  expect((await qmpsh([path, 'query-name'])).stdout).toBe('{"return": {}}\n');
});

it('takes replies of an earlier client for what they are', async () => {
  const path = await fakeServer(async peer => {
    peer.send(`${GREETING}\r\n{"return": "", "id": "OLD-1"}\r\n`);
    peer.reply(await peer.command());
    peer.reply(await peer.command(), 'mine');
  });
  const run = await qmpsh([path, 'query-name']);
  expect(run.stdout).toBe('{"return": "mine"}\n');
  expect(run.stderr).toContain('earlier client');
});
