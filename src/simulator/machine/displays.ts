// VNC and what else is shown or typed: passwords, keys, screens.
import type { JsonObject } from '../../json/value.js';
import { objectsIn, textOf } from '../arguments.js';
import type { HandlerTable } from '../command.js';
import { Refusal, refusal } from '../refusal.js';
import type { Vm } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';

export const DISPLAY_COMMANDS: HandlerTable = {
  'query-vnc': ({ vm }) =>
    vm.vnc === undefined
      ? { enabled: false }
      : {
          enabled: true,
          auth: 'vnc',
          family: 'unix',
          clients: [],
          service: vm.vnc.path,
          host: '',
        },
  'query-vnc-servers': ({ vm }) => vncServers(vm),
  'query-spice': () => ({ migrated: false, enabled: false, 'mouse-mode': 'client' }),
  set_password: setPassword,
  expire_password: (turn, args) => needDisplay(turn, textOf(args, 'protocol')),
  'change-vnc-password': turn => setVncPassword(turn),
  'display-reload': () => undefined,
  'display-update': () => undefined,
  add_client: (_turn, args) => {
    throw refusal(`File descriptor named '${textOf(args, 'fdname')}' has not been found`);
  },
  'query-mice': ({ vm }) => [
    ...[...vm.devices.values()].flatMap(({ type }) => (type === 'usb-tablet' ? [TABLET] : [])),
    { index: 2, name: 'QEMU PS/2 Mouse', current: true, absolute: false },
  ],
  'query-display-options': () => ({ type: 'none' }),
  'send-key': sendKey,
  'input-send-event': () => undefined,
  screendump: () => {
    throw refusal('There is no console to take a screendump from');
  },
};

const TABLET = { index: 3, name: 'QEMU HID Tablet', current: false, absolute: true };

function vncServers({ vnc }: Vm) {
  if (vnc === undefined) return [];
  const server = { auth: 'vnc', family: 'unix', service: vnc.path, host: '', websocket: false };
  return [{ auth: 'vnc', clients: [], server: [server], id: 'default' }];
}

function setPassword(turn: Turn, args: JsonObject): undefined {
  const protocol = textOf(args, 'protocol');
  const connected = textOf(args, 'connected') ?? 'keep';
  if (protocol === 'vnc' && connected !== 'keep') throw refusal("Invalid parameter 'connected'");
  needDisplay(turn, protocol);
  return setVncPassword(turn);
}

function needDisplay({ vm }: Turn, protocol: string | undefined): undefined {
  if (protocol === 'spice') throw new Refusal('SPICE is not in use', 'DeviceNotActive');
  if (vm.vnc === undefined) throw new Refusal('VNC is not active', 'DeviceNotActive');
  return undefined;
}

/** The password itself is not kept. */
function setVncPassword(turn: Turn): undefined {
  if (turn.vm.vnc === undefined) throw refusal('Could not set password');
  turn.change({ vnc: { ...turn.vm.vnc, hasPassword: true } });
  return undefined;
}

const RESET_KEYS = ['ctrl', 'alt', 'delete'];

/** Ctrl-Alt-Delete is obeyed by firmware and guests alike. */
function sendKey(turn: Turn, args: JsonObject): undefined {
  const keys = objectsIn(args, 'keys').map(key => textOf(key, 'data'));
  const isReset = RESET_KEYS.every(key => keys.includes(key));
  if (isReset && turn.vm.runState === 'running')
    turn.emit('RESET', { guest: true, reason: 'guest-reset' });
  return undefined;
}
