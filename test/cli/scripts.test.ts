import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fakeServer } from '../lab/fake-server.js';
import { scratchFolder } from '../lab/lifetime.js';
import { describeReal, type Server, startQemu } from '../lab/servers.js';
import { endOf, qmpsh, startQmpsh } from './qmpsh.js';

const OK = '{"return": {}}';
const STATUS = '{"return": {"status": "prelaunch", "singlestep": false, "running": false}}';
const bitmaps = (names: readonly string[]) =>
  names.map(name => `  block-dirty-bitmap-add node=n0 name=${name}`).join('\n');

describeReal('the lines of a script', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S', '-blockdev', 'null-co,node-name=n0,size=1048576']);
  });
  const script = (input: string | Uint8Array, ...options: string[]) =>
    qmpsh([...options, vm.socket], { input });

  it.each([
    ['LF', 'query-name\nquery-status\n'],
    ['CRLF', 'query-name\r\nquery-status\r\n'],
    ['a byte order mark', '\ufeffquery-name\nquery-status\n'],
    ['no final newline', 'query-name\nquery-status'],
    ['blank lines and # lines', '\n  \n# one\nquery-name\n\t# two\n\r\nquery-status\n#'],
    ['blanks around', '  query-name  \n\tquery-status\t'],
  ])('are read with %s', async (_what, input) => {
    expect(await script(input)).toMatchObject({ code: 0, lines: [OK, STATUS], stderr: '' });
  });

  it('are none where the input is empty', async () => {
    expect(await script('')).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('may be UTF-8 cut anywhere, and are answered in pure ASCII', async () => {
    const run = await script('device_del "é\u{1f600}"');
    expect(run.stdout).toBe(
      '{"error": {"class": "DeviceNotFound", "desc": "Device \'\\u00E9\\uD83D\\uDE00\' not found"}}\n',
    );
  });

  it('may be 10 MB long', async () => {
    const long = `{"execute": "query-name", ${' '.repeat(10_000_000)}"id": 1}\nquery-name`;
    expect(await script(long)).toMatchObject({ code: 0, lines: ['{"return": {}, "id": 1}', OK] });
  });

  it('go on over lines where brackets are open', async () => {
    const raw = '{ "execute":\n  "device_del",\n\n  "arguments": { "id":\n"} # {" } }\nquery-name';
    const run = await script(raw, '-k');
    expect(run.lines).toEqual([
      '{"error": {"class": "DeviceNotFound", "desc": "Device \'} # {\' not found"}}',
      OK,
    ]);
  });

  it('go on over lines in the JSON value of a member', async () => {
    const run = await script('transaction actions=[\n {"type": "abort",\n "data": {}} ]\n', '-k');
    expect(run.lines).toHaveLength(1);
    expect(run.stdout).toContain('Transaction aborted');
  });

  it('go on over lines in a transaction, with comments and blank lines between its actions', async () => {
    const run = await script(`transaction(\n# two\n\n${bitmaps(['a', 'b'])}\n)\nquery-name\n`);
    expect(run).toMatchObject({ code: 0, lines: [OK, OK], stderr: '' });
  });

  it('take a transaction on one line, its actions ended by semicolons', async () => {
    const run = await script(`transaction( ${bitmaps(['c', 'd']).replace('\n', ';')}; )\n`);
    expect(run).toMatchObject({ code: 0, lines: [OK] });
  });

  it('are refused with an open bracket at the end, under their own number', async () => {
    const run = await script('query-name\n\n{"execute":\n"stop"\n');
    expect(run).toMatchObject({ code: 2, lines: [OK] });
    expect(run.stderr).toContain('line 3');
    expect(run.stderr).toContain('not closed');
  });

  it('stop at the first failure; stderr says which line, why, and how many were not sent', async () => {
    const run = await script('query-name\n\ndevice_del nope\nstop\n# not counted\n\ncont\n');
    expect(run).toMatchObject({ code: 1 });
    expect(run.lines).toHaveLength(2);
    expect(run.stderr).toBe(
      "qmpsh: line 3: DeviceNotFound: Device 'nope' not found\nqmpsh: 2 more lines were not sent\n",
    );
  });

  it('print nothing for a line that is not understood, and stop', async () => {
    const run = await script('query-name\nblock_resize node-name=n0 sise=2M\nquery-name');
    expect(run).toMatchObject({ code: 2, lines: [OK] });
    expect(run.stderr).toContain('line 2');
    expect(run.stderr).toContain(
      "unexpected member 'sise' of 'block_resize'; did you mean 'size'?",
    );
    expect(run.stderr).toContain('1 more line was not sent');
  });

  it('are not counted for ever', async () => {
    const child = startQmpsh([vm.socket]);
    const run = endOf(child);
    child.stdin.write('device_del nope\n');
    const endless = () => child.stdin.write('stop\n'.repeat(1000), error => !error && endless());
    endless();
    expect((await run).code).toBe(1);
    expect((await run).stderr).toMatch(/at least \d+ more lines were not sent/);
  });

  it('count a transaction as one line that was not sent', async () => {
    const run = await script(`device_del nope\ntransaction(\n${bitmaps(['e', 'f'])}\n)\nstop`);
    expect(run.stderr).toContain('2 more lines were not sent');
  });

  it('name the file whose line failed', async () => {
    const file = join(scratchFolder(), 'resize.qmp');
    writeFileSync(file, 'query-name\ndevice_del nope\n');
    const run = await qmpsh(['-f', file, vm.socket]);
    expect(run.stderr).toContain('resize.qmp: line 2: ');
  });

  it.each(['| wc', '> out', '>> out', '>| out'])(
    'refuse the operator of a prompt, %s, and say to quote it',
    async operator => {
      const run = await script(`query-name ${operator}`);
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toContain('quote it');
    },
  );

  it('send a quoted operator as a word', async () => {
    const run = await script('device_del "|"');
    expect(run.stdout).toContain("Device '|' not found");
  });

  it('take what a manual shows: an arrow, single quotes, bare keys', async () => {
    const run = await script("-> { 'execute': 'query-name' }\n{execute: 'query-name'}\n");
    expect(run).toMatchObject({ code: 0, lines: [OK, OK] });
  });

  it.each([
    ['.help .wait', '.wait job ID'],
    ['?.set', '.set [NAME [VALUE]]'],
    ['?watch', '.watch [-n SECONDS]'],
    ['.help', '.source FILE'],
  ])('give help on what is theirs by %s', async (line, shown) => {
    const run = await script(line);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toEqual({ help: expect.stringContaining(shown) });
  });

  it('say of what only a prompt has that it is for a prompt', async () => {
    const run = await script('.jobs');
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain("'.jobs' is for a prompt");
  });

  it.each(['?stop', '.help stop', '.schema stop'])('give help by %s as one object', async line => {
    const run = await qmpsh([vm.socket], { input: `${line}\nquery-name\n` });
    expect(run.code).toBe(0);
    const [help, reply] = run.lines.map(text => JSON.parse(text));
    expect(help).toEqual({ help: expect.stringContaining("Stop the guest's CPUs") });
    expect(reply).toEqual({ return: {} });
  });

  describe('with -k', () => {
    it('all have their line on stdout, and the first failure gives the exit code', async () => {
      const lines = [
        'block_resize n0 10',
        'device_del a b',
        'nosuch',
        'query-name',
        '.nosuch',
        ')',
      ];
      const run = await script(lines.join('\n'), '-k');
      expect(run).toMatchObject({ code: 2 });
      expect(run.lines.map(line => JSON.parse(line).error?.class ?? line)).toEqual([
        'qmpsh.refused',
        'qmpsh.syntax',
        'CommandNotFound',
        OK,
        'qmpsh.syntax',
        'CommandNotFound',
      ]);
    });

    it('say why in the line itself, in pure ASCII', async () => {
      const run = await script('set_link "é" maybe', '-k');
      expect(run.stdout).toBe(
        '{"error": {"class": "qmpsh.syntax", "desc": "expected true or false (on, off, yes, no), found \'maybe\'"}}\n',
      );
    });

    it('print null under -r for every failure, the error on stderr', async () => {
      const run = await script('device_del nope\n.nosuch\n.wait job nope\nquery-name', '-kr');
      expect(run).toMatchObject({ code: 1, lines: ['null', 'null', 'null', '{}'] });
      expect(run.stderr).toContain("Device 'nope' not found");
      expect(run.stderr).toContain(".nosuch'");
      expect(run.stderr).toContain("no job 'nope'");
    });

    it('still refuse an open bracket at the end', async () => {
      const run = await script('query-name\n{"execute"', '-k');
      expect(run).toMatchObject({ code: 2 });
      expect(run.lines[1]).toContain('qmpsh.syntax');
    });
  });

  it('print null under -r for a line that failed, its error on stderr', async () => {
    const run = await script('device_del nope', '-r');
    expect(run).toMatchObject({ code: 1, stdout: 'null\n' });
    expect(run.stderr).toContain("DeviceNotFound: Device 'nope' not found");
  });
});

describeReal('standard input that cannot be read', () => {
  it('is told of: the writing end of a pipe', async () => {
    const { socket } = await startQemu();
    const command = `exec "${process.execPath}" bin/qmpsh.js "${socket}" 0> >(cat > /dev/null)`;
    const how = { encoding: 'utf8', timeout: 10_000 } as const;
    const { status, stderr } = spawnSync('bash', ['-c', command], how);
    expect([status, stderr]).toEqual([2, expect.stringContaining('cannot read standard input')]);
  });
});

describe('a line whose reply is good', () => {
  it.each<[string, string, readonly string[], readonly string[]]>([
    [
      'is followed by the next, once',
      'a\nb\nc\n',
      ['a', 'b', 'c'],
      ['{"return": 1}', '{"return": 2}', '{"return": 3}'],
    ],
    [
      'is followed by the next, in a file that the script reads',
      'a\n.source $F\nd\n',
      ['a', 'b', 'c', 'd'],
      ['{"return": 1}', '{"return": 2}', '{"return": 3}', '{}', '{"return": 4}'],
    ],
    [
      'may be a human one that tells of an error: nothing follows',
      'a\nb\n.hmp nosuch\nc\n',
      ['a', 'b', 'human-monitor-command'],
      ['{"return": 1}', '{"return": 2}', `{"return": "unknown command: 'nosuch'\\r\\n"}`],
    ],
    [
      'may be that to a quit: nothing follows',
      'a\nb\nquit\nc\n',
      ['a', 'b', 'quit'],
      ['{"return": 1}', '{"return": 2}', '{"return": 3}'],
    ],
  ])('%s', async (_what, input, commands, lines) => {
    const seen: (string | undefined)[] = [];
    const path = await fakeServer(async peer => {
      await peer.negotiate();
      for (;;) {
        const command = await peer.command();
        const isHmp = command.execute === 'human-monitor-command';
        seen.push(command.execute);
        peer.reply(command, isHmp ? "unknown command: 'nosuch'\r\n" : seen.length);
      }
    });
    const file = join(scratchFolder(), 'more.qmp');
    writeFileSync(file, 'b\nc\n');
    const run = await qmpsh([path], { input: input.replace('$F', file) });
    expect([seen, run.lines]).toEqual([commands, lines]);
  });
});
