// Live values against real servers: a row for each kind of the table, and what is never asked.
import { beforeAll, describe, expect, it } from 'vitest';
import annotations from '../../schema/annotations.json' with { type: 'json' };
import { completionsFor } from '../../src/completion/completions-for.js';
import type { LiveValues } from '../../src/completion/live/live-values.js';
import { liveValuesOf } from '../../src/completion/live/session-live.js';
import { SOURCES } from '../../src/completion/live/table.js';
import type { ConnectOptions } from '../../src/index.js';
import type { QmpClient } from '../../src/qmp/client.js';
import { Session } from '../../src/session/session.js';
import { agentAnnotations, annotationsFrom } from '../../src/shell/annotations.js';
import { connected } from '../lab/clients.js';
import {
  describeReal,
  GUEST_AGENT,
  makeImage,
  startGuestAgent,
  startQemu,
} from '../lab/servers.js';

const TABLE = annotationsFrom(annotations);

interface Typing {
  readonly client: QmpClient;
  readonly live: LiveValues;
  readonly complete: ReturnType<typeof completionsFor>;
  /** Labels after Tab at the end of the line. */
  readonly tab: (line: string) => Promise<readonly string[]>;
  readonly detail: (line: string, label: string) => Promise<string>;
}

async function typing(socket: string, how: ConnectOptions = {}): Promise<Typing> {
  const client = await connected(socket, how);
  const session = new Session(client);
  const schema = (await session.namedSchema())!;
  const annotations = client.isGuestAgent ? agentAnnotations(TABLE) : TABLE;
  const options = { schema, annotations, isAllowed: () => true, isLocal: true };
  const live = liveValuesOf(session, options);
  const context = () => ({ schema, annotations });
  const complete = completionsFor({ context, live: () => live });
  const at = async (line: string) => {
    await complete(line, line.length, true);
    await live.ask([], true);
    return (await complete(line, line.length, true)).candidates;
  };
  return {
    client,
    live,
    complete,
    tab: async line => (await at(line)).map(row => row.label),
    detail: async (line, label) => (await at(line)).find(row => row.label === label)?.detail ?? '',
  };
}

/** A machine with one of everything. */
async function machine(): Promise<Typing> {
  const image = makeImage('qcow2', '64M');
  const { socket } = await startQemu(
    [
      ...['-accel', 'tcg', '-S', '-m', '64', '-vnc', 'unix:$D/vnc,id=vnc0'],
      ...['-blockdev', `qcow2,node-name=disk0,file.driver=file,file.filename=${image}`],
      ...['-drive', 'if=none,id=drive0,driver=null-co,size=1M'],
      ...['-device', 'virtio-blk-pci,drive=disk0,id=vd0'],
      ...['-netdev', 'user,id=net0', '-device', 'virtio-net-pci,netdev=net0,id=nic0'],
      ...['-chardev', 'null,id=chr0', '-object', 'iothread,id=io0'],
      ...['-object', 'secret,id=sec0,data=x', '-object', 'memory-backend-ram,id=mem0,size=1M'],
      ...['-object', 'throttle-group,id=tg0', '-object', 'authz-simple,id=au0,identity=me'],
      ...['-object', 'tls-creds-anon,id=tls0,endpoint=server', '-object', 'can-bus,id=can0'],
      ...['-object', 'rng-builtin,id=rng0', '-object', 'thread-context,id=tc0'],
      ...['-smp', '1,maxcpus=4'],
    ],
    { machine: 'pc' },
  );
  const typed = await typing(socket);
  const { client } = typed;
  await client.execute('block-dirty-bitmap-add', { node: 'disk0', name: 'bm0' });
  await client.execute('blockdev-snapshot-internal-sync', { device: 'disk0', name: 'snap0' });
  await client.execute('blockdev-create', {
    'job-id': 'job0',
    options: { driver: 'file', filename: `${image}.1`, size: 0 },
  });
  await client.execute('nbd-server-start', {
    addr: { type: 'unix', data: { path: `${image}.s` } },
  });
  await client.execute('block-export-add', { type: 'nbd', id: 'exp0', 'node-name': 'disk0' });
  const target = { driver: 'null-co', 'node-name': 'copy', size: 1024 * 1024 };
  await client.execute('blockdev-add', target);
  const mirror = { 'job-id': 'mirror0', device: 'drive0', target: 'copy', sync: 'full' };
  await client.execute('blockdev-mirror', mirror);
  return typed;
}

/** Kind, a line that wants it, what is found. */
const ROWS: readonly (readonly [kind: string, line: string, label: string])[] = [
  ['block-node', 'blockdev-del node-name=', 'disk0'],
  ['block-device', 'block_resize device=', 'drive0'],
  ['block-qdev', 'blockdev-open-tray id=', '/machine/peripheral/vd0/virtio-backend'],
  ['block-any', 'blockdev-backup device=', 'drive0'],
  ['bitmap', 'block-dirty-bitmap-clear node=disk0 name=', 'bm0'],
  ['snapshot', 'snapshot-delete tag=', 'snap0'],
  ['block-job', 'block-job-cancel device=', 'mirror0'],
  ['vnc-display', 'set_password protocol=vnc display=', 'vnc0'],
  ['throttle-group', 'block_set_io_throttle group=', 'tg0'],
  ['export', 'block-export-del id=', 'exp0'],
  ['job', 'job-dismiss id=', 'job0'],
  ['chardev', 'chardev-remove id=', 'chr0'],
  ['netdev', 'netdev_del id=', 'net0'],
  ['net-client', 'set_link name=', 'nic0'],
  ['qom-path', 'qom-list path=/machine/per', 'peripheral'],
  ['qom-property', 'qom-get path=/machine/peripheral/vd0 property=', 'drive'],
  ['qom-type', 'qom-list-properties typename=virtio-blk', 'virtio-blk-pci'],
  ['device-type', 'device_add driver=virtio-blk', 'virtio-blk-pci'],
  ['device-property', 'device_add driver=virtio-blk-pci driv', 'drive'],
  ['object-property', 'object-add qom-type=iothread poll', 'poll-max-ns'],
  ['device-id', 'device_del id=', 'vd0'],
  ['object-id', 'object-del id=', 'io0'],
  ['iothread', 'x-blockdev-set-iothread iothread=', 'io0'],
  ['memdev', 'set-numa-node type=node memdev=', 'mem0'],
  ['secret', 'blockdev-add driver=luks key-secret=', 'sec0'],
  ['tls-creds', 'nbd-server-start tls-creds=', 'tls0'],
  ['authz', 'nbd-server-start tls-authz=', 'au0'],
  ['bus', 'device_add driver=e1000 bus=', 'pci.0'],
  ['virtio-path', 'x-query-virtio-status path=', '/machine/peripheral/vd0/virtio-backend'],
  ['cpu-index', 'memsave cpu-index=', '0'],
  ['cpu-model', 'query-cpu-model-expansion model.name=qemu', 'qemu64'],
  ['cpu-property', 'query-cpu-model-expansion model.name=qemu64 model.props.aes', 'aes'],
  ['yank-instance', 'yank ', 'compat_monitor0'],
  ['trace-event', 'trace-event-get-state name=qcow2_', 'qcow2_writev_start_req'],
  ['command-line-option', 'query-command-line-options option=', 'drive'],
  ['snapshot-id', 'blockdev-snapshot-delete-internal-sync device=disk0 id=', '1'],
  ['thread-context', 'object-add qom-type=memory-backend-ram prealloc-context=', 'tc0'],
  ['can-bus', 'object-add qom-type=can-host-socketcan canbus=', 'can0'],
  ['network-interface', 'netdev_add type=tap ifname=', 'lo'],
  ['file', 'object-add qom-type=rng-random filename=/dev/ur', 'urandom'],
  ['address', 'migrate unix:/de', 'dev'],
  ['cpu-slot', 'device_add driver=qemu64-x86_64-cpu core-id=', '1'],
  ['linked-object', 'device_add driver=virtio-rng-pci rng=', 'rng0'],
  ['qom-value', 'qom-set path=/machine/peripheral/vd0 property=queue-size value=', '256'],
  ['hmp-command', 'human-monitor-command command-line=savev', 'savevm'],
];

describeReal('live values', () => {
  let vm: Typing;
  beforeAll(async () => {
    vm = await machine();
  });

  it.each(ROWS)('of %s: %s', async (_, line, label) => {
    expect((await vm.tab(line)).slice(0, 200)).toContain(label);
  });

  it.each([
    ['a flag', 'device_add driver=virtio-blk-pci packed=', ['true', 'false']],
    ['an enum', 'device_add driver=virtio-blk-pci write-cache=', ['auto', 'on', 'off']],
    ['what a device works on', 'device_add driver=virtio-blk-pci drive=dis', ['disk0']],
    ['an option', 'device_add virtio-net-pci,netdev=ne', ['net0']],
    ['a CPU', 'query-cpu-model-expansion model.name=max model.props.aes=', ['true', 'false']],
    ['what there is', 'qom-set /machine/peripheral/vd0 werror ', ['value', 'report', 'ignore']],
    ['JSON', '{"execute": "device_add", "arguments": {"driver": "virtio-net-pci", "ne', ['netdev']],
  ])('type the values of properties: %s', async (_, line, labels) => {
    expect((await vm.tab(line)).slice(0, labels.length)).toEqual(labels);
  });

  it.each([
    ['.hmp sav', 'savevm'],
    ['.hmp info blo', 'block'],
    ['.hmp device_del ', 'vd0'],
    ['.hmp eject -f ', 'drive0'],
    ['.hmp qom-list /machine/per', 'peripheral'],
    ['.hmp qom-get /machine/peripheral/vd0 ser', 'serial'],
    ['human-monitor-command "info blo', 'block'],
    ['{"execute": "human-monitor-command", "arguments": {"command-line": "info blo', 'block'],
  ])("of the human monitor's words: %s", async (line, label) => {
    expect((await vm.tab(line)).slice(0, 2)).toContain(label);
  });

  it('name first what a device works on, and experiments last', async () => {
    const members = await vm.tab('device_add driver=virtio-blk-pci ');
    expect(members.slice(0, 2)).toEqual(['drive', 'id']);
    expect(members.at(-1)).toMatch(/^x-/);
  });

  it('tell what a property is set to now', async () => {
    const line = 'qom-set /machine/peripheral/vd0 packed value=';
    expect(await vm.detail(line, 'false')).toBe('what it is now');
  });

  it('come with what is worth knowing of them', async () => {
    expect(await vm.detail('blockdev-del node-name=', 'disk0')).toMatch(/^qcow2, 64 MiB, /);
    expect(await vm.detail('block-dirty-bitmap-clear node=disk0 name=', 'bm0')).toBe('0 B dirty');
  });

  it('tell what a member is set to', async () => {
    expect(await vm.detail('migrate-set-capabilities capabilities.', 'xbzrle')).toMatch(
      /^now false/,
    );
    expect(await vm.detail('migrate-set-parameters ', 'downtime-limit')).toMatch(/^now 300;/);
  });

  it('leave out device types that device_add refuses', async () => {
    const types = await vm.tab('device_add driver=');
    expect(types).not.toContain('i440FX');
  });

  it('are asked for anew after a command that changes them', async () => {
    await vm.tab('object-del id=');
    await vm.client.execute('object-add', { 'qom-type': 'iothread', id: 'io1' });
    expect(await vm.tab('object-del id=')).not.toContain('io1');
    vm.live.noteCommand('object-add');
    expect(await vm.tab('object-del id=')).toContain('io1');
  });
});

describeReal('live values of a guest agent', () => {
  let agent: Typing;
  beforeAll(async () => {
    const { socket } = await startGuestAgent({ refused: ['guest-exec', 'guest-file-open'] });
    agent = await typing(socket, { guestAgent: true });
  });

  it('leave out commands that it refuses', async () => {
    const commands = await agent.tab('guest-');
    expect(commands).toContain('guest-ping');
    expect(commands).not.toContain('guest-exec');
    expect(commands).not.toContain('guest-file-open');
  });

  it('tell what the guest has', async () => {
    expect(await agent.tab('guest-set-vcpus vcpus.0.logical-id=')).toContain('0');
  });
}, [GUEST_AGENT]);

describeReal('a server that hangs', () => {
  it('leaves typing at full speed, and its live values come when it is back', async () => {
    const second = ['-qmp', 'unix:$S,server=on,wait=off', '-qmp', 'unix:$S.2,server=on,wait=off'];
    const { socket } = await startQemu([], { monitor: second });
    const other = await connected(`${socket}.2`, { retryMs: 5_000 });
    const slow = { driver: 'null-co', 'node-name': 'slow', size: 1048576, 'latency-ns': 1.5e9 };
    await other.execute('blockdev-add', slow);
    const vm = await typing(socket);
    let isOver = false;
    const hang = other.execute('human-monitor-command', {
      'command-line': 'qemu-io slow "read 0 512"',
    });
    void hang.then(() => (isOver = true));
    const line = 'chardev-remove ';
    const { candidates } = await vm.complete(line, line.length, true);
    expect([candidates[0]?.label, isOver]).toEqual(['id', false]);
    expect(vm.complete('chardev-remove id=', 18, false)).not.toBeInstanceOf(Promise);
    await hang;
    expect(await vm.tab('chardev-remove id=')).toContain('compat_monitor0');
  });
});

/** Kinds that the schema or this host tells, or nothing does. */
const ELSEWHERE: readonly string[] = [
  ...['file', 'address', 'network-interface'],
  ...['block-format', 'object-type', 'new-name', 'fd'],
];

/** Settings are shown beside members; the others need a host that has them (live-values.test.ts). */
const UNTRIED = [
  ...['migration-capability', 'migration-parameter'],
  ...['fdset', 'fdset-fd', 'stats-name', 'pr-manager'],
  ...[
    'agent-command',
    'guest-user',
    'guest-mountpoint',
    'guest-vcpu',
    'guest-memory-block',
    'demo-word',
  ],
];

describe('the table', () => {
  it('has a row for each kind that the annotations name', () => {
    const text = JSON.stringify(annotations);
    const kinds = new Set([...text.matchAll(/"source":"([^"]+)"/g)].map(([, kind = '']) => kind));
    const missing = [...kinds].filter(kind => !(kind in SOURCES) && !ELSEWHERE.includes(kind));
    expect(missing).toEqual([]);
  });

  it('has no row that is not tried above', () => {
    const tried = ROWS.map(([kind]) => kind);
    const others = Object.keys(SOURCES).filter(kind => !tried.includes(kind));
    expect(others.toSorted()).toEqual([...UNTRIED].toSorted());
  });
});
