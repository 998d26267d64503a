// What -chardev calls the members of chardev-add: a table. QEMU's manual, "Character device options".
import { own } from '../../json/value.js';

/** An option of one backend, or of all. */
export interface ChardevOption {
  readonly option: string;
  /** The dotted way to the member from the arguments. */
  readonly member: string;
  /** What else it says: a socket's `path=` is that of a unix socket. */
  readonly implies?: { readonly member: string; readonly value: string };
}

const DATA = 'backend.data';

/** For all backends. */
const EVERYWHERE: readonly ChardevOption[] = [
  { option: 'backend', member: 'backend.type' },
  { option: 'id', member: 'id' },
];

/** By backend: those that are called otherwise. */
const BACKENDS: Readonly<Record<string, readonly ChardevOption[]>> = {
  socket: [
    ...addressed('addr', 'unix', { path: 'path', abstract: 'abstract', tight: 'tight' }),
    ...addressed('addr', 'inet', { host: 'host', port: 'port', to: 'to' }),
    ...addressed('addr', 'inet', { ipv4: 'ipv4', ipv6: 'ipv6' }),
    ...addressed('addr', 'fd', { fd: 'str' }),
  ],
  udp: [
    ...addressed('remote', 'inet', { host: 'host', port: 'port', ipv4: 'ipv4', ipv6: 'ipv6' }),
    ...addressed('local', 'inet', { localaddr: 'host', localport: 'port' }),
  ],
  file: [plain('path', 'out'), plain('input-path', 'in')],
  pipe: [plain('path', 'device')],
  serial: [plain('path', 'device')],
  parallel: [plain('path', 'device')],
  spicevmc: [plain('name', 'type')],
  spiceport: [plain('name', 'fqdn')],
};

function plain(option: string, member: string): ChardevOption {
  return { option, member: `${DATA}.${member}` };
}

/** Options that are parts of an address, which is of that type then. */
function addressed(
  address: string,
  value: string,
  options: Readonly<Record<string, string>>,
): readonly ChardevOption[] {
  const implies = { member: `${DATA}.${address}.type`, value };
  return Object.entries(options).map(([option, member]) => ({
    option,
    member: `${DATA}.${address}.data.${member}`,
    implies,
  }));
}

/** The options of a backend that are called otherwise than the members. */
export function renamedOptions(backend: string): readonly ChardevOption[] {
  return [...EVERYWHERE, ...(own(BACKENDS, backend) ?? [])];
}

/** What an option of a backend stands for; one without a row has its own name. */
export function chardevOption(backend: string, option: string): ChardevOption {
  const found = renamedOptions(backend).find(row => row.option === option);
  return found ?? plain(option, option);
}
