// `.wait` against real servers: each way a job, a migration, a device or a server can end.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseJson } from '../../../src/json/parse.js';
import { describeReal, QEMU, STORAGE_DAEMON, startQemu } from '../../lab/servers.js';
import {
  addNodes,
  backup,
  mirror,
  type RealSession,
  readyDaemon,
  sessionWith,
} from './real-session.js';

async function daemonSession(errno?: number): Promise<RealSession> {
  const session = await sessionWith((await readyDaemon()).socket);
  await addNodes(session, errno);
  return session;
}

const says = (text: string) => expect.stringContaining(text) as string;
const EIO = 5;
const ENOSPC = 28;

describeReal('a job of qemu-storage-daemon', () => {
  it('completes, and its line says so', async () => {
    const session = await daemonSession();
    await backup(session);
    const { exit, line = '' } = await session.wait('job b');
    const row = { id: 'b', type: 'backup', status: 'concluded', 'total-progress': 4194304 };
    expect([exit, parseJson(line)]).toEqual([0, expect.objectContaining(row)]);
  });

  it('had completed and vanished before the wait began', async () => {
    const session = await daemonSession();
    await backup(session);
    await session.wait('event JOB_STATUS_CHANGE id=b status=null');
    expect(await session.wait('job b')).toMatchObject({ exit: 0, line: says('"concluded"') });
  });

  it('fails by an I/O error of its target', async () => {
    const session = await daemonSession(EIO);
    await backup(session, { 'on-target-error': 'report' });
    expect(await session.wait('job b')).toMatchObject({
      exit: 6,
      line: says('"error": "Input/output error"'),
    });
  });

  it('is cancelled', async () => {
    const session = await daemonSession();
    await backup(session, { speed: 1 });
    const ended = session.wait('job b');
    await session.run('job-cancel', { id: 'b' });
    expect(await ended).toMatchObject({ exit: 6, line: says('"cancelled": true') });
  });

  it('is ready, stays so, and completes when told to', async () => {
    const session = await daemonSession();
    await mirror(session);
    expect(await session.wait('job m state=ready')).toMatchObject({
      exit: 0,
      line: says('"ready"'),
    });
    expect(await session.wait('job m')).toMatchObject({
      exit: 6,
      message: says('job-complete id=m'),
    });
    await session.run('job-complete', { id: 'm' });
    expect(await session.wait('job m')).toMatchObject({ exit: 0 });
  });

  it.each([
    ['stop', EIO, 'by an I/O error;'],
    ['enospc', ENOSPC, '(no space left)'],
  ])('is paused by on-target-error=%s, and goes on when resumed', async (action, errno, words) => {
    const session = await daemonSession(errno);
    await backup(session, { 'on-target-error': action });
    const paused = await session.wait('job b');
    expect(paused).toMatchObject({ exit: 6, message: says(words) });
    expect(paused.message).toContain('block-job-resume device=b');
    await session.run('block-job-resume', { device: 'b' });
    expect(await session.wait('job b')).toMatchObject({ exit: 0 });
  });

  it('is pending, and completes when finalized', async () => {
    const session = await daemonSession();
    await backup(session, { 'auto-finalize': false });
    expect(await session.wait('job b state=pending')).toMatchObject({
      exit: 0,
      line: says('"pending"'),
    });
    expect(await session.wait('job b')).toMatchObject({
      exit: 6,
      message: says('job-finalize id=b'),
    });
    await session.run('job-finalize', { id: 'b' });
    expect(await session.wait('job b')).toMatchObject({ exit: 0 });
  });

  it('is dismissed once it is concluded, if this session made it', async () => {
    const session = await daemonSession();
    await backup(session, { 'auto-dismiss': false });
    expect(await session.wait('job b dismiss=no')).toMatchObject({ exit: 0 });
    expect((await session.run('query-jobs')).value).toHaveLength(1);
    expect(await session.wait('job b')).toMatchObject({ exit: 0 });
    expect((await session.run('query-jobs')).value).toEqual([]);
  });

  it('was never there', async () => {
    const session = await daemonSession();
    expect(await session.wait('job b')).toMatchObject({
      exit: 6,
      message: says('there are no jobs'),
    });
  });

  it('is lost with its server', async () => {
    const server = await readyDaemon();
    const session = await sessionWith(server.socket);
    await addNodes(session);
    await backup(session, { speed: 1 });
    const ended = session.wait('job b');
    await server.kill('SIGKILL');
    expect(await ended).toMatchObject({ exit: 4, message: says('which is') });
  });

  it('is waited for no longer than said', async () => {
    const session = await daemonSession();
    await backup(session, { speed: 1 });
    const late = await session.wait('job b timeout=50ms');
    expect(late).toMatchObject({
      exit: 5,
      message: says("timed out after 0.05 s, waiting for job 'b'"),
    });
  });
}, [STORAGE_DAEMON]);

describeReal('an export of qemu-storage-daemon', () => {
  it('is gone after block-export-del, and then absent', async () => {
    const server = await readyDaemon(['--nbd-server', 'addr.type=unix,addr.path=$D/nbd']);
    const session = await sessionWith(server.socket);
    await addNodes(session);
    await session.run('block-export-add', { id: 'e', type: 'nbd', 'node-name': 'src' });
    const gone = session.wait('export-gone e');
    await session.run('block-export-del', { id: 'e' });
    expect(await gone).toMatchObject({ exit: 0, line: says('BLOCK_EXPORT_DELETED') });
    expect(await session.wait('export-gone other')).toMatchObject({
      line: '{"export-gone": "other"}',
    });
  });
}, [STORAGE_DAEMON]);

describeReal('a snapshot job of QEMU', () => {
  it('fails though its command said {}', async () => {
    const session = await sessionWith((await startQemu()).socket);
    const args = { 'job-id': 's', tag: 't', vmstate: 'nodisk', devices: [] };
    await session.run('snapshot-save', args);
    const { exit, message } = await session.wait('job s');
    expect([exit, message]).toEqual([6, says("job 's' (snapshot-save) failed: ")]);
    expect((await session.run('query-jobs')).value).toEqual([]);
  });
});

describeReal('a migration', () => {
  it('was not started', async () => {
    const session = await sessionWith((await startQemu()).socket);
    expect(await session.wait('migration')).toMatchObject({
      exit: 6,
      message: says('no migration was started'),
    });
  });

  it('completes, seen from both sides without the events capability', async () => {
    const from = await startQemu();
    const to = await startQemu(['-incoming', 'defer']);
    const [source, destination] = [await sessionWith(from.socket), await sessionWith(to.socket)];
    const uri = `unix:${join(to.folder, 'm')}`;
    await destination.run('migrate-incoming', { uri });
    await source.run('migrate', { uri });
    expect(await source.wait('migration')).toMatchObject({ exit: 0, line: says('"completed"') });
    expect(await destination.wait('migration')).toMatchObject({ exit: 0 });
  });

  it('fails, and says why', async () => {
    const server = await startQemu();
    const session = await sessionWith(server.socket);
    await session.run('migrate', { uri: `unix:${join(server.folder, 'nobody')}` });
    expect(await session.wait('migration')).toMatchObject({
      exit: 6,
      message: says('No such file'),
    });
  });

  it('stays before the switchover until it is continued', async () => {
    const session = await sessionWith((await startQemu()).socket);
    const capability = { capability: 'pause-before-switchover', state: true };
    await session.run('migrate-set-capabilities', { capabilities: [capability] });
    await session.run('migrate', { uri: 'exec:cat >/dev/null' });
    expect(await session.wait('migration state=pre-switchover')).toMatchObject({ exit: 0 });
    expect(await session.wait('migration')).toMatchObject({
      exit: 6,
      message: says('migrate-continue'),
    });
    await session.run('migrate-continue', { state: 'pre-switchover' });
    expect(await session.wait('migration')).toMatchObject({ exit: 0 });
  });
});

describeReal('a device of QEMU', () => {
  it('is gone after device_del, and then absent', async () => {
    const usb = ['-S', '-m', '16', '-device', 'qemu-xhci', '-device', 'usb-mouse,id=um0'];
    const session = await sessionWith((await startQemu(usb, { machine: 'pc,accel=tcg' })).socket);
    await session.run('device_del', { id: 'um0' });
    expect(await session.wait('gone um0')).toMatchObject({ exit: 0, line: says('DEVICE_DELETED') });
    expect(await session.wait('gone um0')).toMatchObject({ exit: 0 });
    expect(await session.wait('gone other')).toMatchObject({ exit: 0, line: '{"gone": "other"}' });
  });

  it('stays where no guest lets go of it', async () => {
    const disk = ['-S', '-m', '16', '-device', 'pci-testdev,id=pci0'];
    const session = await sessionWith((await startQemu(disk, { machine: 'pc,accel=tcg' })).socket);
    await session.run('device_del', { id: 'pci0' });
    expect(await session.wait('gone pci0 timeout=300ms')).toMatchObject({
      exit: 5,
      message: says('guest'),
    });
  });
});

describeReal('the run state and the end of QEMU', () => {
  it('is waited for from the present on', async () => {
    const session = await sessionWith((await startQemu()).socket);
    expect(await session.wait('status running')).toMatchObject({
      exit: 0,
      line: says('"running"'),
    });
    const paused = session.wait('status paused');
    await session.run('stop');
    expect(await paused).toMatchObject({ exit: 0, message: 'the VM is paused' });
  });

  it('says how the server ended', async () => {
    const session = await sessionWith((await startQemu()).socket);
    const [end, running] = [session.wait('end'), session.wait('status io-error')];
    await session.run('quit').catch(() => undefined); // Its reply may be lost behind the other wait's query.
    expect(await end).toMatchObject({ exit: 0, line: says('"reason": "host-qmp-quit"') });
    expect(await running).toMatchObject({ exit: 4, message: says('host-qmp-quit') });
  });

  it('takes each event once, the oldest first', async () => {
    const session = await sessionWith((await startQemu()).socket);
    await session.run('stop');
    await session.run('cont');
    expect((await session.wait('event STOP,RESUME')).line).toMatch(/"event": "STOP"}$/);
    expect((await session.wait('event STOP,RESUME')).line).toMatch(/"event": "RESUME"}$/);
    expect((await session.wait('event STOP timeout=20ms')).exit).toBe(5);
  });

  it('is not the matter of a storage daemon', async () => {
    const session = await sessionWith((await readyDaemon()).socket);
    expect(await session.wait('status running')).toMatchObject({
      exit: 1,
      line: says('CommandNotFound'),
    });
  });
}, [QEMU, STORAGE_DAEMON]);
