// The simulated VM behind its monitors: gives commands to the step function, events to everybody, and wakes with the
// clock. It owns the state; all rules of the VM are in the step function.
import type { JsonObject, JsonValue } from '../../json/value.js';
import { introspect } from '../../qapi/introspect.js';
import type { Schema } from '../../qapi/model.js';
import { checkArguments } from '../check/check-arguments.js';
import type { World } from '../command.js';
import { versionInfo } from '../machine/facts.js';
import { Refusal, refusal } from '../refusal.js';
import { nextDeadline, runCommand, runDirective, type Stepped, tick } from '../step.js';
import type { Version } from '../version.js';
import { newVm, type VmSpec } from '../vm/spec.js';
import type { Answer, Vm } from '../vm/state.js';
import { yankedMonitors } from '../yank.js';
import { type Clock, SYSTEM_CLOCK } from './clock.js';
import { commandNotFound, type Dialect, dialectOf } from './dialect.js';
import type { Request } from './read-request.js';
import { type Host, type Peer, Session } from './session.js';
import { eventText, greetingText } from './wire-text.js';

export interface ServerOptions {
  readonly spec: VmSpec;
  readonly version: Version;
  /** What is announced, and what input is checked against; read when a client first needs it. */
  readonly schema: () => Schema;
  readonly clock?: Clock;
}

/** A monitor and who is at it. */
interface Monitor {
  readonly id: string;
  readonly filename: string;
  session: Session | undefined;
}

/** An answer that waits for the server to stop hanging. */
interface Held {
  readonly session: Session;
  readonly id: JsonValue | undefined;
  readonly answer: Answer;
}

export class SimulatedServer implements Host {
  /** Settles when a client has had the server quit. */
  readonly ended: Promise<void>;
  readonly dialect: Dialect;
  readonly greeting: string;
  readonly #options: ServerOptions;
  readonly #clock: Clock;
  readonly #monitors: Monitor[] = [];
  #vm: Vm;
  #held: Held | undefined;
  #stopWaking: () => void = () => undefined;
  #introspection: JsonValue | undefined;
  #end: () => void = () => undefined;

  constructor(options: ServerOptions) {
    this.ended = new Promise(resolve => {
      this.#end = resolve;
    });
    this.#options = options;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#vm = newVm(options.spec, options.version, this.#clock.now());
    this.dialect = dialectOf(options.version);
    this.greeting = greetingText(versionInfo(this.#vm), options.version);
    this.#wakeAtNext();
  }

  get isHung(): boolean {
    return this.#vm.hang !== undefined;
  }

  get hasQuit(): boolean {
    return this.#vm.hasQuit;
  }

  /** Adds a monitor; its number is for `connect`. @param filename what query-chardev calls it. */
  addMonitor(filename: string): number {
    const number = this.#monitors.length;
    this.#monitors.push({ id: `compat_monitor${number}`, filename, session: undefined });
    return number;
  }

  /** A client comes to a monitor that nobody is at. */
  connect(number: number, peer: Peer): Session {
    const session = new Session(this, peer);
    const monitor = this.#monitors[number];
    if (monitor !== undefined) monitor.session = session;
    return session;
  }

  /** The client of a monitor has gone. */
  disconnect(session: Session): void {
    session.leave();
    for (const monitor of this.#monitors)
      if (monitor.session === session) monitor.session = undefined;
  }

  negotiate(args: JsonObject): { readonly oob: boolean } {
    const command = this.#schema().commands.get('qmp_capabilities');
    if (command === undefined || !this.#options.version.isModern) {
      const [first] = Object.keys(args);
      if (first !== undefined) throw refusal(`Invalid parameter '${first}'`);
      return { oob: false };
    }
    checkArguments(this.#schema(), command, args);
    const enabled = args.enable;
    return { oob: Array.isArray(enabled) && enabled.includes('oob') };
  }

  execute(session: Session, request: Request): void {
    const { name, id } = request;
    this.#catchUp();
    try {
      this.#check(request);
      if (name === 'query-qmp-schema')
        session.answer({ kind: 'return', value: this.#introspect() }, id);
      else this.#run(session, request);
    } catch (failure) {
      if (!(failure instanceof Refusal)) throw failure;
      session.refuse(this.dialect.command(failure), id);
    }
  }

  /** A directive is carried out whatever the server does. */
  direct(session: Session, { args, id }: Request): void {
    const { answer, ...stepped } = runDirective(this.#vm, args, this.#clock.now());
    const wasHung = this.isHung;
    this.#take(stepped);
    session.answer(answer, id);
    if (wasHung && !this.isHung) this.#goOn();
  }

  #schema(): Schema {
    return this.#options.schema();
  }

  /** @throws Refusal where there is none, or not so. */
  #check({ name, args, isOob }: Request): void {
    const command = this.#schema().commands.get(name);
    if (command === undefined) throw commandNotFound(name);
    if (isOob && !command.allowOob) throw refusal(`The command ${name} does not support OOB`);
    checkArguments(this.#schema(), command, args);
  }

  #introspect(): JsonValue {
    this.#introspection ??= introspect(this.#schema());
    return this.#introspection;
  }

  #run(session: Session, { name, args, id }: Request): void {
    const world = this.#world(session);
    const wasHung = this.isHung;
    const { answer, ...stepped } = runCommand(this.#vm, name, args, world, this.#clock.now());
    this.#take(stepped);
    if (!wasHung && this.isHung) {
      this.#held = { session, id, answer };
      return;
    }
    if (wasHung && !this.isHung) this.#goOn();
    const yanked = name === 'yank' && answer.kind === 'return' ? yankedMonitors(args, world) : [];
    for (const { session: other, id: monitor } of this.#monitors)
      if (yanked.includes(monitor)) other?.end();
    session.answer(this.#inItsWords(answer), id);
    if (this.hasQuit) this.#endAll();
  }

  #inItsWords(answer: Answer): Answer {
    if (answer.kind === 'return') return answer;
    const { errorClass, message } = this.dialect.command(
      new Refusal(answer.desc, answer.errorClass),
    );
    return { kind: 'error', errorClass, desc: message };
  }

  #world(session: Session): World {
    return {
      schema: this.#schema(),
      monitors: this.#monitors.map(monitor => ({
        id: monitor.id,
        filename: monitor.filename,
        isOpen: monitor.session !== undefined,
      })),
      own: this.#monitors.find(monitor => monitor.session === session)?.id,
    };
  }

  /** The state after a step; its events go to every client that has negotiated. */
  #take({ vm, events }: Stepped): void {
    this.#vm = vm;
    const sessions = this.#monitors.flatMap(({ session }) =>
      session?.isNegotiated === true ? [session] : [],
    );
    for (const event of events) {
      const line = sessions.length === 0 ? '' : eventText(event);
      for (const session of sessions) session.sendLine(line);
    }
    this.#wakeAtNext();
  }

  /** What is due is done before anybody looks. */
  #catchUp(): void {
    const wasHung = this.isHung;
    for (;;) {
      const stepped = tick(this.#vm, this.#clock.now());
      if (stepped === undefined) break;
      this.#take(stepped);
    }
    if (wasHung && !this.isHung) this.#goOn();
    if (this.hasQuit) this.#endAll();
  }

  #wakeAtNext(): void {
    this.#stopWaking();
    const at = this.hasQuit ? undefined : nextDeadline(this.#vm);
    if (at !== undefined) this.#stopWaking = this.#clock.wake(at, () => this.#awake());
  }

  /** Timers may come a little before their time: then nothing is due yet. */
  #awake(): void {
    this.#catchUp();
    this.#wakeAtNext();
  }

  /** The hang is over: what it held up is answered, then what waited is done. */
  #goOn(): void {
    const held = this.#held;
    this.#held = undefined;
    held?.session.answer(held.answer, held.id);
    for (const { session } of this.#monitors) session?.goOn();
  }

  #endAll(): void {
    this.#stopWaking();
    for (const { session } of this.#monitors) session?.end();
    this.#end();
  }
}
