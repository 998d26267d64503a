// A simulated server for tests: in this process, on a clock that goes only when it is told to.
import { schemaFor } from '../../src/cli/demo/demo-endpoint.js';
import { parseJson } from '../../src/json/parse.js';
import { printJson } from '../../src/json/print.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/json/value.js';
import type { Schema } from '../../src/qapi/model.js';
import type { Clock } from '../../src/simulator/server/clock.js';
import type { Session } from '../../src/simulator/server/session.js';
import { SimulatedServer } from '../../src/simulator/server/simulated-server.js';
import { findVersion, type Version } from '../../src/simulator/version.js';
import { LAB_SPEC, type VmSpec } from '../../src/simulator/vm/spec.js';

export class ScriptedClock implements Clock {
  #now = 1_700_000_000_000;
  /** By so many ms it wakes too early, as timers do; once. */
  earlyBy = 0;
  #wakes: { readonly at: number; readonly callback: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  wake(at: number, callback: () => void): () => void {
    const row = { at: Math.max(at - this.earlyBy, this.#now), callback };
    this.earlyBy = 0;
    this.#wakes.push(row);
    return () => {
      this.#wakes = this.#wakes.filter(each => each !== row);
    };
  }

  /** Goes to the next time that somebody waits for, within so many ms; says whether there was one. */
  next(limitMs: number): boolean {
    const [first] = this.#wakes.toSorted((a, b) => a.at - b.at);
    if (first === undefined || first.at > this.#now + limitMs) return false;
    this.#now = Math.max(this.#now, first.at);
    this.#wakes = this.#wakes.filter(each => each !== first);
    first.callback();
    return true;
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    while (this.next(end - this.#now));
    this.#now = end;
  }
}

const schemas = new Map<string, () => Schema>();

/** The schema of a version, read once for all tests of a file. */
export function schemaOf(version: Version): () => Schema {
  const known = schemas.get(version.name) ?? schemaFor(version);
  schemas.set(version.name, known);
  return known;
}

export interface Setup {
  readonly spec?: VmSpec;
  readonly version?: string;
  readonly oob?: boolean;
}

/** A server with one client, negotiated unless `raw`. */
export class Simulated {
  readonly clock = new ScriptedClock();
  readonly server: SimulatedServer;
  readonly version: Version;

  constructor({ spec = LAB_SPEC, version: name = '7.2' }: Setup = {}) {
    const version = findVersion(name);
    if (version === undefined) throw new Error(`no version ${name}`);
    this.version = version;
    const { clock } = this;
    this.server = new SimulatedServer({ spec, version, schema: schemaOf(version), clock });
  }

  /** A client of a new monitor, which has not negotiated. */
  client(): SimulatedClient {
    return new SimulatedClient(this, this.server.addMonitor('unix:/lab/q.sock,server=on'));
  }

  /** A client that has negotiated. */
  negotiated(oob = this.version.isModern): SimulatedClient {
    const client = this.client();
    client.ask('qmp_capabilities', oob ? { enable: ['oob'] } : {});
    client.takeLines();
    return client;
  }
}

export class SimulatedClient {
  readonly #simulated: Simulated;
  readonly session: Session;
  #lines: string[] = [];
  #ids = 0;
  isEnded = false;
  isPaused = false;

  constructor(simulated: Simulated, monitor: number) {
    this.#simulated = simulated;
    this.session = simulated.server.connect(monitor, {
      send: line => {
        if (!this.isEnded) this.#lines.push(line);
      },
      end: () => {
        this.isEnded = true;
      },
      resume: () => {
        this.isPaused = false;
      },
    });
  }

  get clock(): ScriptedClock {
    return this.#simulated.clock;
  }

  /** Writes text, a character for each byte. */
  write(latin1: string): void {
    if (!this.session.feed(Buffer.from(latin1, 'latin1'))) this.isPaused = true;
  }

  /** All lines since the last look. */
  takeLines(): string[] {
    return this.#lines.splice(0);
  }

  takeMessages(): JsonObject[] {
    return this.takeLines().map(line => {
      const value = parseJson(line);
      if (!isJsonObject(value)) throw new Error(`no object: ${line}`);
      return value;
    });
  }

  /** Sends a command; gives all that came until now. */
  ask(name: string, args?: JsonObject, member = 'execute'): JsonObject[] {
    this.#ids += 1;
    const request = { [member]: name, ...(args && { arguments: args }), id: `t${this.#ids}` };
    this.write(`${printJson(request)}\n`);
    return this.takeMessages();
  }

  /** What a command returns; throws where it is refused. */
  returned(name: string, args?: JsonObject): JsonValue {
    const reply = this.ask(name, args).find(message => 'return' in message || 'error' in message);
    if (reply?.return === undefined) throw new Error(`${name}: ${printJson(reply ?? null)}`);
    return reply.return;
  }

  /** What is said of a command that is refused; '' where it is not. */
  refused(name: string, args?: JsonObject): string {
    const error = this.ask(name, args).find(message => 'error' in message)?.error;
    return isJsonObject(error) ? String(error.desc) : '';
  }

  /** Lets so much time pass; the events of it, in short. */
  pass(ms: number): string[] {
    this.clock.advance(ms);
    return this.takeMessages().map(short);
  }
}

/** A message in few words: an event with its status, a return, an error. */
export function short(message: JsonObject): string {
  if (isJsonObject(message.error)) return `error ${String(message.error.desc)}`;
  if ('return' in message) return 'return';
  const data = isJsonObject(message.data) ? message.data : {};
  const told = data.status ?? data.action ?? data.reason ?? data.pass;
  const who = data.id ?? data.device ?? '';
  return [message.event, who, told].filter(part => part !== undefined && part !== '').join(' ');
}
