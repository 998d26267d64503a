import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { scratchFolder } from '../lab/lifetime.js';
import { describeReal, type Server, startQemu } from '../lab/servers.js';
import { qmpsh, startCoprocess } from './qmpsh.js';

describeReal('a coprocess', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S']);
  });

  it('gets exactly one JSON line for each line, as soon as it is answered', async () => {
    const shell = startCoprocess([vm.socket]);
    const asked: readonly (readonly [string, string])[] = [
      ['query-name', '{"return": {}}'],
      ['', ''],
      ['.set timeout 30s', '{}'],
      ['.set timeout', '{"timeout": 30}'],
      ['cont', '{"return": {}}'],
      ['.wait status running', '{"status": "running", "singlestep": false, "running": true}'],
      ['.hmp info status', '{"return": "VM status: running\\r\\n"}'],
      ['# nothing', ''],
      ['.hmp help_nothing', `{"return": "unknown command: 'help_nothing'\\r\\n"}`],
    ];
    for (const [line, answer] of asked) {
      if (answer === '') shell.child.stdin.write(`${line}\n`);
      else expect(await shell.ask(line)).toBe(answer);
    }
    expect(await shell.next()).toBe('(the end)');
  });

  it('gets the events of a .wait, the line of a .source after those of its file', async () => {
    const file = join(scratchFolder(), 'both');
    writeFileSync(file, 'stop\nquery-name');
    const shell = startCoprocess([vm.socket]);
    expect(await shell.ask(`.source ${file}`)).toBe('{"return": {}}');
    expect([await shell.next(), await shell.next()]).toEqual(['{"return": {}}', '{}']);
    expect(await shell.ask('.wait event STOP')).toMatch(/^\{"timestamp": .*"event": "STOP"\}$/);
    expect(await shell.finish()).toBe(0);
  });

  it('keeps step under -k whatever goes wrong', async () => {
    const shell = startCoprocess(['-k', vm.socket]);
    const lines = [
      'nosuch',
      '.nosuch',
      'stop |',
      'a=b',
      '"x',
      '.wait job x',
      '.wait',
      '.source',
      '!stop',
    ];
    for (const line of lines) {
      expect([line, JSON.parse(await shell.ask(line))]).toEqual([
        line,
        { error: expect.anything() },
      ]);
    }
    expect(await shell.ask('.wait event NEVER timeout=20ms')).toContain('"qmpsh.timeout"');
    expect(await shell.ask('.source /nonexistent')).toContain('"qmpsh.syntax"');
    expect(await shell.ask('query-name')).toBe('{"return": {}}');
    expect(await shell.finish()).toBe(1);
  });

  it('sees an open bracket close before it is answered', async () => {
    const shell = startCoprocess([vm.socket]);
    shell.child.stdin.write('{"execute":\n');
    shell.child.stdin.write('"query-name"\n');
    expect(await shell.ask('}')).toBe('{"return": {}}');
  });

  it('leaves with .quit, and the VM goes on', async () => {
    const shell = startCoprocess([vm.socket]);
    expect(await shell.ask('.quit')).toBe('{}');
    expect(await shell.next()).toBe('(the end)');
    expect((await qmpsh([vm.socket, 'query-name'])).code).toBe(0);
  });

  it('is told how many lines at least were not sent where its input stays open', async () => {
    const shell = startCoprocess([vm.socket]);
    let said = '';
    shell.child.stderr.on('data', chunk => {
      said += chunk;
    });
    shell.child.stdin.write('device_del nope\nstop\ncont\n');
    expect(await shell.next()).toContain('nope');
    expect(await shell.next()).toBe('(the end)');
    expect(said).toContain('at least 2 more lines were not sent');
  });
});

describeReal('directives in scripts', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S']);
  });
  const script = (input: string, ...options: string[]) => qmpsh([...options, vm.socket], { input });

  it('show all settings, or one, and change one', async () => {
    const run = await script('.set\n.set keep-going on\n.set keep-going\nnosuch\nquery-name');
    expect(run.code).toBe(1);
    expect([run.lines[0], run.lines[2], run.lines[4]]).toEqual([
      '{"timeout": null, "keep-going": false, "confirm": true, "live": false}',
      '{"keep-going": true}',
      '{"return": {}}',
    ]);
  });

  it.each([
    ['.set nosuch', "no setting 'nosuch'"],
    [
      '.set timeout soon',
      "expected a duration (30s, 500ms, 2m) or none for 'timeout', found 'soon'",
    ],
    ['.set keep-gong on', "did you mean 'keep-going'?"],
    ['.sett', "did you mean 'set'?"],
    ['.wait jb x', "did you mean 'job'?"],
    ['.wait jb x', '\n  .wait jb x\n        ^^\n'],
    ['.hmp', 'expected .hmp LINE'],
    ['.source', 'expected .source FILE'],
  ])('say what is wrong with %s', async (line, message) => {
    const run = await script(line);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(message);
  });

  it('pass a line to the human monitor verbatim to its end', async () => {
    const run = await script('.hmp   info  status\r\n', '-R');
    expect(run.stdout).toBe('VM status: paused (prelaunch)\n');
    const dry = await script('.hmp   info  "a\\b" | x', '-n');
    expect(dry.stdout).toBe(
      '{"execute": "human-monitor-command", "arguments": {"command-line": "info  \\"a\\\\b\\" | x"}}\n',
    );
  });

  it('read a file within a file, and name the place of a failure in it', async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'inner'), 'query-name\n\ndevice_del nope\nstop\n');
    writeFileSync(join(folder, 'outer'), `.source ${join(folder, 'inner')}\nstop`);
    const run = await script(`.source ${join(folder, 'outer')}\nstop\n`);
    expect(run).toMatchObject({ code: 1 });
    expect(run.lines).toHaveLength(2);
    expect(run.stderr).toContain(`${join(folder, 'inner')}: line 3: DeviceNotFound`);
    expect(run.stderr).toContain('3 more lines were not sent');
  });

  it('do not read a file that reads itself for ever', async () => {
    const file = join(scratchFolder(), 'self');
    writeFileSync(file, `.source ${file}\n`);
    const run = await script(`.source ${file}\n`);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('nested deeper than 16 files');
  });

  it('print the line of a .wait that failed, without -k too', async () => {
    const run = await script('.wait job nope\nquery-name');
    expect(run).toMatchObject({ code: 6 });
    expect(run.lines).toHaveLength(1);
    expect(JSON.parse(run.stdout).error.class).toBe('qmpsh.refused');
  });

  it('take -t for waits, and timeout= before it', async () => {
    const run = await script('.wait event NEVER', '-t', '0.1');
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('0.1 s');
    const own = await script('.wait event NEVER timeout=50ms', '-t', '60');
    expect(own.stderr).toContain('0.05 s');
  });
});
