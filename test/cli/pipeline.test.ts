import { beforeAll, expect, it } from 'vitest';
import { fakeServer, type Peer } from '../lab/fake-server.js';
import { describeReal, type Server, startQemu } from '../lab/servers.js';
import { qmpsh } from './qmpsh.js';

describeReal('--pipeline', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S']);
  });
  const script = (input: string, ...options: string[]) => qmpsh([...options, vm.socket], { input });

  it.each([['--pipeline'], ['--pipeline=3'], ['-k']])(
    'gives 10,000 replies in order with %s',
    async option => {
      const ids = [...Array(10_000).keys()];
      const input = ids.map(id => `{"execute":"query-name","id":${id}}\n`).join('');
      const run = await script(input, option);
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(run.lines).toEqual(ids.map(id => `{"return": {}, "id": ${id}}`));
    },
    60_000,
  );

  it('keeps the order where a name was spelled otherwise', async () => {
    const run = await script(
      'query_name\nquery-uuid\nquery_status\nquery-name\n',
      '--pipeline',
      '-r',
    );
    expect(run.lines.map(line => Object.keys(JSON.parse(line)))).toEqual([
      [],
      ['UUID'],
      ['status', 'singlestep', 'running'],
      [],
    ]);
  });

  it('keeps events and replies in order of arrival', async () => {
    const run = await script('cont\nstop\ncont\nstop\n', '--pipeline', '-e');
    const shape = run.lines.map(line => JSON.parse(line).event ?? 'return').join(' ');
    expect(shape.split(' ').filter(word => word !== 'return')).toEqual([
      'RESUME',
      'STOP',
      'RESUME',
      'STOP',
    ]);
    expect(shape).toMatch(/^RESUME return/);
  });

  it('sends no more once a line has failed, but tells of all that was sent', async () => {
    const run = await script(`nosuch\n${'query-name\n'.repeat(100)}`, '--pipeline');
    expect(run.code).toBe(1);
    const unsent = Number(/(\d+) more lines were not sent/.exec(run.stderr)?.[1]);
    expect(run.lines.length + unsent).toBe(101);
    expect(unsent).toBeGreaterThan(50);
  });

  it('treats quit as a barrier, in whatever form', async () => {
    for (const quit of ['quit', '.hmp quit', '{"execute":"quit"}']) {
      const mortal = await startQemu();
      const input = `${'query-name\n'.repeat(20)}${quit}\nstop\n`;
      const run = await qmpsh(['--pipeline', mortal.socket], { input });
      expect([quit, run.code, run.lines.length]).toEqual([quit, 2, 21]);
      expect(run.stderr).toContain('line 22');
    }
  });
});

/** Takes commands and answers none before `count` have come; gives their names. */
async function hold(peer: Peer, count: number): Promise<string[]> {
  const commands = [];
  for (let i = 0; i < count; i += 1) commands.push(await peer.command());
  for (const command of commands) peer.reply(command);
  return commands.map(command => command.execute ?? `!${command['exec-oob']}`);
}

it.each([
  ['--pipeline', 7],
  ['--pipeline=2', 2],
])('%s has up to %i commands in flight', async (option, most) => {
  let held: string[] = [];
  const path = await fakeServer(async peer => {
    await peer.negotiate();
    held = await hold(peer, most);
    for (;;) peer.reply(await peer.command());
  });
  const run = await qmpsh([option, path], { input: 'a\nb\nc\nd\ne\nf\ng\nh\ni\n' });
  expect(run).toMatchObject({ code: 0 });
  expect(held).toHaveLength(most);
  expect(run.lines).toHaveLength(9);
});

/** Ms that the server takes for each command: whatever is sent beside another one comes in meanwhile. */
const LATENCY = 20;

it.each([['!oob'], ['.hmp info status'], ['quit']])(
  '--pipeline sends %s when all before it are answered',
  async barrier => {
    let unanswered = 0;
    const besides: number[] = [];
    const path = await fakeServer(async peer => {
      await peer.negotiate();
      for (;;) {
        const command = await peer.command();
        besides.push(unanswered);
        unanswered += 1;
        setTimeout(() => {
          unanswered -= 1;
          peer.reply(command, '');
        }, LATENCY);
      }
    });
    await qmpsh(['--pipeline', path], { input: `a\nb\n${barrier}\n` });
    expect(besides).toEqual([0, 1, 0]);
  },
);
