// The command line of a QEMU, qemu-storage-daemon or guest agent -> its name, and the sockets on which it speaks QMP
// or passes on a guest's agent. Pure. QEMU's manual, options -name, -qmp, -mon, -chardev; qemu-ga(8).
import { parseJson } from '../../json/parse.js';
import { isJsonObject } from '../../json/value.js';
import { keyval } from './keyval.js';

export type Address =
  | { readonly kind: 'unix'; readonly path: string }
  /** A listening socket that was handed over: by libvirt, or by qmpsh. */
  | { readonly kind: 'fd'; readonly fd: number }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

export interface DeclaredServer {
  readonly kind: 'qmp' | 'guest-agent';
  readonly address: Address;
  /** `wait=on`, as it is unless said otherwise: QEMU does not start before its first client has come. */
  readonly waits: boolean;
}

/** What a command line says. */
export interface Declared {
  /** Of the VM: `-name`. */
  readonly name?: string;
  readonly servers: readonly DeclaredServer[];
}

/** Reads a command line; undefined for other programs. */
export function declaredBy(argv: readonly string[]): Declared | undefined {
  const program = argv[0]?.replace(/^.*\//s, '') ?? '';
  if (/^(?:qemu-system-|qemu-kvm$|kvm$)/.test(program)) return declaredByQemu(argv, false);
  if (program === 'qemu-storage-daemon') return declaredByQemu(argv, true);
  return program === 'qemu-ga' ? declaredByAgent(argv) : undefined;
}

type OptionMap = ReadonlyMap<string, string>;

interface Option {
  readonly name: string;
  readonly value: string;
}

/** `-name value`, `--name value` and `--name=value`; of an option without a value, the next word is none of ours. */
function optionsOf(argv: readonly string[]): readonly Option[] {
  return argv.flatMap((word, at) => {
    const [, name, inline] = /^--?([a-z][a-z-]*)(?:=(.*))?$/s.exec(word) ?? [];
    return name === undefined ? [] : [{ name, value: inline ?? argv[at + 1] ?? '' }];
  });
}

function declaredByQemu(argv: readonly string[], isDaemon: boolean): Declared {
  const options = optionsOf(argv);
  const all = (name: string) => options.filter(row => row.name === name).map(row => row.value);
  const chardevs = all('chardev').map(value => keyval(value, 'backend'));
  const byId = (id: string) => chardevs.find(chardev => chardev.get('id') === id);
  const monitors = isDaemon ? all('monitor').map(monitorOptions) : all('mon').map(monitorOptions);
  const backends = [
    ...monitors
      .filter(monitor => isControl(monitor, isDaemon))
      .map(chardevOf)
      .map(byId),
    ...[...all('qmp'), ...all('qmp-pretty')].map(value => qmpBackend(value, byId)),
  ];
  const agents = all('device').map(deviceOptions).filter(isAgentPort).map(chardevOf).map(byId);
  const name = all('name').map(nameOf).at(-1);
  const servers = [...serversOn(backends, 'qmp'), ...serversOn(agents, 'guest-agent')];
  return { ...(name === undefined ? {} : { name }), servers };
}

function nameOf(value: string): string | undefined {
  return keyval(value, 'guest').get('guest');
}

/** qemu-storage-daemon and newer QEMUs take JSON too. */
function monitorOptions(value: string): OptionMap {
  return value.startsWith('{') ? fromJson(value) : keyval(value, 'chardev');
}

function deviceOptions(value: string): OptionMap {
  return value.startsWith('{') ? fromJson(value) : keyval(value, 'driver');
}

function fromJson(text: string): OptionMap {
  try {
    const object = parseJson(text);
    return new Map(
      Object.entries(isJsonObject(object) ? object : {}).map(([k, v]) => [k, String(v)]),
    );
  } catch {
    return new Map();
  }
}

/** A monitor of QEMU is one for people unless it says otherwise; the daemon has no other than QMP. */
function isControl(monitor: OptionMap, isDaemon: boolean): boolean {
  return (monitor.get('mode') ?? (isDaemon ? 'control' : 'readline')) === 'control';
}

function chardevOf(options: OptionMap): string {
  return options.get('chardev') ?? '';
}

/** The name by which a guest's agent finds its port. */
const AGENT_PORT = 'org.qemu.guest_agent.0';

function isAgentPort(device: OptionMap): boolean {
  return device.get('name') === AGENT_PORT;
}

/** The value of `-qmp`: a chardev's in the old spelling, `unix:/run/vm.sock,server,nowait`. */
function qmpBackend(
  value: string,
  byId: (id: string) => OptionMap | undefined,
): OptionMap | undefined {
  const [, backend, rest = ''] = /^([a-z]+):(.*)$/s.exec(value) ?? [];
  if (backend === 'chardev') return byId(rest);
  if (backend === 'unix') return keyval(`backend=socket,path=${rest}`, '');
  return backend === 'tcp' ? tcpBackend(rest) : undefined;
}

function tcpBackend(text: string): OptionMap {
  const [, host = '', rest = ''] = /^(.*?):(\d+(?:,.*)?)$/s.exec(text) ?? [];
  return keyval(`backend=socket,host=${host.replace(/^\[(.*)\]$/, '$1')},port=${rest}`, '');
}

function serversOn(
  backends: readonly (OptionMap | undefined)[],
  kind: DeclaredServer['kind'],
): DeclaredServer[] {
  return backends.flatMap(backend => {
    const address = backend === undefined ? undefined : addressOf(backend);
    if (backend === undefined || address === undefined) return [];
    return [{ kind, address, waits: isOn(backend.get('wait') ?? 'on') }];
  });
}

/** Where a client finds it; undefined where QEMU is the client, or speaks what qmpsh does not. */
function addressOf(backend: OptionMap): Address | undefined {
  const flag = (name: string) => isOn(backend.get(name) ?? 'off');
  if (backend.get('backend') !== 'socket' || !flag('server')) return undefined;
  if (flag('websocket') || flag('abstract') || backend.has('tls-creds')) return undefined;
  const [path, fd, port] = ['path', 'fd', 'port'].map(name => backend.get(name));
  if (path !== undefined) return { kind: 'unix', path };
  if (fd !== undefined) return /^\d+$/.test(fd) ? { kind: 'fd', fd: Number(fd) } : undefined;
  if (port === undefined || !/^[1-9]\d*$/.test(port)) return undefined;
  return { kind: 'tcp', host: hostOf(backend.get('host') ?? ''), port: Number(port) };
}

function isOn(text: string): boolean {
  return /^(?:on|yes|true|y)$/.test(text);
}

/** All interfaces are this host too. */
function hostOf(host: string): string {
  return host === '' || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
}

function declaredByAgent(argv: readonly string[]): Declared {
  const options = [...optionsOf(argv)].reverse();
  const value = (...names: string[]) => options.find(row => names.includes(row.name))?.value;
  const path = value('p', 'path');
  if (value('m', 'method') !== 'unix-listen' || path === undefined) return { servers: [] };
  return { servers: [{ kind: 'guest-agent', address: { kind: 'unix', path }, waits: false }] };
}
