// The programs that pages of the cookbook start, played by simulated VMs of this process: `qemu-system-x86_64` and
// `qemu-storage-daemon` listen where they are told to, `kill` stops or ends what stands behind a pid file, images are
// names. Scripts on the path of the page hand their words over a socket.
import { writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Surroundings } from '../../cli/cookbook-page.js';
import { scratchFolder, whenOver } from '../../lab/lifetime.js';
import { machineOf } from './machine.js';
import { RunningVm } from './running-vm.js';

/** What a program said; the code is 0 where it did what was asked. */
interface Said {
  readonly output: string;
  readonly code: number;
}

const DONE: Said = { output: '', code: 0 };

/** How long is waited for what never happens here. */
const PATIENCE_S = 10;

const NAMES = ['qemu-system-x86_64', 'qemu-storage-daemon', 'qemu-img', 'qemu-io', 'stand-in-kill'];

/** Hands over its name and words, and says what it is told to. */
const CLIENT = `
const [socket, ...words] = process.argv.slice(2);
const peer = require('net').connect({ path: socket, allowHalfOpen: true });
let text = '';
peer.end(JSON.stringify(words));
peer.on('data', chunk => { text += chunk; }).on('end', () => {
  const { output, code } = JSON.parse(text);
  process.stdout.write(output);
  process.exitCode = code;
});
`;

/** What a VM is told when it has been started, by its pid file, for the first time, the second, ... */
export type Told = Readonly<Record<string, readonly string[]>>;

export class StandIns {
  readonly #folder = scratchFolder();
  readonly #told: Told;
  readonly #starts = new Map<string, number>();
  readonly #running = new Map<string, RunningVm>();

  constructor(told: Told = {}) {
    this.#told = told;
  }

  /** Where a page finds the stand-ins. */
  async surroundings(): Promise<Surroundings> {
    const bin = scratchFolder();
    const [client, socket] = [join(bin, 'client.cjs'), join(bin, 'socket')];
    writeFileSync(client, CLIENT);
    for (const name of NAMES) {
      const script = `#!/bin/sh\nexec node ${client} ${socket} ${name} "$@"\n`;
      writeFileSync(join(bin, name), script, { mode: 0o755 });
    }
    const listener = createServer({ allowHalfOpen: true }, peer => this.#serve(peer));
    await new Promise<void>(resolve => void listener.listen(socket, resolve));
    whenOver(() => listener.close());
    whenOver(() => {
      for (const vm of this.#running.values()) vm.end();
    });
    const prelude = 'kill() { stand-in-kill "$@"; }';
    return { folder: this.#folder, bin, prelude, options: `-t ${PATIENCE_S}` };
  }

  #serve(peer: Socket): void {
    let text = '';
    peer.setEncoding('utf8').on('data', chunk => {
      text += chunk;
    });
    peer.on('end', async () => {
      const [name = '', ...argv] = JSON.parse(text);
      const said = await this.#run(name, argv).catch((failure: unknown) => ({
        output: `stand-in: ${failure}\n`,
        code: 70,
      }));
      peer.end(JSON.stringify(said));
    });
  }

  async #run(name: string, argv: readonly string[]): Promise<Said> {
    if (name.startsWith('qemu-s')) return this.#start(argv);
    if (name === 'stand-in-kill') return this.#kill(argv);
    // Nothing is known of what is in an image.
    return { output: '', code: /^(snapshot|info|check)$/.test(argv[0] ?? '') ? 1 : 0 };
  }

  /** Who stood behind the pid file before has ended by then: what a migration that failed leaves at its other end. */
  async #start(argv: readonly string[]): Promise<Said> {
    const machine = machineOf(argv, this.#folder);
    const { pidFile } = machine;
    this.#running.get(pidFile)?.end();
    const vm = await RunningVm.start(machine);
    if (machine.isDestination) this.#tellOthers(vm, ['destination listening']);
    const count = this.#starts.get(pidFile) ?? 0;
    this.#starts.set(pidFile, count + 1);
    const line = this.#told[pidFile]?.[count] ?? '';
    if (line !== '') vm.tell([line]);
    this.#running.set(pidFile, vm);
    writeFileSync(join(this.#folder, pidFile), pidFile);
    return DONE;
  }

  /** What stands behind a pid file stops answering, goes on, or ends; the others see that. */
  #kill(argv: readonly string[]): Said {
    const [signal = '', pidFile = ''] = argv.length > 1 ? argv : ['-TERM', argv[0]];
    const vm = this.#running.get(pidFile);
    if (vm === undefined) return { output: `kill: no process '${pidFile}'\n`, code: 1 };
    if (signal === '-TERM') vm.end();
    else if (!vm.machine.servesDisks)
      this.#tellOthers(vm, [`destination ${signal === '-STOP' ? 'stuck' : 'listening'}`]);
    else if (signal === '-CONT') this.#tellOthers(vm, ['release']);
    else for (const other of this.#othersThan(vm)) other.tell(other.remoteNodes().map(stalled));
    return DONE;
  }

  #othersThan(vm: RunningVm): readonly RunningVm[] {
    return [...this.#running.values()].filter(other => other !== vm && !other.hasEnded);
  }

  #tellOthers(vm: RunningVm, lines: readonly string[]): void {
    for (const other of this.#othersThan(vm)) other.tell(lines);
  }
}

const stalled = (node: string) => `stall ${node}`;
