import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { scratchFolder } from '../lab/lifetime.js';
import { describeReal, type Server, startQemu } from '../lab/servers.js';
import { qmpsh } from './qmpsh.js';

const SENT = /"(?:execute|exec-oob)": ?"(?!qmp_capabilities|query-commands|query-qmp-schema)/;

const REFUSED = [
  'cont',
  'stop',
  'quit',
  '{"execute": "cont"}',
  "-> {'execute': 'quit'}",
  '{"execute": "system_reset", "id": 1}',
  '!yank instances=[]',
  '{"exec-oob": "yank", "arguments": {"instances": []}}',
  'x-query-roms',
  'x_query_roms',
  '__com.example_query',
  '{"execute": "x-query-roms"}',
  '{"execute": "__com.redhat_x"}',
  'query-nosuch',
  'nosuch a=1',
  '{"execute": "nosuch"}',
  'transaction( abort )',
  'transaction actions=[]',
  '{"execute": "transaction", "arguments": {"actions": []}}',
  '.hmp cont',
  '.hmp infocont',
  '.hmp  system_reset',
  'human-monitor-command cont',
  'human-monitor-command command-line=cont cpu-index=0',
  '{"execute": "human-monitor-command", "arguments": {"command-line": "q"}}',
  'qom-set /machine x 1',
  'migrate-set-parameters max-bandwidth=1M',
  'object-add secret s data=x',
  'device-list-properties virtio-gpu-gl-pci',
  '{"execute": "device-list-properties", "arguments": {"typename": "virtio-vga-gl"}}',
];

describeReal('--read-only', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S']);
  });
  const script = (input: string, ...options: string[]) =>
    qmpsh(['--read-only', '-v', ...options, vm.socket], { input });

  it('lets pass what only looks', async () => {
    const lines = [
      'query-status',
      'query_status',
      '{"execute": "query-name"}',
      '!query-yank',
      'qom-list /',
      'qom-get /machine type',
      '.hmp info status',
      '.hmp help',
      'human-monitor-command "info version"',
      '.wait status prelaunch',
      '.set',
    ];
    const run = await script(lines.join('\n'), '-k');
    expect(run.code).toBe(0);
    expect(run.lines).toHaveLength(lines.length);
  });

  it('refuses what may change anything in whatever form, and sends nothing of it', async () => {
    const run = await script(REFUSED.join('\n'), '-k');
    expect(run.code).toBe(2);
    const classes = run.lines.map(line => JSON.parse(line).error?.class);
    expect(REFUSED.map((line, at) => [line, classes[at]])).toEqual(
      REFUSED.map(line => [line, 'qmpsh.refused']),
    );
    expect(run.stderr).not.toMatch(SENT);
  });

  it('refuses lines of the human monitor under -H', async () => {
    const run = await script('info status\nstop\n', '-H');
    expect(run.code).toBe(2);
    expect(run.lines).toHaveLength(1);
  });

  it('says so in the line itself under -k', async () => {
    const run = await script('cont\nquery-name', '-k');
    expect(run.code).toBe(2);
    expect(JSON.parse(run.lines[0]!).error.class).toBe('qmpsh.refused');
    expect(run.lines[1]).toBe('{"return": {}}');
  });

  it('is not lifted by --no-check, --yes or --check', async () => {
    for (const option of ['--no-check', '-y', '--check', '-n']) {
      const run = await script('cont', option);
      expect([option, run.code, run.stdout]).toEqual([option, 2, '']);
    }
  });

  it('holds for the line of --on-timeout too', async () => {
    const run = await script('.wait event NEVER timeout=20ms', '--on-timeout', 'quit');
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('--read-only');
    expect((await script('query-status')).stdout).toContain('prelaunch');
  });

  it('holds in files that are read with .source', async () => {
    const file = join(scratchFolder(), 'cont');
    writeFileSync(file, 'cont\n');
    expect(await script(`.source ${file}`)).toMatchObject({ code: 2, stdout: '' });
  });
});
