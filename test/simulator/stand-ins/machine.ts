// A command line of QEMU or of its storage daemon -> the simulated VM that stands in for it, and the commands that give
// it the rest of what it is started with. Only what docs/cookbook starts is read.
import { parseJson } from '../../../src/json/parse.js';
import { isJsonObject, type JsonObject } from '../../../src/json/value.js';
import { DEVICE_TYPES } from '../../../src/simulator/qom/types.js';
import { LAB_SPEC, NO_LIMITS, newNode, type VmSpec } from '../../../src/simulator/vm/spec.js';
import type { Backend, BlockNode, Chardev, Device } from '../../../src/simulator/vm/state.js';
import { bind } from '../../shell/lines.js';

/** What a command line comes to. */
export interface Machine {
  readonly spec: VmSpec;
  /** The sockets of its monitors. */
  readonly monitors: readonly string[];
  readonly pidFile: string;
  /** Character devices with a socket that others connect to. */
  readonly serials: readonly Chardev[];
  /** Waits for a migration. */
  readonly isDestination: boolean;
  /** Serves disks to others. */
  readonly servesDisks: boolean;
  /** Lines of commands that are run before it listens. */
  readonly lines: readonly string[];
}

type Option = readonly [name: string, value: string];
type Properties = Readonly<Record<string, string>>;

const MIB = 2 ** 20;
const FLAGS = /^-(daemonize|S|nodefaults)$/;

export function machineOf(argv: readonly string[], folder: string): Machine {
  const options = optionsIn(argv);
  const all = (name: string) => options.flatMap(([key, value]) => (key === name ? [value] : []));
  const [name = ''] = all('name');
  const [uuid = LAB_SPEC.uuid] = all('uuid');
  const spec: VmSpec = {
    ...LAB_SPEC,
    ...{ name, uuid, folder },
    ramBytes: Number(all('m')[0] ?? 64) * MIB,
    hardware: () => ({
      nodes: all('drive').map(nodeOf),
      backends: [...all('drive').map(driveOf), ...all('device').flatMap(backendOf)],
      devices: all('device').map(deviceOf),
      chardevs: all('chardev').flatMap(chardevOf),
      netdevs: all('netdev').map(value => {
        const { id = '', '': type = '' } = propertiesOf(value);
        return { id, type };
      }),
      vnc: all('vnc').map(value => ({ path: pathOf(value), hasPassword: true }))[0],
    }),
  };
  return {
    spec,
    monitors: monitorsOf(all),
    pidFile: all('pidfile')[0] ?? '',
    serials: all('chardev').flatMap(chardevOf),
    isDestination: all('incoming').length > 0,
    servesDisks: all('nbd-server').length > 0,
    lines: linesOf(all),
  };
}

/** `--blockdev X` of the storage daemon is as `-blockdev X`. */
function optionsIn(argv: readonly string[]): readonly Option[] {
  const words = argv.map(word => word.replace(/^--/, '-'));
  const options: Option[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const name = words[at] ?? '';
    if (FLAGS.test(name)) continue;
    at += 1;
    options.push([name.slice(1), argv[at] ?? '']);
  }
  return options;
}

type All = (name: string) => readonly string[];

function monitorsOf(all: All): readonly string[] {
  const chardevs = all('chardev').map(propertiesOf);
  const byChardev = all('monitor').map(value => {
    const { chardev } = propertiesOf(value);
    return chardevs.find(each => each.id === chardev)?.path ?? '';
  });
  return [...all('qmp').map(pathOf), ...byChardev];
}

function linesOf(all: All): readonly string[] {
  return [
    ...all('blockdev').map(value => requestLine('blockdev-add', value)),
    ...all('nbd-server').map(value => `nbd-server-start ${value.replaceAll(',', ' ')}`),
    ...all('export').map(value => `block-export-add type=${value.replaceAll(',', ' ')}`),
  ];
}

/** The options of -blockdev as a line: JSON, or keys and values. */
function requestLine(command: string, value: string): string {
  if (!value.startsWith('{')) return `${command} ${value}`;
  return `{"execute": "${command}", "arguments": ${value}}`;
}

/** `driver,key=value,...`; what comes first may go without its key. */
function propertiesOf(value: string): Properties {
  const rows = value.split(',').map(part => {
    const at = part.indexOf('=');
    return at < 0 ? ['', part] : [part.slice(0, at), part.slice(at + 1)];
  });
  return Object.fromEntries(rows);
}

function pathOf(value: string): string {
  return /^unix:([^,]*)/.exec(value)?.[1] ?? '';
}

/** The node of a drive has a name that is made up. */
const DRIVE_NODE = '#block1';

function nodeOf(value: string): BlockNode {
  const { file: filename = '', format = 'raw' } = propertiesOf(value);
  return newNode(DRIVE_NODE, format, { filename, size: 4 * MIB, readOnly: true });
}

function driveOf(value: string): Backend {
  const { id = '', media } = propertiesOf(value);
  const path = '/machine/unattached/device[16]';
  return {
    ...backend(id, path),
    ...{ device: id, root: DRIVE_NODE, isRemovable: media === 'cdrom' },
  };
}

function backend(qdev: string, path: string): Backend {
  return {
    device: '',
    ...{ qdev, path, isRemovable: false, isTrayOpen: false, ioStatus: 'ok', throttle: NO_LIMITS },
  };
}

function backendOf(value: string): readonly Backend[] {
  const { drive } = propertiesOf(value);
  if (drive === undefined) return [];
  const { id, path, type } = deviceOf(value);
  const isVirtio = DEVICE_TYPES.get(type)?.inner !== undefined;
  const made = backend(id, isVirtio ? `${path}/virtio-backend` : path);
  return [{ ...made, root: drive }];
}

let unnamed = 0;

function deviceOf(value: string): Device {
  const { '': type = '', id, ...properties } = propertiesOf(value);
  unnamed += 1;
  const name = id ?? `device[${unnamed}]`;
  const path = `/machine/${id === undefined ? 'peripheral-anon' : 'peripheral'}/${name}`;
  return { id: name, type, path, properties, isHotplugged: false, isLinkUp: true };
}

function chardevOf(value: string): readonly Chardev[] {
  const { '': type = '', id = '', path = '' } = propertiesOf(value);
  if (id.startsWith('mon')) return [];
  return [
    {
      ...{ id, type, filename: `unix:${path},server=on`, buffer: '' },
      ...{ isOpen: false, isBusy: true, isSocket: type === 'socket' },
    },
  ];
}

/** A line as the message that is sent. */
export function messageOf(line: string): JsonObject {
  if (line.startsWith('{')) {
    const value = parseJson(line);
    if (isJsonObject(value)) return value;
  }
  const { request, problems } = bind(line);
  if (request === undefined)
    throw new Error(`${line}: ${problems.map(problem => problem.message).join('; ')}`);
  return { execute: request.name, arguments: parseJson(request.argumentsText ?? '{}') };
}
