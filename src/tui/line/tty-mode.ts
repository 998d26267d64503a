// The terminal in raw mode with bracketed paste, and given back whatever happens: at exit, on signals,
// on exceptions, and while we are suspended.

const PASTE_ON = '\x1b[?2004h';
/** Bracketed paste off, cursor shown, colours off. */
const RESTORE = '\x1b[?2004l\x1b[?25h\x1b[0m';

export interface TtyListener {
  /** About to be suspended: leave the screen in order. */
  beforeStop(): void;
  /** Back again: the screen is not as it was. */
  afterStop(): void;
  /** The program is about to end by a signal or by a mistake of our own: the last chance to keep something. */
  dies(): void;
  /** SIGINT from elsewhere, for Ctrl-C is no signal in raw mode. */
  interrupted(): void;
}

export class TtyMode {
  readonly #stdin: NodeJS.ReadStream;
  readonly #stdout: NodeJS.WriteStream;
  readonly #listener: TtyListener;
  #isRaw = false;
  #isStopping = false;

  constructor(stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream, listener: TtyListener) {
    this.#stdin = stdin;
    this.#stdout = stdout;
    this.#listener = listener;
  }

  /** Takes the terminal and watches over it. */
  take(): void {
    process.on('exit', this.#fall);
    process.on('uncaughtExceptionMonitor', this.#fall);
    process.on('SIGINT', this.#interrupt);
    process.on('SIGTERM', this.#die);
    process.on('SIGHUP', this.#die);
    process.on('SIGTSTP', this.suspend);
    process.on('SIGCONT', this.#goOn);
    this.#stdout.on('error', ignore);
    this.#stdin.on('error', ignore);
    this.enter();
  }

  /** Gives the terminal back for good. */
  release(): void {
    this.leave();
    process.off('exit', this.#fall);
    process.off('uncaughtExceptionMonitor', this.#fall);
    process.off('SIGINT', this.#interrupt);
    process.off('SIGTERM', this.#die);
    process.off('SIGHUP', this.#die);
    process.off('SIGTSTP', this.suspend);
    process.off('SIGCONT', this.#goOn);
  }

  /** Raw mode; also again, after somebody else has set the terminal's modes. */
  enter(): void {
    this.#stdin.setRawMode(false);
    this.#stdin.setRawMode(true);
    this.#stdin.resume();
    this.#stdout.write(PASTE_ON);
    this.#isRaw = true;
  }

  /** The terminal as it was, for a while. */
  leave(): void {
    this.#giveBack();
    this.#stdin.pause();
  }

  /** Stops the whole foreground job, as the terminal would, so that the shell that waits for it is told. */
  readonly suspend = (): void => {
    if (this.#isStopping) return;
    if (this.#isRaw) this.#stopJob();
    else stopAlone();
  };

  #stopJob(): void {
    this.#isStopping = true;
    this.#stepAside();
    process.off('SIGTSTP', this.suspend);
    process.kill(0, 'SIGTSTP');
    // Without a shell that does job control the system does not stop us, and no SIGCONT comes.
    setTimeout(() => this.#isStopping && this.#goOn(), STOPPED_BY_NOW);
  }

  /** While the terminal is lent, Ctrl-C is for whoever has it. */
  readonly #interrupt = (): void => {
    if (this.#isRaw) this.#listener.interrupted();
  };

  readonly #goOn = (): void => {
    if (this.#isStopping) process.on('SIGTSTP', this.suspend);
    else if (!this.#isRaw) return;
    this.#isStopping = false;
    this.enter();
    this.#listener.afterStop();
  };

  readonly #giveBack = (): void => {
    if (!this.#isRaw) return;
    this.#isRaw = false;
    this.#stdout.write(RESTORE);
    try {
      this.#stdin.setRawMode(false);
    } catch {
      // The terminal is gone: nothing to give back.
    }
  };

  readonly #stepAside = (): void => {
    if (!this.#isRaw) return;
    this.#listener.beforeStop();
    this.leave();
  };

  /** The program ends, and nobody has given the terminal back yet. */
  readonly #fall = (): void => {
    if (!this.#isRaw) return;
    this.#listener.dies();
    this.#stepAside();
  };

  /** Dies of the signal, unless the program has plans of its own for it. */
  readonly #die = (signal: NodeJS.Signals): void => {
    this.#fall();
    process.off(signal, this.#die);
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
}

/** In ms; a process that a signal stops is stopped long before. */
const STOPPED_BY_NOW = 200;

/** The terminal is lent to a child, which was stopped with us: nothing of ours stands on it. */
function stopAlone(): void {
  process.kill(process.pid, 'SIGSTOP');
}

/** A terminal that went away fails every write; SIGHUP or the end of stdin says so already. */
function ignore(): void {}
