// A real QEMU killed before, during and after each message of a script's conversation with it.
import { expect, it } from 'vitest';
import { qmpsh, type Run } from '../cli/qmpsh.js';
import { describeReal, startQemu } from '../lab/servers.js';
import { type CutAt, proxyTo } from './proxy.js';
import { expectSeen } from './seen.js';

const SCRIPT = 'query-status\nstop\nquery-name\nquit\n';

/** What each side says, in order, and how many lines of the script are answered as soon as it has been said. */
const SERVER = [
  ['the greeting', 0],
  ['the reply to qmp_capabilities', 0],
  ['the reply to query-status', 1],
  ['the event of stop', 1],
  ['the reply to stop', 2],
  ['the reply to query-name', 3],
  ['the event of quit', 3],
  ['the reply to quit', 4],
] as const;

const CLIENT = [
  ['qmp_capabilities', 0],
  ['query-status', 0],
  ['stop', 1],
  ['query-name', 2],
] as const;

async function killedAt(cut: CutAt): Promise<Run> {
  const vm = await startQemu();
  const path = await proxyTo(vm.socket, cut, () => void vm.kill('SIGKILL'));
  return qmpsh([path], { input: SCRIPT });
}

const PLACES = ['before', 'during', 'after'] as const;

function casesOf(from: CutAt['from'], rows: typeof SERVER | typeof CLIENT) {
  return rows.flatMap(([what, answered], message) =>
    PLACES.map(where => ({ from, message, where, what, answered })),
  );
}

/** A server that told of its end, or was told to end and said so, has ended as it should. */
function exitOf(answered: number, hasToldItsEnd: boolean): number {
  if (answered === 4 || hasToldItsEnd) return 0;
  return answered;
}

/** The system says which of the two it was: whether the next line had arrived, and was not read, when it was killed. */
function asClosed(run: Run): Run {
  const closed = 'the server closed the connection';
  return {
    ...run,
    stderr: run.stderr.replace('the connection was lost: read ECONNRESET', closed),
  };
}

describeReal('the server is killed', () => {
  it.each(casesOf('server', SERVER))('$where $what', async ({ from, message, where, ...row }) => {
    const run = await killedAt({ from, message, where });
    const before = SERVER[message - 1]?.[1] ?? 0;
    const answered = where === 'after' ? row.answered : before;
    const isEnding = message === 7 || (message === 6 && where === 'after');
    expect(run.lines).toHaveLength(isEnding ? 4 : answered);
    const isReached = message > 1 || (message === 1 && where === 'after');
    expect(run.code).toBe(isEnding ? exitOf(4, true) : isReached ? 4 : 3);
    await expectSeen(`a script of ${SCRIPT.split('\n').length - 1} lines`, asClosed(run));
  });

  it.each(casesOf('client', CLIENT))(
    '$where it gets $what',
    async ({ from, message, where, ...row }) => {
      const run = await killedAt({ from, message, where });
      expect(run).toMatchObject({ code: message === 0 ? 3 : 4 });
      expect(run.lines).toHaveLength(row.answered);
    },
  );
});
