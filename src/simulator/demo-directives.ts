// What a person can have happen to the simulated VM, which no command of QMP does: `.demo ...`. They come as a command
// of this program's own, are answered at once even by a server that hangs, and are in no schema.
import { type JsonObject, type JsonValue, own } from '../json/value.js';
import { hangOn, release } from './hang.js';
import { failDisk } from './machine/guest-disk.js';
import { setMigration } from './migration/phases.js';
import { refusal } from './refusal.js';
import { isRunningState, powerOff, stopVm } from './run-state/commands.js';
import type { Turn } from './vm/turn.js';

interface DemoRow {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly run: (turn: Turn, words: readonly string[]) => void;
}

export const DEMO_DIRECTIVES: readonly DemoRow[] = [
  {
    name: 'hang',
    usage: 'hang [NODE]',
    summary: 'the storage behind a node (nbd0) stops answering, and the server waits for it',
    run: (turn, [name = 'nbd0']) => {
      stick(turn, name);
      hangOn(turn, name);
    },
  },
  {
    name: 'stall',
    usage: 'stall [NODE]',
    summary: 'the storage behind a node stops answering; who reads it hangs',
    run: (turn, [name = 'nbd0']) => stick(turn, name),
  },
  {
    name: 'release',
    usage: 'release',
    summary: 'all storage answers again',
    run: letGo,
  },
  {
    name: 'clock',
    usage: 'clock on|off',
    summary: 'whether the guest sets its clock once a second (RTC_CHANGE)',
    run: (turn, [word]) => setClock(turn, word !== 'off'),
  },
  {
    name: 'guest',
    usage: 'guest panic|reset|poweroff|sleep',
    summary: 'the guest panics, resets, powers off, or falls asleep',
    run: (turn, [word = '']) => actAsGuest(turn, word),
  },
  {
    name: 'io-error',
    usage: 'io-error',
    summary: "the guest's disk fails: BLOCK_IO_ERROR, and the VM stops",
    run: failFirstDisk,
  },
  {
    name: 'destination',
    usage: 'destination listening|absent|stuck',
    summary: 'what a migration finds at the other end',
    run: (turn, [word = '']) => setDestination(turn, word),
  },
  {
    name: 'connect',
    usage: 'connect CHARDEV',
    summary: 'somebody connects to the socket of a character device',
    run: (turn, [word = '']) => connect(turn, word),
  },
  {
    name: 'flood',
    usage: 'flood [COUNT]',
    summary: 'so many events at once (1000)',
    run: (turn, [count = '1000']) => flood(turn, Number(count)),
  },
];

/** Carries out a directive; without one, says what there is. @throws Refusal where there is none of that name. */
export function runDemo(turn: Turn, args: JsonObject): JsonValue {
  const line = typeof args.line === 'string' ? args.line : '';
  const [name, ...words] = line.split(/\s+/).filter(word => word !== '');
  if (name === undefined || name === 'help') return DEMO_DIRECTIVES.map(describe);
  const row = DEMO_DIRECTIVES.find(each => each.name === name);
  if (row === undefined) {
    const names = DEMO_DIRECTIVES.map(each => each.name).join(', ');
    throw refusal(`expected one of ${names}, found '${name}'`);
  }
  row.run(turn, words);
  return {};
}

function describe({ usage, summary }: DemoRow): JsonObject {
  return { directive: `.demo ${usage}`, what: summary };
}

function stick(turn: Turn, name: string): void {
  const node = turn.vm.nodes.get(name);
  if (node === undefined) throw refusal(`no node '${name}'`);
  turn.setNode({ ...node, isStuck: true, isYanked: false });
}

function letGo(turn: Turn): void {
  for (const node of turn.vm.nodes.values())
    if (node.isStuck) turn.setNode({ ...node, isStuck: false });
  release(turn);
}

function setClock(turn: Turn, isOn: boolean): void {
  turn.change({ guest: { ...turn.vm.guest, clockEvery: isOn ? 1000 : 0 } });
  if (isOn) tickClock(turn);
  else turn.disarm('clock');
}

/** The guest's clock runs a little apart from the host's, and is set again and again. */
export function tickClock(turn: Turn): void {
  const { guest, started, runState } = turn.vm;
  if (guest.clockEvery === 0) return;
  const offset = Math.floor((turn.now - started) / 1000) % 3;
  if (isRunningState(runState))
    turn.emit('RTC_CHANGE', { offset, 'qom-path': '/machine/unattached/device[9]' });
  turn.arm('clock', guest.clockEvery, { kind: 'clock' });
}

const GUEST_ACTS: Readonly<Record<string, (turn: Turn) => void>> = {
  panic: turn => {
    const action = turn.vm.actions.panic === 'pause' ? 'pause' : 'poweroff';
    turn.emit('GUEST_PANICKED', { action });
    if (action === 'pause') stopVm(turn, 'guest-panicked');
    else powerOff(turn, 'guest-panic');
  },
  reset: turn => turn.emit('RESET', { guest: true, reason: 'guest-reset' }),
  poweroff: turn => powerOff(turn, 'guest-shutdown'),
  sleep: turn => {
    turn.change({ runState: 'suspended' });
    turn.emit('SUSPEND');
  },
};

function actAsGuest(turn: Turn, word: string): void {
  const act = own(GUEST_ACTS, word);
  if (act === undefined)
    throw refusal(`expected one of ${Object.keys(GUEST_ACTS).join(', ')}, found '${word}'`);
  if (!isRunningState(turn.vm.runState)) throw refusal('the guest does not run');
  act(turn);
}

function failFirstDisk(turn: Turn): void {
  const backend = turn.vm.backends.find(each => each.root !== undefined);
  if (backend === undefined) throw refusal('the VM has no disk');
  failDisk(turn, backend);
}

function setDestination(turn: Turn, word: string): void {
  if (word !== 'listening' && word !== 'absent' && word !== 'stuck')
    throw refusal(`expected listening, absent or stuck, found '${word}'`);
  setMigration(turn, { destination: word });
}

function connect(turn: Turn, id: string): void {
  const chardev = turn.vm.chardevs.get(id);
  if (chardev?.isSocket !== true) throw refusal(`no character device '${id}' with a socket`);
  turn.change({ chardevs: new Map(turn.vm.chardevs).set(id, { ...chardev, isOpen: true }) });
}

/** More than this in one turn would only show how much memory there is. */
const MOST_EVENTS = 100_000;

function flood(turn: Turn, count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > MOST_EVENTS)
    throw refusal(`expected a number from 1 to ${MOST_EVENTS}`);
  for (let index = 0; index < count; index += 1) turn.emit(index % 2 === 0 ? 'STOP' : 'RESUME');
}
