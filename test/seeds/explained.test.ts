// What is gone is explained, on the server of today and on those that were recorded.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { qmpsh } from '../cli/qmpsh.js';
import { scratchFolder } from '../lab/lifetime.js';
import { describeReal, startQemu } from '../lab/servers.js';
import { SHARED } from '../shared.js';
import { EXPLAINED, RENAMED } from './explained.js';
import { SYSTEMS } from './items.js';

/** A line as it would be sent, or why it is not. */
async function dryRun(target: string, line: string) {
  const password = join(scratchFolder(), 'password.txt');
  writeFileSync(password, 'x');
  return qmpsh(['-n', target, '-c', line.replaceAll('password.txt', password)]);
}

describeReal('on QEMU 7.2', () => {
  it.each(EXPLAINED)('$name is explained, with what replaced it', async ({ name, line, words }) => {
    const { socket } = await startQemu();
    const run = await dryRun(socket, line);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    for (const word of [`'${name}' was removed in QEMU`, ...words])
      expect(run.stderr).toContain(word);
  });

  it.each([...RENAMED])('%s is sent as %s', async (name, today) => {
    const { socket } = await startQemu();
    const run = await dryRun(
      socket,
      `${name} device=d${name.endsWith('speed') ? ' speed=1M' : ''}`,
    );
    expect(JSON.parse(run.stdout)).toMatchObject({ execute: today });
  });
});

/** A line for each command of the base monitor that has arguments; the others are a word. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  cpu: 'index=0',
  memsave: 'val=0 size=1 filename=/f',
  pmemsave: 'val=0 size=1 filename=/f',
  set_link: 'name=n0 up=on',
  block_passwd: 'device=d password=@password.txt',
  balloon: 'value=64M',
  block_resize: 'device=d size=1G',
  'blockdev-snapshot-sync': 'device=d snapshot-file=/f',
  'human-monitor-command': "command-line='info name'",
  migrate_set_downtime: 'value=1.5',
  migrate_set_speed: 'value=1M',
  'qom-list': 'path=/',
  'qom-get': 'path=/ property=type',
  'qom-set': 'path=/ property=type value=1',
  set_password: 'protocol=vnc password=@password.txt',
  expire_password: 'protocol=vnc time=now',
  eject: 'device=d',
  'change-vnc-password': 'password=@password.txt',
  change: 'device=d target=/f',
  block_set_io_throttle: 'device=d bps=0 bps_rd=0 bps_wr=0 iops=0 iops_rd=0 iops_wr=0',
  block_stream: 'device=d',
  block_job_set_speed: 'device=d speed=1M',
  block_job_cancel: 'device=d',
};

/** `quit` comes last: behind it nothing is good. */
const BASE = [
  ...(SYSTEMS[2]?.items ?? [])
    .map(item => item.replace('command ', ''))
    .filter(name => name !== 'quit'),
  'quit',
];

describe.each(['1.2.2', '1.5.3', '2.1.1'])('on the recorded %s', version => {
  const path = join(SHARED, 'servers', `qemu-${version}.replies`);
  const announced = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const recorded = it.skipIf(announced === '');

  recorded('each command of the base monitor is bound as it was then', async () => {
    const lines = BASE.map(name => `${name} ${ARGUMENTS[name] ?? ''}`);
    const run = await dryRun(`demo:${path}`, lines.join('\n'));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const sent = run.lines.map(line => JSON.parse(line).execute);
    expect(sent).toEqual(BASE.map(name => RENAMED.get(name) ?? name));
    expect(sent.filter(name => !announced.includes(`"${name}"`))).toEqual([]);
  });

  recorded('commands that came later are explained', async () => {
    const rows = [
      ['query-yank', '6.0'],
      ['calc-dirty-rate calc-time=1', '5.2'],
      ['snapshot-save job-id=s tag=t vmstate=d devices=d', '6.0'],
      ['block-dirty-bitmap-add node=d name=b', '2.4'],
    ];
    const run = await dryRun(`demo:${path}`, rows.map(([line]) => line).join('\n'));
    expect(run).toMatchObject({ code: 1, stdout: '' });
    const told = [...run.stderr.matchAll(/came with QEMU ([\d.]+); this server is ([\d.]+)/g)];
    expect(told.map(([, since, is]) => [since, is])).toEqual(
      rows.map(([, since]) => [since, version]),
    );
  });
});
