// One turn of the VM: the state as it is being replaced, the events raised on the way, the time it happens at.
import type { JsonObject } from '../../json/value.js';
import type { BlockNode, Job, SimulatedEvent, TimerAction, Vm } from './state.js';

/** Events that come at most once a second; by what else than their name they are told apart. */
const LIMITED: ReadonlyMap<string, string | undefined> = new Map([
  ['RTC_CHANGE', undefined],
  ['WATCHDOG', undefined],
  ['BALLOON_CHANGE', undefined],
  ['QUORUM_REPORT_BAD', 'node-name'],
  ['QUORUM_FAILURE', 'reference'],
  ['VSERPORT_CHANGE', 'id'],
  ['MEMORY_DEVICE_SIZE_CHANGE', 'id'],
]);
const LIMIT_MS = 1000;

export class Turn {
  vm: Vm;
  readonly now: number;
  readonly events: SimulatedEvent[] = [];

  constructor(vm: Vm, now: number) {
    this.vm = vm;
    this.now = now;
  }

  change(part: Partial<Vm>): void {
    this.vm = { ...this.vm, ...part };
  }

  /** Raises an event, or keeps it for later where one of its kind came within the second. */
  emit(name: string, data?: JsonObject): void {
    const event = { name, data, time: this.now };
    if (!LIMITED.has(name)) this.events.push(event);
    else this.#emitLimited(event, limitKey(name, data));
  }

  #emitLimited(event: SimulatedEvent, key: string): void {
    const held = this.vm.held.get(key);
    const { data, time } = event;
    if (held !== undefined && this.now < held.sentAt + LIMIT_MS) {
      this.#hold(key, { ...held, waiting: { data, time } });
      this.arm(`event ${key}`, held.sentAt + LIMIT_MS - this.now, { kind: 'event', key });
      return;
    }
    this.events.push(event);
    this.#hold(key, { sentAt: this.now });
  }

  /** Lets go of the event that was kept last, if one was. */
  release(key: string): void {
    const waiting = this.vm.held.get(key)?.waiting;
    if (waiting === undefined) return;
    this.events.push({ name: key.split(' ')[0] ?? key, ...waiting });
    this.#hold(key, { sentAt: this.now });
  }

  #hold(
    key: string,
    held: { sentAt: number; waiting?: { data: JsonObject | undefined; time: number } },
  ): void {
    this.change({ held: new Map(this.vm.held).set(key, held) });
  }

  /** Has something happen `ms` from now; what was to happen under that key does not. */
  arm(key: string, ms: number, action: TimerAction): void {
    this.change({ timers: new Map(this.vm.timers).set(key, { at: this.now + ms, action }) });
  }

  disarm(key: string): void {
    const timers = new Map(this.vm.timers);
    if (timers.delete(key)) this.change({ timers });
  }

  setNode(node: BlockNode): void {
    this.change({ nodes: new Map(this.vm.nodes).set(node.name, node) });
  }

  dropNode(name: string): void {
    const nodes = new Map(this.vm.nodes);
    nodes.delete(name);
    this.change({ nodes });
  }

  setJob(job: Job): void {
    this.change({ jobs: new Map(this.vm.jobs).set(job.id, job) });
  }

  dropJob(id: string): void {
    const jobs = new Map(this.vm.jobs);
    jobs.delete(id);
    this.change({ jobs });
  }

  /** A number that was not given before. */
  count(): number {
    this.change({ counter: this.vm.counter + 1 });
    return this.vm.counter;
  }
}

function limitKey(name: string, data: JsonObject | undefined): string {
  const member = LIMITED.get(name);
  return member === undefined ? name : `${name} ${String(data?.[member])}`;
}
