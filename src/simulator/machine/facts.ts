// What the simulated machine is: queries whose answers never change, and those that refuse always.
import type { JsonObject, JsonValue } from '../../json/value.js';
import { objectIn, textOf } from '../arguments.js';
import { constant, type Handler, type HandlerTable } from '../command.js';
import { type Refusal, refusal } from '../refusal.js';
import { PACKAGE } from '../version.js';
import type { Vm } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';
import { pciBuses } from './pci.js';

const CPU = '/machine/unattached/device[0]';
const CPU_TYPE = 'qemu64-x86_64-cpu';
const SLOT = { 'core-id': 0, 'thread-id': 0, 'socket-id': 0 };
const THREAD = 4242;

const refuses =
  (desc: string): Handler =>
  () => {
    throw refusal(desc);
  };

const NO_FD = 'No file descriptor supplied via SCM_RIGHTS';

export const FACT_COMMANDS: HandlerTable = {
  'query-version': ({ vm }) => versionInfo(vm),
  'query-name': ({ vm }) => ({ name: vm.name }),
  'query-uuid': ({ vm }) => ({ UUID: vm.uuid }),
  'query-kvm': constant({ enabled: false, present: false }),
  'query-accelerators': constant({ enabled: 'tcg', present: ['tcg'] }),
  'query-target': constant({ arch: 'x86_64' }),
  'query-current-machine': constant({ 'wakeup-suspend-support': true }),
  'query-cpus-fast': constant([
    { 'thread-id': THREAD, props: SLOT, 'qom-path': CPU, 'cpu-index': 0, target: 'x86_64' },
  ]),
  'query-cpus': constant([
    { CPU: 0, current: true, halted: false, thread_id: THREAD, pc: 0, arch: 'x86', qom_path: CPU },
  ]),
  'query-hotpluggable-cpus': constant([
    { props: SLOT, 'vcpus-count': 1, 'qom-path': CPU, type: CPU_TYPE },
  ]),
  'query-cpu-definitions': constant(
    ['max', 'qemu64', 'qemu32', 'EPYC', 'Skylake-Client'].map(cpuDefinition),
  ),
  'query-cpu-model-expansion': expandCpuModel,
  'query-machines': ({ vm }) => machines(vm),
  'query-commands': (_turn, _args, { schema }) =>
    [...schema.commands.keys()].map(name => ({ name })),
  'query-events': (_turn, _args, { schema }) => [...schema.events.keys()].map(name => ({ name })),
  'query-command-line-options': (_turn, args) => commandLineOptions(textOf(args, 'option')),
  'query-acpi-ospm-status': constant([]),
  'query-colo-status': constant({ 'last-mode': 'none', mode: 'none', reason: 'none' }),
  'query-fdsets': constant([]),
  'query-pci': ({ vm }) => pciBuses(vm),
  'query-pr-managers': constant([]),
  'query-replay': constant({ icount: 0, mode: 'none' }),
  'query-stats': constant([]),
  'query-stats-schemas': constant([]),
  'query-tpm': constant([]),
  'query-tpm-models': constant(['tpm-crb', 'tpm-tis']),
  'query-tpm-types': constant(['passthrough', 'emulator']),
  'query-vcpu-dirty-limit': constant([]),
  'query-xen-replication-status': constant({ error: false }),
  'query-cryptodev': constant([]),
  'query-migrationthreads': constant([]),
  'query-sev': constant({
    enabled: false,
    'api-minor': 0,
    handle: 0,
    state: 'uninit',
    'api-major': 0,
    'build-id': 0,
    policy: 0,
  }),
  'query-sev-capabilities': refuses('KVM not enabled'),
  'query-sev-launch-measure': refuses('SEV launch measurement is not available'),
  'query-sgx': refuses('No EPC regions defined, SGX not available'),
  'query-sgx-capabilities': refuses('SGX is not enabled in KVM'),
  'query-vm-generation-id': refuses('VM Generation ID device not found'),
  'x-exit-preconfig': refuses('The command is permitted only before machine initialization'),
  getfd: refuses(NO_FD),
  'add-fd': refuses(NO_FD),
  closefd: (_turn, args) => {
    throw refusal(`File descriptor named '${textOf(args, 'fdname')}' not found`);
  },
  'remove-fd': (_turn, args) => {
    throw refusal(`File descriptor named 'fdset-id:${String(args['fdset-id'])}' not found`);
  },
  'x-query-numa': humanText('0 nodes\n'),
  'x-query-roms': humanText(''),
  'x-query-ramblock': ({ vm }) => ({
    'human-readable-text': `              Block Name    PSize  Used\n                  pc.ram    4 KiB  0x${vm.ramBytes.toString(16).padStart(16, '0')}\n`,
  }),
  'x-query-jit': humanText('Translation buffer state:\n'),
  'x-query-opcount': humanText('[TCG profiler not compiled]\n'),
  'x-query-profile': refuses('Internal profiler not compiled'),
  'x-query-rdma': humanText(''),
  'x-query-irq': humanText('IRQ statistics for isa-i8259:\n 0: 1\n'),
  'x-query-usb': refuses('USB support not enabled'),
  'x-query-virtio': ({ vm }) =>
    [...vm.devices.values()]
      .filter(({ type }) => type.startsWith('virtio'))
      .map(({ path, type }) => ({
        name: type.replace(/-pci$/, ''),
        path: `${path}/virtio-backend`,
      })),
  'trace-event-get-state': (_turn, args) => traceEvent(args),
  'trace-event-set-state': (_turn, args) => {
    traceEvent(args);
    return undefined;
  },
};

/** VersionInfo; the package says that this is no QEMU. */
export function versionInfo({ version }: Vm): JsonObject {
  const [major, minor, micro] = version.numbers;
  return { qemu: { micro, minor, major }, package: PACKAGE };
}

function humanText(text: string): Handler {
  return constant({ 'human-readable-text': text });
}

function cpuDefinition(name: string): JsonObject {
  return {
    name,
    typename: `${name}-x86_64-cpu`,
    'unavailable-features': [],
    static: false,
    'migration-safe': name !== 'max',
    deprecated: false,
  };
}

const CPU_MODELS = ['max', 'qemu64', 'qemu32', 'EPYC', 'Skylake-Client', 'base'];

function expandCpuModel(_turn: Turn, args: JsonObject): JsonObject {
  const model = objectIn(args, 'model') ?? {};
  const name = textOf(model, 'name') ?? '';
  if (!CPU_MODELS.includes(name)) throw refusal(`CPU model '${name}' not found`);
  const features = {
    sse2: true,
    'sse4.1': false,
    avx: false,
    vmx: false,
    svm: true,
    nx: true,
    lm: true,
  };
  const props = { ...features, ...objectIn(model, 'props') };
  return { model: { name: textOf(args, 'type') === 'static' ? 'base' : name, props } };
}

function machines({ version }: Vm): JsonValue {
  const suffix = `${version.numbers[0]}.${version.numbers[1]}`;
  const row = (name: string, part: JsonObject) => ({
    'hotpluggable-cpus': true,
    name,
    'numa-mem-supported': false,
    'default-cpu-type': CPU_TYPE,
    'cpu-max': 255,
    deprecated: false,
    'default-ram-id': 'pc.ram',
    ...part,
  });
  return [
    row(`pc-i440fx-${suffix}`, { 'is-default': true, alias: 'pc' }),
    row(`pc-q35-${suffix}`, { alias: 'q35', 'cpu-max': 288 }),
    row('none', { 'hotpluggable-cpus': false, 'cpu-max': 1 }),
  ];
}

const OPTIONS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  memory: [
    ['size', 'size'],
    ['slots', 'number'],
    ['maxmem', 'size'],
  ],
  name: [
    ['guest', 'string'],
    ['process', 'string'],
    ['debug-threads', 'boolean'],
  ],
  mon: [
    ['mode', 'string'],
    ['chardev', 'string'],
    ['pretty', 'boolean'],
  ],
};

function commandLineOptions(option: string | undefined): JsonValue {
  if (option !== undefined && !(option in OPTIONS)) throw refusal(`Invalid option name: ${option}`);
  return Object.entries(OPTIONS)
    .filter(([name]) => option === undefined || name === option)
    .map(([name, rows]) => ({
      parameters: rows.map(([parameter, type]) => ({ name: parameter, type })),
      option: name,
    }));
}

const TRACE_EVENTS = ['vm_state_notify', 'balloon_event', 'qemu_system_powerdown_request'];

function traceEvent(args: JsonObject): JsonValue {
  const name = textOf(args, 'name') ?? '';
  const pattern = new RegExp(`^${name.split('*').map(escapePattern).join('.*')}$`);
  const found = TRACE_EVENTS.filter(event => pattern.test(event));
  if (found.length === 0 && !name.includes('*')) throw refusal(`unknown event "${name}"`);
  return found.map(event => ({ name: event, vcpu: false, state: 'disabled' }));
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** What the simulator has no part of. */
export function notSimulated(name: string): Refusal {
  return refusal(`The simulated VM has nothing for '${name}'; a real QEMU does this`);
}
