// What is asked by a timer: as a table, and by a real QEMU with a job.
import { describe, expect, it } from 'vitest';
import { type Job, newJob } from '../../src/session/job.js';
import { Poller, queriesDue } from '../../src/session/poller.js';
import { Session } from '../../src/session/session.js';
import { NOTHING_TRACKED, type Tracked } from '../../src/session/tracked.js';
import { connected } from '../lab/clients.js';
import { until, whenOver } from '../lab/lifetime.js';
import { describeReal, startQemu } from '../lab/servers.js';
import { schema } from '../shell/lines.js';

function withJobs(...jobs: Partial<Job>[]): Tracked {
  const live = new Map(
    jobs.map((job, at) => [`b${at}`, { ...newJob(`b${at}`, 'running', 0), ...job }]),
  );
  return { ...NOTHING_TRACKED, jobs: { ...NOTHING_TRACKED.jobs, live } };
}

function migrating(isUnderWay: boolean, runState?: string): Tracked {
  return {
    ...NOTHING_TRACKED,
    migration: { ...NOTHING_TRACKED.migration, isUnderWay },
    runState: { status: runState, isCertain: true },
  };
}

describe('what is due', () => {
  it.each<[what: string, tracked: Tracked, due: string[]]>([
    ['is nothing while nothing runs', NOTHING_TRACKED, []],
    [
      'is both kinds for a job of which the kind is not known',
      withJobs({}),
      ['query-jobs', 'query-block-jobs'],
    ],
    ['is both for a block job', withJobs({ isBlock: true }), ['query-jobs', 'query-block-jobs']],
    ['is one for a job that is no block job', withJobs({ isBlock: false }), ['query-jobs']],
    ['is nothing for a job that has concluded', withJobs({ status: 'concluded' }), []],
    [
      'goes on for the others',
      withJobs({ status: 'concluded' }, { isBlock: false }),
      ['query-jobs'],
    ],
    ['is the migration while there is one', migrating(true), ['query-migrate']],
    ['is so where one may come in', migrating(false, 'inmigrate'), ['query-migrate']],
    ['is nothing once it is over', migrating(false, 'postmigrate'), []],
  ])('%s', (_what, tracked, due) => {
    expect(queriesDue(tracked, schema)).toEqual(due);
  });

  it('is only what the server has', () => {
    const commands = new Map([...schema.commands].filter(([name]) => name !== 'query-jobs'));
    expect(queriesDue(withJobs({}), { ...schema, commands })).toEqual(['query-block-jobs']);
  });
});

describeReal('the poller', () => {
  it('knows of a job that was there before it, how far it is, and asks no more after its end', async () => {
    const server = await startQemu([
      '-blockdev',
      'null-co,node-name=a,size=67108864',
      '-blockdev',
      'null-co,node-name=b,size=67108864',
    ]);
    const other = await connected(server.socket);
    await other.execute('blockdev-backup', {
      'job-id': 'm0',
      device: 'a',
      target: 'b',
      sync: 'full',
      speed: 1 << 23,
    });
    await other.close();
    const client = await connected(server.socket);
    const session = new Session(client);
    let answers = 0;
    const poller = new Poller(client, session.record, () => {
      answers += 1;
    });
    whenOver(() => poller.stop());
    poller.start(schema);
    const job = () => session.record.tracked.jobs.live.get('m0');
    await until('progress is known', () => Number(job()?.current) > 0);
    const before = Number(job()?.current);
    await until('progress is made', () => Number(job()?.current) > before);
    await client.execute('block-job-cancel', { device: 'm0', force: true });
    await until('the job is gone', () => job() === undefined);
    expect([answers > 1, queriesDue(session.record.tracked, schema)]).toEqual([true, []]);
  });

  it('asks about a migration that was just begun, though it has no events', async () => {
    const server = await startQemu();
    const session = new Session(await connected(server.socket));
    const schema = await session.schema();
    const poller = new Poller(session.client, session.record, () => undefined);
    whenOver(() => poller.stop());
    poller.start(schema!);
    const args = { uri: 'exec:cat >/dev/null' };
    session.client.submit(
      { name: 'migrate', argumentsText: JSON.stringify(args) },
      session.record.recording({ command: 'migrate', args }, { onReply() {}, onLost() {} }),
    );
    await until('its end is known', () => session.record.tracked.migration.ended === 1);
    expect(session.record.tracked.migration).toMatchObject({
      status: 'completed',
      isUnderWay: false,
    });
  });
});
