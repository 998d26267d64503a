// A QMP server over the simulated VM: greeting, negotiation, commands checked as QEMU checks them, events.
import { parseJson } from '../json/parse.js';
import { printJson } from '../json/print.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json/value.js';
import { introspection } from './introspection.js';
import { COMMANDS, type Machine, NEW_MACHINE, type SimulatedEvent, VERSION } from './machine.js';

/** One client's session with a VM of its own. */
export class SimulatedServer {
  #machine: Machine = NEW_MACHINE;
  #isNegotiated = false;
  readonly #now: () => number;

  /** @param now the time in ms, for the events' timestamps. */
  constructor(now: () => number) {
    this.#now = now;
  }

  get hasQuit(): boolean {
    return this.#machine.hasQuit;
  }

  greeting(): string {
    return printJson({ QMP: { version: VERSION, capabilities: [] } });
  }

  /** The messages that answer one message of the client: events first, as QEMU sends them. */
  take(text: string): string[] {
    let message: JsonValue;
    try {
      message = parseJson(text);
    } catch {
      return [errorText(undefined, 'GenericError', 'JSON parse error, expecting value')];
    }
    if (!isJsonObject(message))
      return [errorText(undefined, 'GenericError', 'QMP input must be a JSON object')];
    return this.#execute(message);
  }

  #execute(message: JsonObject): string[] {
    const { execute, id, arguments: args = {} } = message;
    const refuse = (desc: string, errorClass = 'GenericError') => [errorText(id, errorClass, desc)];
    if (typeof execute !== 'string') return refuse("QMP input lacks member 'execute'");
    if (!isJsonObject(args)) return refuse("QMP input member 'arguments' must be an object");
    if (execute === 'qmp_capabilities') return this.#negotiate(id);
    if (!this.#isNegotiated) return refuse(NOT_YET, 'CommandNotFound');
    const [unexpected] = Object.keys(args);
    const returned = this.#run(execute);
    if (returned === undefined)
      return refuse(`The command ${execute} has not been found`, 'CommandNotFound');
    if (unexpected !== undefined) return refuse(`Parameter '${unexpected}' is unexpected`);
    return [
      ...returned.events.map(event => this.#eventText(event)),
      returnText(id, returned.value),
    ];
  }

  #negotiate(id: JsonValue | undefined): string[] {
    if (this.#isNegotiated) return [errorText(id, 'CommandNotFound', TWICE)];
    this.#isNegotiated = true;
    return [returnText(id, {})];
  }

  #run(name: string): { events: readonly SimulatedEvent[]; value: JsonValue } | undefined {
    if (name === 'query-qmp-schema') return { events: [], value: introspection() };
    if (name === 'query-commands') return { events: [], value: commandList() };
    const command = COMMANDS.get(name);
    if (command === undefined) return undefined;
    const { machine, ...seen } = command.run(this.#machine);
    this.#machine = machine;
    return seen;
  }

  #eventText({ name, data }: SimulatedEvent): string {
    const now = this.#now();
    const timestamp = { seconds: Math.floor(now / 1000), microseconds: (now % 1000) * 1000 };
    return printJson({ timestamp, event: name, ...(data === undefined ? {} : { data }) });
  }
}

const NOT_YET = "Expecting capabilities negotiation with 'qmp_capabilities'";
const TWICE = 'Capabilities negotiation is already complete, command ignored';

function commandList(): JsonValue {
  return ['qmp_capabilities', 'query-commands', 'query-qmp-schema', ...COMMANDS.keys()].map(
    name => ({ name }),
  );
}

function returnText(id: JsonValue | undefined, value: JsonValue): string {
  return printJson(id === undefined ? { return: value } : { return: value, id });
}

function errorText(id: JsonValue | undefined, errorClass: string, desc: string): string {
  const error = { class: errorClass, desc };
  return printJson(id === undefined ? { error } : { id, error });
}
