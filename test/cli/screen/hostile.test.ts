// A server that puts terminal control into everything it says: nothing of it reaches the terminal, and the line that is
// being typed stays what it was.
import { describe, expect, it } from 'vitest';
import { openAtTerminal } from '../../lab/at-terminal.js';
import { fakeServer, type Peer } from '../../lab/fake-server.js';
import type { Terminal } from '../../tui/terminal.js';

/** Wipes the screen, sets the title, moves the cursor, colours, C1, turns the text around, breaks lines. */
const BAD = 'x\x1b[2J\x1b[3J\x1b]0;PWNED\x07\x1b[9;9Hy\x1b[31m\u009b2J\u202ez\r\n\x7f\u2028';
const GREETING = JSON.stringify({
  QMP: { version: { qemu: { major: 9, minor: 0, micro: 0 }, package: BAD }, capabilities: ['oob'] },
});

const JOB = {
  id: BAD,
  type: BAD,
  status: 'running',
  'current-progress': 5,
  'total-progress': 10,
  error: BAD,
};

/** What the server answers; an error to all else. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  'query-name': { name: BAD },
  'query-status': { status: BAD, running: true },
  'query-commands': [
    'query-name',
    'query-status',
    'query-jobs',
    'query-block',
    'cont',
    `query-${BAD}`,
  ].map(name => ({ name })),
  'query-jobs': [JOB],
  'query-block': [{ device: BAD, [BAD]: BAD }],
};

function event(name: string, data: object): string {
  return `${JSON.stringify({ event: name, data, timestamp: { seconds: 1, microseconds: 0 } })}\r\n`;
}

async function serve(peer: Peer, opened: (peer: Peer) => void): Promise<void> {
  await peer.negotiate(GREETING);
  opened(peer);
  for (;;) {
    const command = await peer.command();
    const name = command.execute ?? command['exec-oob'] ?? '';
    const error = { error: { class: BAD, desc: BAD }, id: command.id };
    if (Object.hasOwn(ANSWERS, name)) peer.reply(command, ANSWERS[name]);
    else peer.send(`${JSON.stringify(error)}\r\n`);
  }
}

async function open(args: readonly string[] = []): Promise<{ screen: Terminal; peer: Peer }> {
  let opened: (peer: Peer) => void = () => undefined;
  const connected = new Promise<Peer>(resolve => {
    opened = resolve;
  });
  const path = await fakeServer(peer => serve(peer, opened));
  const screen = await openAtTerminal([...args, path], { columns: 120, rows: 30 });
  return { screen, peer: await connected };
}

/** Sequences of qmpsh's own: colours, moves by rows and columns, erasing to the end, modes; and its title. */
const OWN = /\x1b\[[?>=\d;]*[A-HJKShlmtu]|\x1b\[[>?\d]*[cnq]/g;
const TITLE = /\x1b\]2;qmpsh [^\x00-\x1f\x7f-\x9f]*\x07/g;
const WIPES = /\x1b\[[23]J|\x1b\[9;9H/;
const CONTROL = /[\x00-\x1f\x7f-\x9f\u2028\u202a-\u202e]/;

/** What was written besides qmpsh's own sequences. */
function written({ output }: Terminal): string {
  return output
    .replace(TITLE, '')
    .replace(OWN, '')
    .replace(/[\r\n]/g, '');
}

function expectHarmless(screen: Terminal): void {
  expect(screen.output).not.toMatch(WIPES);
  expect(written(screen)).not.toMatch(CONTROL);
}

describe('a hostile server', () => {
  it('cannot act on the terminal by its name, version, state or jobs', async () => {
    const { screen } = await open();
    await screen.waitFor(/● x\\u001B\[2J/);
    await screen.waitFor(/ x\\u001B\S+ +/);
    expectHarmless(screen);
  });

  it('cannot by events, nor disturb the line that is being typed', async () => {
    const { screen, peer } = await open();
    screen.type('query-sta');
    await screen.waitFor(/❯ query-sta\|/);
    for (const name of ['STOP', BAD]) peer.send(event(name, { [BAD]: BAD, reason: BAD }));
    await screen.waitFor(/events 2 [\s\S]*❯ query-sta\|/);
    expectHarmless(screen);
  });

  it('cannot by a reply, nor by an error', async () => {
    const { screen } = await open();
    screen.type('query-block\r');
    await screen.waitFor(/❯ query-block\n[\s\S]*\\u001B[\s\S]*ok [\d.]+ m?s/);
    screen.type('cont\r');
    await screen.waitFor(/❯ cont\n[\s\S]*\\u001B[\s\S]*failed [\d.]+ m?s[\s\S]*❯ \|/);
    expectHarmless(screen);
  });

  it('cannot in the monitor view either', async () => {
    const { screen, peer } = await open(['-m']);
    screen.type('query-block\r');
    peer.send(event(BAD, { reason: BAD }));
    await screen.waitFor(/\\u001B[\s\S]*ok [\d.]+ m?s[\s\S]*❯ \|/);
    expect(written(screen)).not.toMatch(CONTROL);
  });

  it('cannot by what it offers as candidates, nor a paste by what is in it', async () => {
    const { screen } = await open();
    screen.paste('que\x1b[2Jry');
    await screen.waitFor(/❯ que\[2Jry\|/);
    screen.type('\x15query-');
    await screen.waitFor(/❯ query-\|\n[\s\S]*query-block/);
    expectHarmless(screen);
  });
});
