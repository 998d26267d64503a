import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { scratchFolder } from '../lab/lifetime.js';
import { describeReal, type Server, startQemu } from '../lab/servers.js';
import { qmpsh } from './qmpsh.js';

const SECRETS = [
  'set_password vnc hunter2',
  '{"execute": "set_password", "arguments": {"protocol": "vnc", "password": "hunter2"}}',
  'object-add secret s0 data=hunter2',
  'object-add qom-type=secret id=s1 data="hunter2"',
  '{"execute": "object-add", "arguments": {"qom-type": "secret", "id": "s2", "data": "hunter2"}}',
  '.hmp set_password vnc hunter2',
  '.hmp   change   vnc  password   hunter2',
  '.hmp object_add secret,id=s3,data=hunter2',
  'human-monitor-command "set_password vnc hunter2"',
  'drive-mirror n0 target=nbd://joe:hunter2@example.invalid/x sync=full',
  '.hmp drive_add 0 if=none,file=http://joe:hunter2@example.invalid/x',
  'migrate exec:curl+http://joe:hunter2@example.invalid/x',
  'transaction( blockdev-snapshot-sync n0 snapshot-file=nbd://joe:hunter2@example.invalid/x )',
];

/** What is not in the forms above: a server tells what it was given. */
const RETURNED = [
  'object-add secret r0 data=hunter2',
  'qom-get /objects/r0 data',
  '{"execute": "qom-get", "id": 7, "arguments": {"property": "data", "path": "/objects/r0"}}',
  'qom-set /objects/r0 data hunter2-too',
  'human-monitor-command "qom-get /objects/r0 data"',
  '.hmp qom-get /objects/r0 data',
  '-> {"execute": "qom-get", "arguments": {"path": "/objects/r0", "property": "data"}}',
  '.qom /objects/r0',
  'qom-get /objects/r0 format',
];

describeReal('--log and --verbose', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S', '-blockdev', 'null-co,node-name=n0,size=1048576']);
  });
  const script = (input: string, ...options: string[]) => qmpsh([...options, vm.socket], { input });
  const newLog = () => join(scratchFolder(), 'log');
  const linesOf = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n');

  it('keeps every message with its time and direction, for its owner alone', async () => {
    const log = newLog();
    await script('cont\n{"execute":"query-status","id":1.0}', '--log', log);
    expect(statSync(log).mode & 0o777).toBe(0o600);
    const rows = linesOf(log).map(line => JSON.parse(line));
    expect(rows.map(row => row.dir).join('')).toBe('<><><<><');
    expect(rows[0].message).toHaveProperty('QMP');
    expect(rows[1].message.execute).toBe('qmp_capabilities');
    for (const { time } of rows) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('appends', async () => {
    const log = newLog();
    await script('stop', '--log', log);
    const first = linesOf(log);
    await script('cont', `--log=${log}`);
    expect(linesOf(log).slice(0, first.length)).toEqual(first);
  });

  it('masks every secret, whatever the form it was given in', async () => {
    const log = newLog();
    const run = await script(SECRETS.join('\n'), '-kv', '--log', log);
    expect(run.lines).toHaveLength(SECRETS.length);
    expect(run.lines.join()).not.toContain('qmpsh.');
    expect(readFileSync(log, 'latin1')).not.toContain('hunter2');
    const verbose = run.stderr.split('\n').filter(line => line.startsWith('{'));
    expect(verbose.join()).not.toContain('hunter2');
    expect(verbose.filter(line => line.includes('\\u2039secret\\u203A'))).toHaveLength(
      SECRETS.length,
    );
  });

  it('masks every secret that the server gives back, whoever asked for it', async () => {
    const log = newLog();
    const run = await script(RETURNED.join('\n'), '--log', log);
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout.match(/hunter2/g)).toHaveLength(6);
    expect(readFileSync(log, 'latin1')).not.toContain('hunter2');
    const received = linesOf(log).filter(line => line.includes('"dir": "<"'));
    const masked = received.filter(line => line.includes('"return": "\\u2039secret\\u203A"'));
    expect(masked).toHaveLength(6);
    expect(received.join()).toContain('{"return": "raw", "id"');
  });

  it('masks no more than that', async () => {
    const run = await script('object-add iothread i0\nset_password vnc hunter2', '-kv');
    expect(run.stderr).toContain('"arguments": {"qom-type": "iothread", "id": "i0"}');
    expect(run.stderr).toContain('{"protocol": "vnc", "password": "\\u2039secret\\u203A"}');
  });

  it('prints each message sent on stderr with -v, digit for digit', async () => {
    const raw = '{"execute": "nosuch", "arguments": {"b": 1.0, "1": 18446744073709551616}}';
    const run = await script(raw, '-v');
    expect(run.stderr).toContain(
      '{"execute": "nosuch", "arguments": {"b": 1.0, "1": 18446744073709551616}, "id": "',
    );
    expect(run.lines).toHaveLength(1);
  });

  it('goes on without its log where that can be written no more, and says so once', async () => {
    const run = await script('query-name\nquery-name', '--log', '/dev/full');
    expect(run).toMatchObject({ code: 0, lines: ['{"return": {}}', '{"return": {}}'] });
    expect(run.stderr.match(/the log ends here/g)).toHaveLength(1);
  });

  it('never touches the socket of the VM, even where it is named as the log', async () => {
    const run = await script('query-name', '--log', vm.socket);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(await script('query-name')).toMatchObject({ code: 0 });
  });

  it('refuses a log in a folder that is none', async () => {
    const folder = scratchFolder();
    chmodSync(folder, 0o700);
    const run = await script('query-name', '--log', folder);
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });
});
