import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isGuestAgent } from '../../src/qmp/holder.js';
import { connectFailure } from '../lab/clients.js';
import { fakeServer } from '../lab/fake-server.js';
import { scratchFolder } from '../lab/lifetime.js';

it.each([
  ['domain-1-lab1', 'virt-qemu-qmp-proxy lab1 /tmp/lab1.sock'],
  ["domain-23-it's mine", "virt-qemu-qmp-proxy 'it'\\''s mine' /tmp/vm.sock"],
])("a silent monitor in libvirt's %s names the way to share it", async (name, line) => {
  const folder = join(scratchFolder(), name);
  mkdirSync(folder);
  const path = await fakeServer(() => undefined, join(folder, 'monitor.sock'));
  expect((await connectFailure(path)).message).toContain(line);
});

it.each([
  [{ listener: { name: 'qemu-ga', pid: 1 } }, true],
  [{ listener: { name: 'qemu-system-x86', pid: 1 } }, false],
  [{}, false],
])('%j is a guest agent: %s', (use, expected) => {
  expect(isGuestAgent(use)).toBe(expected);
});
