import { describe, expect, it } from 'vitest';
import { looksLikeTarget, type Target, targetFromText, targetText } from '../../src/qmp/target.js';

describe('a target', () => {
  it.each<[string, Target]>([
    ['/run/vm.sock', { kind: 'unix', path: '/run/vm.sock' }],
    ['vm.sock', { kind: 'unix', path: 'vm.sock' }],
    ['./list', { kind: 'unix', path: './list' }],
    ['unix:a:1', { kind: 'unix', path: 'a:1' }],
    ['/run/a:4444', { kind: 'unix', path: '/run/a:4444' }],
    ['nosuch:x', { kind: 'unix', path: 'nosuch:x' }],
    ['constructor:x', { kind: 'unix', path: 'constructor:x' }],
    ['localhost:4444', { kind: 'tcp', host: 'localhost', port: 4444 }],
    ['tcp:10.0.0.1:4444', { kind: 'tcp', host: '10.0.0.1', port: 4444 }],
    ['tcp:[::1]:4444', { kind: 'tcp', host: '::1', port: 4444 }],
    ['[fe80::1%eth0]:1', { kind: 'tcp', host: 'fe80::1%eth0', port: 1 }],
    [':4444', { kind: 'tcp', host: 'localhost', port: 4444 }],
    ['ssh://host/run/vm.sock', { kind: 'ssh', host: 'host', path: '/run/vm.sock' }],
    ['ssh://me@[::1]:2222/a b', { kind: 'ssh', user: 'me', host: '::1', port: 2222, path: '/a b' }],
    ['exec:socat - UNIX:/a', { kind: 'exec', command: 'socat - UNIX:/a' }],
    ['fd:3', { kind: 'fd', fd: 3 }],
    ['vm:fedora vm', { kind: 'vm', name: 'fedora vm' }],
    ['pid:4711', { kind: 'pid', pid: 4711 }],
    ['demo:', { kind: 'demo' }],
    ['demo:1.2.2', { kind: 'demo', version: '1.2.2' }],
  ])('%s', (text, target) => {
    expect(targetFromText(text)).toEqual(target);
    expect(targetFromText(targetText(target))).toEqual(target);
  });

  it.each([
    ['', "expected a target, found ''"],
    ['unix:', 'expected unix:PATH, found nothing after the colon'],
    ['tcp:host', "expected tcp:HOST:PORT, found 'tcp:host'"],
    ['host:0', "expected a port from 1 to 65535, found '0'"],
    ['host:65536', "expected a port from 1 to 65535, found '65536'"],
    ['ssh://host', "expected ssh://[USER@]HOST[:PORT]/PATH, found 'ssh://host'"],
    ['ssh://host:99999/p', "expected a port from 1 to 65535, found '99999'"],
    [
      'ssh://-oProxyCommand=x/p',
      "expected ssh://[USER@]HOST[:PORT]/PATH, found 'ssh://-oProxyCommand=x/p'",
    ],
    ['ssh://-l@host/p', "expected ssh://[USER@]HOST[:PORT]/PATH, found 'ssh://-l@host/p'"],
    ['fd:x', "expected fd:NUMBER, found 'x'"],
    ['pid:-1', "expected pid:NUMBER, found '-1'"],
    ['exec:', 'expected exec:COMMAND, found nothing after the colon'],
  ])('%j is refused', (text, message) => {
    expect(targetFromText(text)).toEqual({ kind: 'bad', message });
  });
});

describe('looks like a target', () => {
  it.each([
    '/run/vm.sock',
    '/run/my vm',
    './list',
    '../vm',
    'run/vm',
    'vm.sock',
    'localhost:4444',
    ':4444',
    'tcp:x',
    'demo:',
    'exec:a b',
    'ssh://h/p',
  ])('%s', word => {
    expect(looksLikeTarget(word)).toBe(true);
  });
});

describe('does not look like a target', () => {
  it.each([
    'query-status',
    'list',
    'vm',
    '',
    '{"execute": "a/b"}',
    '.help',
    '?query-block',
    '!yank',
    'blockdev-add filename=/a',
    'a=/b',
    'device_add virtio-blk-pci,drive=d0',
  ])('%s', word => {
    expect(looksLikeTarget(word)).toBe(false);
  });
});
