// The server that a prompt talks to: connected to, lost, found again, and told apart from another that took its place.
import type { LiveValues } from '../../completion/live/live-values.js';
import { liveValuesOf } from '../../completion/live/session-live.js';
import type { Schema } from '../../qapi/model.js';
import type { QmpClient } from '../../qmp/client.js';
import { type ConnectionEnd, endText } from '../../qmp/connection-end.js';
import type { EventMessage } from '../../qmp/messages.js';
import { targetFromText } from '../../qmp/target.js';
import { LineRunner } from '../../session/line-runner.js';
import type { RunRules } from '../../session/prepared.js';
import { Session } from '../../session/session.js';
import type { Settings } from '../../session/settings.js';
import { annotations } from '../../shell/annotations-table.js';
import { escapeLine } from '../../shell/escape.js';
import { EXIT } from '../../shell/outcome.js';
import { targetsHere } from '../reach/targets-here.js';
import { exitCodeOf } from '../report.js';
import { isLocalTarget } from '../server-completion.js';
import { askFacts, factsLine, isSameVm, listenerOf, type VmFacts } from './vm-facts.js';

export interface ConnectionOptions {
  /** Connects to a target; called again after the connection was lost. */
  readonly connect: (target: string) => Promise<QmpClient>;
  readonly settings: Settings;
  readonly rules: RunRules;
  /** The schema of --schema. */
  readonly given?: Schema | undefined;
}

/** What a connection tells of. */
export interface ConnectionListener {
  say(text: string): void;
  /** There is another session, or none, or more is known of its schema. */
  changed(): void;
  event(event: EventMessage): void;
  /** Questions of qmpsh's own by timer that have no answer yet. */
  inBackground(): number;
  /** Whether the server's main loop is known to hang. */
  isBlocked(): boolean;
}

/** All there is while connected. */
export interface Connected {
  readonly session: Session;
  readonly runner: LineRunner;
  readonly facts: VmFacts;
}

const RECONNECT_MS = [2_000, 2_000, 5_000, 10_000] as const;

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #listener: ConnectionListener;
  #target: string;
  #now: Connected | undefined;
  #before: VmFacts | undefined;
  #namedSchema: Schema | undefined;
  #live: LiveValues | undefined;
  #isClosed = false;
  /** The server is not the one that the person knows of, and no line was sent to it yet. */
  isStranger = false;

  constructor(target: string, options: ConnectionOptions, listener: ConnectionListener) {
    this.#target = target;
    this.#options = options;
    this.#listener = listener;
  }

  get now(): Connected | undefined {
    return this.#now;
  }

  get target(): string {
    return this.#target;
  }

  /** By what the VM is known in the history. */
  get vmKey(): string {
    return (this.#now?.facts ?? this.#before)?.name ?? this.#target;
  }

  /** The schema with the names and descriptions that completion shows, as far as it is there; without a server its last. */
  get schema(): Schema | undefined {
    return this.#namedSchema ?? this.#now?.session.loadedSchema;
  }

  /** What completion may ask the server for; undefined until its schema is known. */
  get live(): LiveValues | undefined {
    return this.#live;
  }

  /** @throws what connecting throws. */
  async open(): Promise<void> {
    await this.#take(await this.#options.connect(this.#target));
  }

  /** Another server from now on. @throws what connecting throws; the old connection is kept then. */
  async connectTo(target: string): Promise<void> {
    const client = await this.#options.connect(target);
    const old = this.#now?.session;
    this.#dropTransaction();
    this.#forget();
    this.#before = undefined;
    this.#target = target;
    await old?.client.close();
    await this.#take(client);
    void this.findListener();
  }

  close(): void {
    this.#isClosed = true;
    this.#dropTransaction();
    void this.#now?.session.client.close();
  }

  async #take(client: QmpClient): Promise<void> {
    const { settings, rules, given } = this.#options;
    const session = new Session(client, undefined, given);
    client.onEvent(event => this.#listener.event(event));
    const facts = await this.#factsOf(client);
    this.#namedSchema = undefined;
    this.#now = { session, runner: new LineRunner(session, settings, rules), facts };
    this.#introduce(facts);
    this.#listener.changed();
    void client.closed.then(end => this.#lost(session, end));
    void this.#learnSchema(session);
  }

  async #factsOf(client: QmpClient): Promise<VmFacts> {
    const facts = await askFacts(client);
    if (this.#before === undefined) return facts;
    return { ...facts, ...(await listenerOf(this.#target)) };
  }

  /** Finds the server's process. A program is run for it, so once the first prompt stands: even to start one is felt. */
  async findListener(): Promise<void> {
    const session = this.#now?.session;
    const found = await listenerOf(this.#target);
    if (this.#now !== undefined && this.#now.session === session)
      this.#now = { ...this.#now, facts: { ...this.#now.facts, ...found } };
  }

  #introduce(facts: VmFacts): void {
    const before = this.#before;
    this.isStranger = before !== undefined && !isSameVm(before, facts);
    const rule = before === undefined ? '' : this.isStranger ? '── another VM: ' : '── again: ';
    this.#listener.say(escapeLine(rule + factsLine(facts, this.#target)));
  }

  /** Asked for at once, so that problems are found and names are offered while typing. */
  async #learnSchema(session: Session): Promise<void> {
    try {
      await session.schema();
      this.#listener.changed();
      const named = await session.namedSchema();
      if (this.#now?.session !== session) return;
      this.#namedSchema = named;
      this.#live = named && this.#liveValues(session, named);
      this.#listener.changed();
    } catch {
      // Lines go by their form then; whoever needs the schema asks again and is told why there is none.
    }
  }

  #liveValues(session: Session, schema: Schema): LiveValues {
    const { settings, rules } = this.#options;
    return liveValuesOf(session, {
      schema,
      annotations,
      isAllowed: () => settings.live && !rules.readOnly,
      isLocal: isLocalTarget(this.#target),
      isBlocked: () => this.#listener.isBlocked(),
      inBackground: () => this.#listener.inBackground(),
      here: { target: targetsHere },
      onNote: text => this.#listener.say(escapeLine(text)),
    });
  }

  #forget(): void {
    this.#before = this.#now?.facts ?? this.#before;
    this.#namedSchema = this.schema;
    this.#now = undefined;
    this.#live = undefined;
    this.#listener.changed();
  }

  /** What was put aside is gone with its server. */
  #dropTransaction(): void {
    const actions = this.#now?.runner.transactionSize ?? 0;
    if (actions > 0)
      this.#listener.say('── the open transaction is dropped; nothing of it was sent');
  }

  async #lost(session: Session, end: ConnectionEnd): Promise<void> {
    if (this.#isClosed || this.#now?.session !== session) return;
    const target = escapeLine(this.#target);
    this.#listener.say(
      `── ${escapeLine(endText(end))}; connecting again to ${target} when it is there`,
    );
    this.#dropTransaction();
    this.#forget();
    for (let attempt = 0; !this.#isClosed && this.#now === undefined; attempt += 1) {
      await pause(RECONNECT_MS[Math.min(attempt, RECONNECT_MS.length - 1)]!);
      if ((await this.#tryAgain()) === 'hopeless') return;
    }
  }

  async #tryAgain(): Promise<'hopeless' | 'tried'> {
    if (this.#isClosed || this.#now !== undefined || (await isHeld(this.#target))) return 'tried';
    try {
      await this.#take(await this.#options.connect(this.#target));
    } catch (failure) {
      if (exitCodeOf(failure) === EXIT.usage) return 'hopeless';
    }
    return 'tried';
  }
}

/** Whether another process has the socket: to queue behind it would be to take the server from whoever comes next. */
async function isHeld(text: string): Promise<boolean> {
  const target = targetFromText(text);
  if (target.kind !== 'unix') return false;
  const { socketUse } = await import('../../qmp/holder.js');
  return (await socketUse(target.path)).holder !== undefined;
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
