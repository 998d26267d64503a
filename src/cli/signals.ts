// Signals that end the program, with the exit codes that a shell gives for them.

/** 128 and the signal's number. */
const EXITS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

const onInterrupt = () => process.exit(EXITS.SIGINT);

/** Has signals end the program; what must be given back is given back at `exit`. */
export function exitOnSignals(): void {
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', () => process.exit(EXITS.SIGTERM));
  process.on('SIGHUP', () => process.exit(EXITS.SIGHUP));
}

/** Leaves SIGINT to a prompt: there Ctrl-C drops a line or a wait, and belongs to the program that is piped to. */
export function leaveInterruptsToPrompt(): void {
  process.off('SIGINT', onInterrupt);
  process.on('SIGINT', () => undefined);
}
