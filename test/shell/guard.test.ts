import { describe, expect, it } from 'vitest';
import table from '../../schema/annotations.json' with { type: 'json' };
import { annotationsFrom } from '../../src/shell/annotations.js';
import { type Guarded, guardQuestion } from '../../src/shell/guard.js';

const annotations = annotationsFrom(table);
const ask = (command: string, args: Guarded['args'] = {}, more: Partial<Guarded> = {}) =>
  guardQuestion({ annotations, command, args, vm: 'fedora', ...more });

describe('what is asked about', () => {
  it.each([
    ['quit', {}, 'ENDS the VM fedora (.quit or Ctrl-D leaves qmpsh); type yes: '],
    ['human-monitor-command', { 'command-line': ' q ' }, 'ENDS the VM fedora'],
    ['system_reset', {}, "'system_reset' loses the state of the guest"],
    ['snapshot-load', { tag: 's1' }, "'snapshot-load' of 's1' loses the state of the guest"],
    ['device_del', { id: 'net0' }, "'device_del' of 'net0' pulls a device out of the guest"],
    ['human-monitor-command', { 'command-line': 'device_del net0' }, 'pulls a device out'],
    ['inject-nmi', {}, "'inject-nmi' interrupts the guest"],
    ['human-monitor-command', { 'command-line': 'nmi' }, 'interrupts the guest'],
    ['drive-mirror', { target: '/x' }, "'drive-mirror' of '/x' may overwrite or drop data"],
    ['human-monitor-command', { 'command-line': 'system_reset' }, "'system_reset' loses"],
    ['yank', { instances: [{ type: 'chardev', id: 'mon0' }] }, 'may cut this very monitor off'],
    [
      'transaction',
      { actions: [{ type: 'drive-backup', data: { target: '/x' } }] },
      "in this 'transaction' 'drive-backup' of '/x' may overwrite or drop data",
    ],
  ])('%s %j', (command, args, text) => {
    expect(ask(command, args)?.text).toContain(text);
  });

  it('tells both sizes of a resize that shrinks', () => {
    expect(ask('block_resize', { size: 512 }, { sizeNow: 1024n })?.text).toContain(
      'SHRINKS the image from 1024 bytes (1 KiB) to 512 bytes:',
    );
  });

  it.each([
    ['query-status', {}],
    ['stop', {}],
    ['block_resize', { size: 2048 }],
    ['human-monitor-command', { 'command-line': 'info block' }],
    ['yank', { instances: [{ type: 'block-node', 'node-name': 'n' }] }],
    ['transaction', { actions: [{ type: 'block-dirty-bitmap-add', data: {} }] }],
    ['a-command-of-tomorrow', {}],
  ])('not %s %j', (command, args) => {
    expect(ask(command, args, { sizeNow: 1024n })).toBeUndefined();
  });

  it('asks before the server ends even where confirmation is off', () => {
    expect(ask('quit')?.always).toBe(true);
    expect(ask('system_reset')?.always).toBe(false);
  });
});

describe('a file of this host that would be written over', () => {
  const fileExists = (path: string) => path === '/there';
  const hmp = (line: string): [string, Guarded['args']] => [
    'human-monitor-command',
    { 'command-line': line },
  ];
  const snapshot = { 'node-name': 'n', 'snapshot-file': '/there' };

  it.each<[string, Guarded['args'], string]>([
    ['screendump', { filename: '/there' }, "'screendump'"],
    ['pmemsave', { val: 0, size: 1, filename: '/there' }, "'pmemsave'"],
    ['memsave', { val: 0, size: 1, filename: '/there' }, "'memsave'"],
    ['dump-guest-memory', { paging: false, protocol: 'file:/there' }, "'dump-guest-memory'"],
    ['migrate', { uri: 'file:/there,offset=0' }, "'migrate'"],
    ['blockdev-snapshot-sync', snapshot, "'blockdev-snapshot-sync'"],
    [
      'transaction',
      { actions: [{ type: 'blockdev-snapshot-sync', data: snapshot }] },
      "'blockdev-snapshot-sync'",
    ],
    [...hmp('screendump /there'), "'screendump'"],
    [...hmp('screendump "/there" -f png'), "'screendump'"],
    [...hmp('pmemsave 0 4096 /there'), "'pmemsave'"],
    [...hmp('memsave 0 4096 /there'), "'memsave'"],
    [...hmp('dump-guest-memory -p -z /there'), "'dump-guest-memory'"],
    [...hmp('snapshot_blkdev disk0 /there qcow2'), "'snapshot_blkdev'"],
  ])('is asked about: %s %j', (command, args, name) => {
    expect(ask(command, args, { fileExists })?.text).toBe(`${name} overwrites /there; type yes: `);
  });

  it.each<[string, Guarded['args']]>([
    ['screendump', { filename: '/new' }],
    ['dump-guest-memory', { paging: false, protocol: 'fd:/there' }],
    ['blockdev-snapshot-sync', { ...snapshot, mode: 'existing' }],
    ['migrate', { uri: 'tcp:/there:1' }],
    hmp('screendump /new'),
    hmp('snapshot_blkdev -n disk0 /there'),
    hmp('dump-guest-memory'),
    hmp('info /there'),
  ])('is none with %s %j', (command, args) => {
    expect(ask(command, args, { fileExists })).toBeUndefined();
  });
});
