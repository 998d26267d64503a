// Replies that are late, out of order, doubled, cut, nobody's, or not replies: each line has its own reply or none.
import { describe, expect, it } from 'vitest';
import { qmpsh, type Run } from '../cli/qmpsh.js';
import { type Command, fakeServer, GREETING, type Peer } from '../lab/fake-server.js';
import { expectSeen } from './seen.js';

/** A server that does with the commands after negotiation what the test says. */
function server(script: (peer: Peer) => Promise<void> | void): Promise<string> {
  return fakeServer(async peer => {
    await peer.negotiate();
    await script(peer);
  });
}

async function run(path: string, lines: readonly string[], ...options: string[]): Promise<Run> {
  return qmpsh([...options, path], { input: `${lines.join('\n')}\n` });
}

async function take(peer: Peer, count: number): Promise<Command[]> {
  const commands: Command[] = [];
  while (commands.length < count) commands.push(await peer.command());
  return commands;
}

/** Answers each command with its own name. */
async function answerAll(peer: Peer): Promise<void> {
  for (;;) {
    const command = await peer.command();
    peer.reply(command, command.execute);
  }
}

const A_TO_C = ['query-a', 'query-b', 'query-c'];
const ANSWERS = A_TO_C.map(name => `{"return": "${name}"}`);

describe('replies', () => {
  it('that come late, with -t', async () => {
    const path = await server(async peer => {
      const [, second] = await take(peer, 1).then(async ([first]) => {
        if (first !== undefined) peer.reply(first, 'query-a');
        return [first, await peer.command()];
      });
      const [third] = await take(peer, 1);
      if (second !== undefined) peer.reply(second, 'late');
      if (third !== undefined) peer.reply(third, 'query-c');
    });
    const told = await run(path, A_TO_C, '-k', '-t', '0.2');
    expect(told.lines[0]).toBe(ANSWERS[0]);
    expect(told.lines[2]).toBe(ANSWERS[2]);
    expect(told.code).toBe(5);
    await expectSeen('a script with -k -t 0.2', told);
  });

  it('in another order, with --pipeline', async () => {
    const path = await server(async peer => {
      const commands = await take(peer, 3);
      for (const command of commands.toReversed()) peer.reply(command, command.execute);
    });
    const told = await run(path, A_TO_C, '--pipeline');
    expect(told).toMatchObject({ code: 0, lines: ANSWERS });
    await expectSeen('a script with --pipeline', told);
  });

  it('that come twice', async () => {
    const path = await server(async peer => {
      for (;;) {
        const command = await peer.command();
        peer.reply(command, command.execute);
        peer.reply(command, 'again');
      }
    });
    const told = await run(path, A_TO_C);
    expect(told).toMatchObject({ code: 0, lines: ANSWERS });
    expect(told.stderr).toContain('reply to a command of an earlier client');
  });

  it.each([
    ['with the id of another session', '"other-1"'],
    ['with a number as their id', '7'],
    ['with an object as their id', '{"a": ["x"]}'],
  ])('%s', async (_title, id) => {
    const path = await server(peer => {
      peer.send(`{"return": "not yours", "id": ${id}}\r\n`);
      return answerAll(peer);
    });
    const told = await run(path, A_TO_C);
    expect(told).toMatchObject({ code: 0, lines: ANSWERS });
    await expectSeen('a script', told);
  });

  it('without an id', async () => {
    const path = await server(async peer => {
      await peer.command();
      peer.send('{"return": "whose"}\r\n');
    });
    const told = await run(path, A_TO_C, '-t', '0.2');
    expect(told).toMatchObject({ code: 5, stdout: '' });
    await expectSeen('a script with -t 0.2', told);
  });

  it('to commands that were never sent', async () => {
    const path = await server(async peer => {
      const [first] = await take(peer, 1);
      const next = String(first?.id).replace(/.$/, '2');
      peer.reply({ id: next }, 'before it is asked');
      if (first !== undefined) peer.reply(first, 'query-a');
      await answerAll(peer);
    });
    const told = await run(path, A_TO_C);
    expect(told).toMatchObject({ code: 0, lines: ANSWERS });
  });

  it('cut short, with the next one right behind', async () => {
    const path = await server(async peer => {
      const [first] = await take(peer, 1);
      peer.send(`{"return": {"a": "b\r\n{"return": "query-a", "id": "${first?.id}"}\r\n`);
      await answerAll(peer);
    });
    const told = await run(path, A_TO_C, '-t', '1');
    expect(told).toMatchObject({ code: 0, lines: ANSWERS });
    await expectSeen('a script', told);
  });

  it('cut short outside a string, so that they never end', async () => {
    const path = await server(async peer => {
      const [first] = await take(peer, 1);
      peer.send(`{"return": {"a": [1, \r\n{"return": "query-a", "id": "${first?.id}"}\r\n`);
    });
    const told = await run(path, A_TO_C, '-t', '0.2');
    expect(told).toMatchObject({ code: 5, stdout: '' });
    await expectSeen('a script with -t 0.2', told);
  });

  it.each([
    ['of an error that is no object', '"error": "no"'],
    ['of an error without a class', '"error": {"desc": "why"}'],
    ['with both a return and an error', '"return": 1, "error": {"class": "C", "desc": "d"}'],
    [
      'with their members in another order and some unknown',
      '"x": [1], "return": "query-a", "y": 2',
    ],
  ])('%s', async (_title, members) => {
    const path = await server(async peer => {
      const [first] = await take(peer, 1);
      peer.send(`{${members}, "id": ${JSON.stringify(first?.id)}}\r\n`);
    });
    const told = await run(path, ['query-a'], '-t', '0.2');
    expect([0, 1, 5]).toContain(told.code);
    await expectSeen('a script with -t 0.2', told);
  });

  it('with neither, which ends the session', async () => {
    const path = await server(async peer => {
      peer.reply(await peer.command(), 'query-a');
      const [second] = await take(peer, 1);
      peer.send(`{"retrun": 1, "id": ${JSON.stringify(second?.id)}}\r\n`);
    });
    const told = await run(path, A_TO_C);
    expect(told).toMatchObject({ code: 4, lines: ANSWERS.slice(0, 1) });
    await expectSeen('a script', told);
  });

  it('with neither, to the first command of all', async () => {
    const path = await fakeServer(async peer => {
      peer.send(`${GREETING}\r\n`);
      const { id } = await peer.command();
      peer.send(`{"id": ${JSON.stringify(id)}}\r\n`);
    });
    const told = await run(path, A_TO_C);
    expect(told).toMatchObject({ code: 3, stdout: '' });
    await expectSeen('a script', told);
  });

  it('with a second greeting among them', async () => {
    const path = await server(peer => {
      peer.send('{"QMP": {"version": {}, "capabilities": []}}\r\n');
      return answerAll(peer);
    });
    const told = await run(path, A_TO_C);
    expect(told).toMatchObject({ code: 0, lines: ANSWERS });
    await expectSeen('a script', told);
  });
});
