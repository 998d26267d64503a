// Servers that do not describe themselves: their commands are typed by the documents of their day.
import { describe, expect, it } from 'vitest';
import { type Command, fakeServer, type Peer } from '../lab/fake-server.js';
import { qmpsh, type Run } from './qmpsh.js';

const GREETING =
  '{"QMP": {"version": {"qemu": {"micro": 2, "minor": 2, "major": 1}, "package": ""}, "capabilities": []}}';
const COMMANDS = ['query-commands', 'block_resize', 'migrate', 'change', '__com.redhat_drive_add'];

const LISTED = COMMANDS.map(name => ({ name }));
const NOT_FOUND = { class: 'CommandNotFound', desc: 'The command has not been found' };

/** A QEMU 1.2.2 with a few commands, each of which tells what it was given. */
async function answerAll(peer: Peer): Promise<void> {
  await peer.negotiate(GREETING);
  for (;;) answer(peer, await peer.command());
}

function answer(peer: Peer, command: Command): void {
  const name = command.execute ?? '';
  if (name === 'query-commands') peer.reply(command, LISTED);
  else if (COMMANDS.includes(name)) peer.reply(command, command.arguments ?? {});
  else peer.send(`${JSON.stringify({ error: NOT_FOUND, id: command.id })}\r\n`);
}

async function run(...words: string[]): Promise<Run> {
  return qmpsh([await fakeServer(answerAll), ...words]);
}

describe('a server of QEMU 1.2', () => {
  it.each([
    [['block_resize', 'device=vd0', 'size=10M'], '{"device": "vd0", "size": 10485760}'],
    [['migrate', 'uri=tcp:h:1', 'blk=on'], '{"uri": "tcp:h:1", "blk": true}'],
    [['change', 'device=12', 'target=on'], '{"device": "12", "target": "on"}'],
    [['__com.redhat_drive_add', 'id=x', 'n=1'], '{"id": "x", "n": 1}'],
  ])('is sent %j typed as it was then, or by form', async (words, args) => {
    expect(await run(...words)).toMatchObject({ code: 0, stdout: `{"return": ${args}}\n` });
  });

  it('is sent what its document does not know, with a warning', async () => {
    const { code, stdout, stderr } = await run('block_resize', 'vd0', '10M', 'node-name=n');
    expect([code, stdout]).toEqual([0, expect.stringContaining('"node-name": "n"')]);
    expect(stderr).toContain("member 'node-name' came with QEMU 2.0; this server is 1.2.2");
  });

  it('is told to lack what came later', async () => {
    const { code, stderr } = await run('blockdev-add', 'driver=raw');
    expect(code).toBe(1);
    expect(stderr).toContain("'blockdev-add' came with QEMU 2.9; this server is 1.2.2");
  });

  it('still has sizes checked for slips', async () => {
    const { code, stderr } = await run('block_resize', 'vd0', '10');
    expect([code, stderr]).toEqual([2, expect.stringContaining('10M')]);
  });
});
