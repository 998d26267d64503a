// A simulated VM that stands in for a process: its monitors and the socket of its serial line listen, and it can be told
// what happens around it.
import { createServer, type Socket } from 'node:net';
import { listenOn } from '../../../src/cli/demo/listen.js';
import { parseJson } from '../../../src/json/parse.js';
import { printJson } from '../../../src/json/print.js';
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../src/json/value.js';
import { SimulatedServer } from '../../../src/simulator/server/simulated-server.js';
import { findVersion } from '../../../src/simulator/version.js';
import { until } from '../../lab/lifetime.js';
import { schemaOf } from '../simulated.js';
import { type Machine, messageOf } from './machine.js';

export class RunningVm {
  readonly machine: Machine;
  readonly #server: SimulatedServer;
  readonly #closings: (() => void)[] = [];

  /** What it is started with is done before anybody can connect. */
  static async start(machine: Machine): Promise<RunningVm> {
    const vm = new RunningVm(machine);
    const refused = vm.#ask(machine.lines.map(messageOf)).filter(reply => 'error' in reply);
    if (refused.length > 0) throw new Error(refused.map(printJson).join('\n'));
    for (const path of machine.monitors) await vm.#listen(path);
    for (const { id, filename } of machine.serials) await vm.#offer(id, filename);
    return vm;
  }

  private constructor(machine: Machine) {
    const version = findVersion('7.2');
    if (version === undefined) throw new Error('no 7.2');
    this.machine = machine;
    this.#server = new SimulatedServer({ spec: machine.spec, version, schema: schemaOf(version) });
    void this.#server.ended.then(() => this.#close());
  }

  get hasEnded(): boolean {
    return this.#server.hasQuit;
  }

  end(): void {
    if (!this.hasEnded) this.#ask([{ execute: 'quit' }]);
    this.#close();
  }

  /** Nobody listens any more where its name could be given to the next. */
  #close(): void {
    for (const close of this.#closings.splice(0)) close();
  }

  /** Has something happen, as `.demo` does. */
  tell(lines: readonly string[]): void {
    this.#ask(lines.map(line => ({ execute: '__org.qmpsh_demo', arguments: { line } })));
  }

  /** Its nodes whose storage is another program's. */
  remoteNodes(): readonly string[] {
    const rows = this.#returned('query-named-block-nodes', { flat: true });
    return rows.filter(row => row.drv === 'nbd').map(row => String(row['node-name']));
  }

  async #listen(path: string): Promise<void> {
    const number = this.#server.addMonitor(`unix:${path},server=on`);
    const close = await listenOn(path, {
      connect: peer => this.#server.connect(number, peer),
      disconnect: session => this.#server.disconnect(session),
    });
    this.#closings.push(close);
  }

  /** Who connects to the serial line is connected until that is yanked. */
  async #offer(id: string, filename: string): Promise<void> {
    const path = /^unix:([^,]*)/.exec(filename)?.[1];
    const listener = createServer(socket => this.#keep(id, socket));
    await new Promise<void>(resolve => void listener.listen(path, resolve));
    this.#closings.push(() => listener.close());
  }

  async #keep(id: string, socket: Socket): Promise<void> {
    this.tell([`connect ${id}`]);
    await until('the serial line is yanked', () => this.hasEnded || !this.#isConnected(id), 60_000);
    socket.destroy();
  }

  #isConnected(id: string): boolean {
    const row = this.#returned('query-chardev').find(({ label }) => label === id);
    return String(row?.filename).startsWith('unix:');
  }

  #returned(name: string, args: JsonObject = {}): readonly JsonObject[] {
    const value: JsonValue = this.#ask([{ execute: name, arguments: args }])[0]?.return ?? [];
    return isJsonArray(value) ? value.filter(isJsonObject) : [];
  }

  /** Sends messages as a client of a monitor that nobody sees; gives the replies. */
  #ask(messages: readonly JsonObject[]): readonly JsonObject[] {
    const said: JsonObject[] = [];
    const session = this.#server.connect(-1, {
      send: line => {
        const message = parseJson(line);
        if (isJsonObject(message) && !('event' in message) && !('QMP' in message))
          said.push(message);
      },
      end: () => undefined,
      resume: () => undefined,
    });
    for (const message of [{ execute: 'qmp_capabilities' }, ...messages])
      session.feed(Buffer.from(printJson(message)));
    this.#server.disconnect(session);
    return said.slice(1);
  }
}
