// How a connection ended, in one value and in words.
import { codeOf } from './system-error.js';

/** The end of a connection; there is exactly one. */
export interface ConnectionEnd {
  /** `closed`: by this side; `lost`: by the other. */
  readonly kind: 'closed' | 'lost';
  /** Whether it was to be expected: this side closed, a SHUTDOWN event came, or `quit` was answered. */
  readonly expected: boolean;
  /** The `reason` of the last SHUTDOWN event: `host-qmp-quit`, `guest-shutdown`; `''` where it had none. */
  readonly lastShutdown?: string;
  /** What the system said (ECONNRESET), or a ProtocolError; absent after a plain end of the stream. */
  readonly error?: Error;
}

/** The end in words: `the server ended: SHUTDOWN host-qmp-quit`. */
export function endText(end: ConnectionEnd): string {
  if (end.kind === 'closed') {
    return end.error === undefined
      ? 'closed by this side'
      : `closed by this side: ${end.error.message}`;
  }
  if (end.lastShutdown !== undefined)
    return `the server ended: SHUTDOWN ${end.lastShutdown}`.trim();
  if (end.expected) return 'the server ended, as it was told to';
  // EPIPE: it had closed before something more was written to it.
  return end.error === undefined || codeOf(end.error) === 'EPIPE'
    ? 'the server closed the connection'
    : `the connection was lost: ${end.error.message}`;
}
