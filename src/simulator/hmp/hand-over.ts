// Commands of the human monitor that only hand their words to a QMP command.
import type { JsonObject, JsonValue } from '../../json/value.js';
import type { World } from '../command.js';
import { refusal } from '../refusal.js';

export interface HandOver {
  readonly names: string;
  readonly usage: string;
  readonly help: string;
  /** The QMP command. */
  readonly qmp: string;
  readonly argumentsOf: (words: readonly string[], world: World) => JsonObject;
  /** What of the return is printed; nothing without it. */
  readonly print?: (returned: JsonValue) => string;
}

/** Arguments of these names, in the order of the words. */
const named =
  (...names: readonly string[]) =>
  (words: readonly string[]): JsonObject =>
    Object.fromEntries(words.slice(0, names.length).map((word, at) => [names[at] ?? '', word]));

const nothing = () => ({});

/** @throws Refusal, as the human monitor words it, where the enumeration has no such value. */
function checked(world: World, enumeration: string, word: string): string {
  const type = world.schema.types.get(enumeration);
  if (type?.kind !== 'enum' || type.values.some(({ name }) => name === word)) return word;
  throw refusal(`invalid parameter value: ${word}`);
}

const isOn = (word = '') => /^(on|true|yes)$/.test(word);
const withoutFlags = (words: readonly string[]) => words.filter(word => !/^-[a-z]$/.test(word));

export const HAND_OVERS: readonly HandOver[] = [
  ...['pause', 'resume', 'complete'].map(verb => ({
    names: `block_job_${verb}`,
    usage: 'device',
    help: `${verb} a block job`,
    qmp: `block-job-${verb}`,
    argumentsOf: named('device'),
  })),
  {
    names: 'block_job_cancel',
    usage: '[-f] device',
    help: 'cancel a block job (-f: also one that is paused)',
    qmp: 'block-job-cancel',
    argumentsOf: words => ({
      ...named('device')(withoutFlags(words)),
      force: words.includes('-f'),
    }),
  },
  {
    names: 'block_job_set_speed',
    usage: 'device speed',
    help: 'limit the speed of a block job',
    qmp: 'block-job-set-speed',
    argumentsOf: ([device = '', speed]) => ({ device, speed: Number(speed) || 0 }),
  },
  {
    names: 'block_stream',
    usage: 'device [speed]',
    help: 'copy backing images into the image',
    qmp: 'block-stream',
    argumentsOf: ([device = '', speed]) => ({ device, speed: Number(speed ?? 0) }),
  },
  {
    names: 'nbd_server_stop',
    usage: '',
    help: 'end the NBD server',
    qmp: 'nbd-server-stop',
    argumentsOf: nothing,
  },
  {
    names: 'netdev_del',
    usage: 'id',
    help: 'remove a network backend',
    qmp: 'netdev_del',
    argumentsOf: named('id'),
  },
  {
    names: 'set_password',
    usage: 'protocol password',
    help: 'set the password of a display',
    qmp: 'set_password',
    argumentsOf: ([protocol = '', password = ''], world) => ({
      protocol: checked(world, 'DisplayProtocol', protocol),
      password,
    }),
  },
  {
    names: 'expire_password',
    usage: 'protocol time',
    help: 'set when the password of a display ends',
    qmp: 'expire_password',
    argumentsOf: ([protocol = '', time = ''], world) => ({
      protocol: checked(world, 'DisplayProtocol', protocol),
      time,
    }),
  },
  {
    names: 'watchdog_action',
    usage: 'action',
    help: 'set what the watchdog does',
    qmp: 'watchdog-set-action',
    argumentsOf: ([action = ''], world) => ({ action: checked(world, 'WatchdogAction', action) }),
  },
  {
    names: 'ringbuf_write',
    usage: 'device data',
    help: 'write into a ring buffer',
    qmp: 'ringbuf-write',
    argumentsOf: named('device', 'data'),
  },
  {
    names: 'ringbuf_read',
    usage: 'device size',
    help: 'read from a ring buffer',
    qmp: 'ringbuf-read',
    argumentsOf: ([device = '', size]) => ({ device, size: Number(size) }),
    print: text => `${String(text)}\n`,
  },
  {
    names: 'announce_self',
    usage: '[interfaces] [id]',
    help: 'tell the network where the guest is',
    qmp: 'announce-self',
    argumentsOf: nothing,
  },
  {
    names: 'migrate',
    usage: '[-d] uri',
    help: 'move the VM to another QEMU',
    qmp: 'migrate',
    argumentsOf: words => named('uri')(withoutFlags(words)),
  },
  {
    names: 'migrate_set_capability',
    usage: 'capability state',
    help: 'turn a capability of migration on or off',
    qmp: 'migrate-set-capabilities',
    argumentsOf: ([word = '', state], world) => {
      const capability = checked(world, 'MigrationCapability', word);
      return { capabilities: [{ capability, state: isOn(state) }] };
    },
  },
  {
    names: 'migrate_set_parameter',
    usage: 'parameter value',
    help: 'set a parameter of migration',
    qmp: 'migrate-set-parameters',
    argumentsOf: ([word = '', value = ''], world) => ({
      [checked(world, 'MigrationParameter', word)]: numberOrText(value),
    }),
  },
  {
    names: 'screendump',
    usage: 'filename',
    help: 'keep the picture of a display in a file',
    qmp: 'screendump',
    argumentsOf: named('filename'),
  },
  {
    names: 'trace-event',
    usage: 'name on|off',
    help: 'turn a trace point on or off',
    qmp: 'trace-event-set-state',
    argumentsOf: ([name = '', state]) => ({ name, enable: isOn(state) }),
  },
];

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** `1M` is a number of bytes. */
function numberOrText(word: string): JsonValue {
  const [, number, unit = ''] = /^(\d+)([KMG]?)$/i.exec(word) ?? [];
  if (number !== undefined) return Number(number) * (UNITS[unit.toUpperCase()] ?? 1);
  return /^(on|off)$/.test(word) ? isOn(word) : word;
}
