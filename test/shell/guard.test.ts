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
    ['drive-mirror', { target: '/x' }, "'drive-mirror' of '/x' may overwrite or drop data"],
    ['human-monitor-command', { 'command-line': 'system_reset' }, "'system_reset' loses"],
    ['yank', { instances: [{ type: 'chardev', id: 'mon0' }] }, 'may cut this very monitor off'],
    [
      'transaction',
      { actions: [{ type: 'drive-backup', data: { target: '/x' } }] },
      "'transaction' may overwrite or drop data",
    ],
  ])('%s %j', (command, args, text) => {
    expect(ask(command, args)?.text).toContain(text);
  });

  it('tells both sizes of a resize that shrinks', () => {
    expect(ask('block_resize', { size: 512 }, { sizeNow: 1024n })?.text).toContain(
      'SHRINKS the image from 1024 to 512 bytes',
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
