// The prompt as a person meets it: a real terminal, a real server.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { openAtTerminal, startAtTerminal } from '../../lab/at-terminal.js';
import { holdSocket } from '../../lab/clients.js';
import { scratchFolder } from '../../lab/lifetime.js';
import { describeReal, makeImage, type Server, startQemu } from '../../lab/servers.js';
import type { Terminal } from '../../tui/terminal.js';
import { BIN } from '../qmpsh.js';

let home = '';

beforeEach(() => {
  home = scratchFolder();
});

function open({ socket }: Server, options: readonly string[] = []): Promise<Terminal> {
  return openAtTerminal(['-l', ...options, socket], { home, ready: /QEMU 7[\s\S]*❯/ });
}

const history = () => readFileSync(join(home, 'state/qmpsh/history'), 'utf8');

describeReal('the prompt', () => {
  it('says what it is connected to, runs a line, and leaves with success on Ctrl-D', async () => {
    const screen = await open(await startQemu(['-name', 'fedora']));
    expect(screen.screen()).toContain('fedora · QEMU 7');
    screen.type('query-status\r');
    await screen.waitFor(/prelaunch|running/);
    screen.type('\x04');
    expect(await screen.exit).toBe(0);
  });

  it('says why it waits before there is a server to talk to, and ends on Ctrl-C', async () => {
    const server = await startQemu();
    await holdSocket(server.socket);
    const screen = startAtTerminal([server.socket], { home });
    await screen.waitFor(/qmpsh: waiting: .*says nothing: busy/);
    screen.type('\x03');
    expect(await screen.exit).toBe(130);
  });

  it('prints events above what is being typed', async () => {
    const server = await startQemu();
    const screen = await open(server);
    screen.type('block_res');
    await screen.waitFor(/❯ block_res/);
    server.process.kill('SIGTERM');
    await screen.waitFor(/SHUTDOWN guest=false reason=host-signal[\s\S]*❯ block_res/);
  });

  it('marks a mistake while it is typed, and sends nothing', async () => {
    const screen = await open(await startQemu());
    screen.type('block_resize disk0 sise=1G x');
    await screen.waitFor(
      /\^{4}\nunexpected member 'sise' of 'block_resize'; did you mean 'size'\?/,
    );
    screen.type('\r');
    await screen.waitFor(
      /\^\^\^\^\n {4}unexpected member 'sise' of 'block_resize'; did you mean 'size'\?/,
    );
  });

  it('drops an open transaction with the connection, and says so', async () => {
    const server = await startQemu();
    const screen = await open(server);
    screen.type('.begin\rabort\r');
    await screen.waitFor(/1 abort: fails on purpose[\s\S]*transaction ❯ /);
    await server.kill('SIGKILL');
    await screen.waitFor(
      /the open transaction is dropped; nothing of it was sent[\s\S]*\(not connected\) ❯/,
    );
  });

  it.each([
    ['the line editor', ['-l']],
    ['the session view', []],
    ['the monitor view', ['-m']],
  ])('says that an open transaction is not sent as its person leaves (%s)', async (_, options) => {
    const { socket } = await startQemu();
    const screen = await openAtTerminal([...options, socket]);
    screen.type('.begin\rabort\r');
    await screen.waitFor(/1 abort: fails on purpose[\s\S]*transaction ❯ /);
    screen.type('\x04');
    expect(await screen.exit).toBe(0);
    await screen.waitFor(/the open transaction is dropped; nothing of it was sent/);
  });

  it('takes lines as actions from .begin on, and marks what is wrong with them', async () => {
    const screen = await open(await startQemu(['-blockdev', 'null-co,node-name=d1,size=1048576']));
    screen.type('.begin\r');
    await screen.waitFor(/each line is an action now[\s\S]*transaction ❯ /);
    screen.type('abort now x');
    await screen.waitFor(/\^{3}\nunexpected/);
    screen.type('\x15abo');
    await screen.waitFor(/^abort\b/m);
    screen.type('\x15block-dirty-bitmap-add d1 b1\r');
    await screen.waitFor(/1 block-dirty-bitmap-add: adds the dirty bitmap 'b1' to 'd1'/);
    screen.type('.commit\r');
    await screen.waitFor(/ok\n❯ \|/);
  });

  it('leads through a command: its name, then its members, with what they are for', async () => {
    const screen = await open(await startQemu());
    screen.type('bdadd');
    await screen.waitFor(/^blockdev-add /m);
    screen.type('\t');
    await screen.waitFor(/❯ blockdev-add \|/);
    screen.type('driver=nullc');
    await screen.waitFor(/^null-co BlockdevDriver/m);
    screen.type('\tnode-name=n0 \t');
    await screen.waitFor(/❯ blockdev-add driver=null-co node-name=n0 [a-z-]+/);
  });

  it('offers what the server has as soon as it tells, and on Tab what only Tab may ask for', async () => {
    const screen = await open(await startQemu(['-blockdev', 'null-co,node-name=spare']));
    screen.type('chardev-remove id=');
    await screen.waitFor(/^compat_monitor0/m);
    screen.type('\x15blockdev-del node-name=\t');
    await screen.waitFor(/❯ blockdev-del node-name=spare/);
  });

  it('asks before the server ends, and does as it is told', async () => {
    const server = await startQemu(['-name', 'fedora']);
    const screen = await open(server);
    screen.type('quit\r');
    await screen.waitFor(/ENDS the VM fedora/);
    screen.type('no\r');
    await screen.waitFor(/not sent/);
    screen.type('quit\r');
    await screen.waitFor(/ENDS the VM fedora[\s\S]*ENDS the VM fedora/);
    screen.type('yes\r');
    expect((await server.exited).code).toBe(0);
  });

  it('tells both sizes before an image shrinks', async () => {
    const image = makeImage('qcow2', '64M');
    const screen = await open(
      await startQemu(['-blockdev', `qcow2,node-name=d0,file.driver=file,file.filename=${image}`]),
    );
    screen.type('block_resize d0 32M\r');
    await screen.waitFor(/SHRINKS the image from 67108864/);
    screen.type('\r');
    await screen.waitFor(/not sent/);
  });

  it('keeps lines for the next time, without their secrets', async () => {
    const server = await startQemu();
    const screen = await open(server);
    screen.type('set_password protocol=vnc password=S3CRET\r');
    await screen.waitFor(/GenericError/);
    screen.type(' query-name\rsend-key a\rquery-kvm\r');
    await screen.waitFor(/"?present/);
    screen.type('\x04');
    await screen.exit;
    expect(history()).toContain('password=‹secret›');
    expect(history()).not.toMatch(/S3CRET|query-name|send-key/);
    expect(statSync(join(home, 'state/qmpsh/history')).mode & 0o777).toBe(0o600);
    const again = await open(server);
    again.type('\x1b[A');
    await again.waitFor(/❯ query-kvm/);
  });

  it('asks for a value without showing it, and takes one from a file', async () => {
    const screen = await open(await startQemu(['-S']), ['-v']);
    screen.type('object-add secret id=s1 data=@?\r');
    await screen.waitFor(/data: /);
    screen.type('S3CRET\r');
    await screen.waitFor(/"data":"?‹secret›|"data": "‹secret›"|u2039secret/);
    screen.type('object-add secret id=s2 data=@/nowhere\r');
    await screen.waitFor(/cannot read '\/nowhere'/);
    expect(screen.scrollback()).not.toContain('S3CRET');
    expect(history()).toContain('data=@?');
  });

  it('gives what a command returned to a program or a file', async () => {
    const screen = await open(await startQemu());
    screen.type('query-version | grep -c Debian\r');
    await screen.waitFor(/^1$/m);
    screen.type(`query-version > ${home}/v.json\r`);
    await screen.waitFor(/written to/);
    expect(JSON.parse(readFileSync(`${home}/v.json`, 'utf8'))).toHaveProperty('qemu');
    screen.type(`query-version > ${home}/v.json\r`);
    await screen.waitFor(/is there already/);
    screen.type('stop > x\r');
    await screen.waitFor(/'stop' returns nothing/);
  });

  it('says how the server ended, keeps the line, and connects again by itself', async () => {
    const first = await startQemu();
    const screen = await open(first);
    screen.type('query-sta');
    await first.kill('SIGKILL');
    await screen.waitFor(/connecting again[\s\S]*\(not connected\) ❯ query-sta/);
    rmSync(first.socket, { force: true });
    await startQemu(['-name', 'second'], { socket: first.socket });
    await screen.waitFor(/another VM: second · QEMU[\s\S]*❯ query-sta/, 9_000);
    screen.type('tus\r');
    await screen.waitFor(/This is another VM than before: send 'query-status' to it\?/);
    screen.type('yes\r');
    await screen.waitFor(/prelaunch|running/);
  });

  it('sends lines that were typed ahead in their order, and asks between them', async () => {
    const log = join(home, 'log');
    const screen = await open(await startQemu(), ['--log', log]);
    screen.type('block_resize node-name=x size=128M\rstop\rsystem_reset\rcont\r');
    await screen.waitFor(/system_reset' loses/);
    screen.type('no\r');
    await screen.waitFor(/not sent[\s\S]*RESUME/);
    const sent = [
      ...readFileSync(log, 'utf8').matchAll(/"execute": "(block_resize|stop|cont|system_reset)"/g),
    ];
    expect(sent.map(([, name]) => name)).toEqual(['block_resize', 'stop', 'cont']);
  });

  it('takes a paste of several lines as one edit, and runs each of them on Enter', async () => {
    const screen = await open(await startQemu());
    screen.paste('stop\nquery-status\ncont\n');
    await screen.waitFor(/cont\n?[\s\S]*\|/);
    expect(screen.screen()).not.toContain('STOP');
    screen.type('\r');
    await screen.waitFor(/STOP[\s\S]*paused[\s\S]*RESUME/);
  });

  it('leaves Ctrl-C to the program that is piped to', async () => {
    const screen = await open(await startQemu());
    screen.type('query-status | (echo began; exec sleep 100)\r');
    await screen.waitFor(/^began/m);
    screen.type('\x03');
    await screen.waitFor(/ended with SIGINT[\s\S]*❯ \|/);
  });

  it('keeps what a program prints without an end of line', async () => {
    const screen = await open(await startQemu());
    screen.type('query-status | printf abc\r');
    await screen.waitFor(/^abc\n❯ \|/m);
  });

  it('offers the nearest directive for one that there is not', async () => {
    const screen = await open(await startQemu());
    screen.type('.jbos\r');
    await screen.waitFor(/no directive '\.jbos'; did you mean 'jobs'\?/);
  });

  it('runs the lines of a file until one fails', async () => {
    const screen = await open(await startQemu());
    writeFileSync(join(home, 'lines'), '# first\nstop\nnosuch\ncont\n');
    screen.type(`.source ${home}/lines\r`);
    await screen.waitFor(/❯ stop[\s\S]*STOP[\s\S]*❯ nosuch[\s\S]*CommandNotFound[\s\S]*❯ \|/);
    expect(screen.screen()).not.toContain('RESUME');
  });

  it('tells a VM by its UUID from another of the same name', async () => {
    const uuid = (digit: string) => [
      '-name',
      'twin',
      '-uuid',
      `${digit.repeat(8)}-0000-4000-8000-000000000000`,
    ];
    const first = await startQemu(uuid('1'));
    const screen = await open(first);
    screen.type('query-kvm\r');
    await screen.waitFor(/present/);
    await first.kill('SIGKILL');
    rmSync(first.socket, { force: true });
    await startQemu(uuid('2'), { socket: first.socket });
    await screen.waitFor(/another VM: twin/, 9_000);
  });

  it('lets go of a wait on Ctrl-C although another line ran since', async () => {
    const screen = await open(await startQemu());
    screen.type('.wait event NOSUCH_EVENT\r');
    await screen.waitFor(/NOSUCH_EVENT\n/);
    screen.type('query-kvm\r');
    await screen.waitFor(/present/);
    screen.type('\x03');
    await screen.waitFor(/interrupted[\s\S]*❯ \|/);
  });

  it('lets go of a wait on Ctrl-C, and says that the command goes on', async () => {
    const screen = await open(await startQemu(), ['-y']);
    screen.type('blockdev-add null-co,node-name=slow,size=1M,latency-ns=3000000000\r');
    await screen.waitFor(/latency-ns=3000000000\n(?:[\s\S]*\n)?❯ \|/);
    screen.type('.hmp qemu-io slow "read 0 512"\r');
    await screen.waitFor(/read 0 512"\n\|/);
    screen.type('\x03');
    await screen.waitFor(/goes on in the server/);
  });

  it('gives the terminal back when it is hung up', async () => {
    const screen = await open(await startQemu());
    process.kill(screen.pid, 'SIGHUP');
    expect(await screen.exit).toBe(129);
    expect(screen.output).toContain('\x1b[?2004l');
  });
});

it('opens on the simulated VM with no server at all', async () => {
  const terminal = await openAtTerminal(['-l', 'demo:']);
  await terminal.waitFor(/demo · QEMU 7\.2\.22 · running[\s\S]*❯/);
  terminal.type('stop\r');
  await terminal.waitFor(/STOP/);
  terminal.type('exit\r');
  expect(await terminal.exit).toBe(0);
  expect(spawnSync(process.execPath, [BIN, 'demo:', 'query-status']).status).toBe(0);
});
