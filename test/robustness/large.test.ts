// What is large: scripts of 100,000 lines, a million events, a week of history. Everything is there, and memory bounded.
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { HistoryFile } from '../../src/editor/history-file.js';
import { EventTally } from '../../src/session/event-tally.js';
import { ALL_EVENTS } from '../../src/session/filter.js';
import { Session } from '../../src/session/session.js';
import { startCoprocess, startQmpsh } from '../cli/qmpsh.js';
import { openAtTerminal, personAt } from '../lab/at-terminal.js';
import { connected } from '../lab/clients.js';
import { fakeServer } from '../lab/fake-server.js';
import { scratchFolder } from '../lab/lifetime.js';
import { describeReal, startQemu } from '../lab/servers.js';

/** What a program that keeps nothing may take at most, with room for other machines and versions of node. In MB. */
const MEMORY = 160;
/** In ms, for a machine with much else to do. */
const PATIENCE = 60_000;

vi.setConfig({ testTimeout: 3 * PATIENCE });

/** The most memory that a process had so far, in MB. */
function peakMemory(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

describeReal('a script of 100,000 lines', () => {
  const COUNT = 100_000;

  function* lines() {
    for (let id = 0; id < COUNT; id += 1) yield `{"execute": "query-name", "id": ${id}}\n`;
  }

  it('has every reply in its place, in bounded memory', async () => {
    const vm = await startQemu();
    const child = startQmpsh([vm.socket]);
    Readable.from(lines(), { objectMode: true }).pipe(child.stdin, { end: false });
    let at = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      if (line !== `{"return": {}, "id": ${at}}`) throw new Error(`line ${at}: '${line}'`);
      at += 1;
      if (at === COUNT) break;
    }
    expect(peakMemory(child.pid)).toBeLessThan(MEMORY);
    child.stdin.end();
    expect((await once(child, 'exit'))[0]).toBe(0);
  });
});

/** The processor time that a process has taken so far, in seconds. */
function processorTime(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

describe('a reply of 50 MB', () => {
  const row = (at: number) =>
    `{"device": "drive${at}", "file": "/var/lib/images/vm${at}.qcow2", "pad": "${'x'.repeat(320)}"}`;
  const rows = Array.from({ length: 125_000 }, (_, at) => row(at));
  rows[1000] =
    '{"device": "odd", "most": 18446744073709551615, "mbps": 33.818400000000004, "one": 1.0}';
  const list = `[${rows.join(', ')}]`;

  function server(): Promise<string> {
    return fakeServer(async peer => {
      await peer.negotiate();
      for (;;) {
        const command = await peer.command();
        if (command.execute === 'query-a')
          peer.send(`{"return": ${list}, "id": "${command.id}"}\r\n`);
        else peer.reply(command);
      }
    });
  }

  it.each<[options: readonly string[], lines: number, expected: string]>([
    [[], 1, `{"return": ${list}}`],
    [['-r'], 1, list],
    [['-g', '[1000]'], 1, rows[1000] ?? ''],
    [['-o', 'human'], 125_001, ''],
  ])('comes whole, with %j, and soon', async (options, count, expected) => {
    const child = startQmpsh([...options, await server()], { COLUMNS: '1000' });
    child.stdin.write('query-a\n');
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (lines.length === count) break;
    }
    if (expected !== '') expect(lines[0] === expected).toBe(true);
    else expect(lines[1001]).toMatch(/18446744073709551615 +33.818400000000004 +1.0/);
    expect(processorTime(child.pid)).toBeLessThan(6);
    expect(peakMemory(child.pid)).toBeLessThan(800);
    child.stdin.end();
    expect((await once(child, 'exit'))[0]).toBe(0);
  });

  it('is opened in the session view, and gone through to its end', async () => {
    const screen = await openAtTerminal([await server()], { home: scratchFolder() });
    screen.type('query-a\r');
    await screen.waitFor('MiB of JSON: Ctrl-O or .open 1 shows it', PATIENCE);
    screen.type('\x0f');
    await screen.waitFor('[0]  3 members  device: drive0', PATIENCE);
    screen.type('\x1b[F');
    await screen.waitFor('[124999]  3 members  device: drive124999', PATIENCE);
    expect(processorTime(screen.pid)).toBeLessThan(6);
    expect(peakMemory(screen.pid)).toBeLessThan(800);
  });
});

describe('a million events', () => {
  const COUNT = 1_000_000;
  const AT_ONCE = 1_000;

  function eventText(number: number): string {
    return `{"timestamp": {"seconds": 1763640000, "microseconds": 0}, "event": "FLOOD", "data": {"n": ${number}}}\r\n`;
  }

  function* events() {
    for (let from = 0; from < COUNT; from += AT_ONCE)
      yield Array.from({ length: AT_ONCE }, (_, at) => eventText(from + at)).join('');
    yield '{"event": "LAST"}\r\n';
  }

  /** A server that sends them as soon as it is asked for something. */
  function server(): Promise<string> {
    return fakeServer(async peer => {
      await peer.negotiate();
      for (let isFirst = true; ; isFirst = false) {
        peer.reply(await peer.command());
        if (isFirst) void peer.sendEach(events());
      }
    });
  }

  it('are counted each by a session, whose ring stays within its bounds', async () => {
    const client = await connected(await server());
    const session = new Session(client);
    const tally = new EventTally();
    client.onEvent(event => tally.take(event));
    const last = new Promise(done => client.onEvent(({ name }) => name === 'LAST' && done(name)));
    await client.execute('query-name');
    await last;
    expect(Object.fromEntries(tally.counts)).toEqual({ FLOOD: COUNT, LAST: 1 });
    const { ring } = session.record;
    expect(ring.count).toBeLessThanOrEqual(65_536);
    expect(ring.count + ring.lost(ALL_EVENTS)).toBe(COUNT + 1);
  });

  it('leave a script that waits for the last of them within its memory', async () => {
    const script = startCoprocess([await server()]);
    expect(await script.ask('query-name')).toBe('{"return": {}}');
    expect(await script.ask('.wait event LAST')).toBe('{"event": "LAST"}');
    expect(peakMemory(script.child.pid)).toBeLessThan(MEMORY);
    expect(await script.finish()).toBe(0);
  });

  it('are all printed, in order, to whoever asks for them', async () => {
    const child = startQmpsh(['-e', await server()]);
    child.stdin.write('query-name\n');
    let at = -1;
    for await (const line of createInterface({ input: child.stdout })) {
      if (at >= 0 && at < COUNT && line !== eventText(at).trimEnd())
        throw new Error(`event ${at}: '${line}'`);
      if (at === COUNT) break;
      at += 1;
    }
    expect(peakMemory(child.pid)).toBeLessThan(MEMORY);
    child.stdin.end();
    expect((await once(child, 'exit'))[0]).toBe(0);
  });

  it('are counted by the session view, which takes no more memory for them', async () => {
    const screen = await openAtTerminal([await server()], { home: scratchFolder() });
    const before = peakMemory(screen.pid);
    screen.type('query-name\r');
    await screen.waitFor(`events ${COUNT + 1} `, PATIENCE);
    expect(peakMemory(screen.pid) - before).toBeLessThan(60);
  });
});

describe('a history of 100,000 lines', () => {
  const COUNT = 100_000;

  const lineOf = (number: number) => `block_resize node-name=disk${number} size=10G`;

  let home = '';
  let folder = '';

  /** What a week leaves behind, at 10 lines a minute. */
  beforeAll(() => {
    home = scratchFolder();
    folder = join(personAt(home).XDG_STATE_HOME ?? '', 'qmpsh');
    const file = new HistoryFile(join(folder, 'history'), message => expect.fail(message));
    for (let at = 0; at < COUNT; at += 1)
      file.append({ t: 1_763_000_000_000 + at * 6_000, vm: 'fedora', line: lineOf(at) });
  }, PATIENCE);

  /** The lines of all files in the folder, each with what it says. */
  function kept(): { t: number; line: string }[] {
    const texts = readdirSync(folder).map(name => readFileSync(join(folder, name), 'utf8'));
    return texts.flatMap(text =>
      text
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line)),
    );
  }

  it('keeps the newest ten thousand or so, whole lines, for its owner alone', () => {
    const files = readdirSync(folder).map(name => statSync(join(folder, name)));
    expect(new Set(files.map(({ mode }) => mode & 0o777))).toEqual(new Set([0o600]));
    const size = files.reduce((sum, file) => sum + file.size, 0);
    expect(size).toBeGreaterThan(768 * 1024);
    expect(size).toBeLessThan(1060 * 1024);
    const numbers = kept().map(({ line }) => Number(/disk(\d+)/.exec(line)?.[1]));
    expect(numbers.length).toBeGreaterThan(8_000);
    expect(numbers.sort((a, b) => b - a)).toEqual(numbers.map((_, at) => COUNT - 1 - at));
  });

  it.each([
    ['the session view', []],
    ['the line editor', ['-l']],
  ])('has its oldest line found by Ctrl-R in %s', async (_which, options) => {
    const oldest = kept().reduce((one, other) => (one.t < other.t ? one : other));
    const name = /disk\d+/.exec(oldest.line)?.[0];
    const screen = await openAtTerminal([...options, 'demo:'], { home });
    screen.type(`\x12${name}`);
    await screen.waitFor(`search '${name}': block_resize node-name=|${name} size=10G`, PATIENCE);
  });
});
