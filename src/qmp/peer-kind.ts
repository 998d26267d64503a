// What a peer that does not greet as QMP looks like, from the first thing it said.
import { GreetingError, type PeerKind } from './errors.js';
import { quoted } from './messages.js';

interface PeerRow {
  readonly kind: PeerKind;
  readonly pattern: RegExp;
  readonly words: string;
}

/** The first row that matches wins. */
const PEERS: readonly PeerRow[] = [
  {
    kind: 'hmp',
    pattern: /^QEMU [0-9.]+ monitor|^\(qemu\)/,
    words: 'a human monitor (HMP); QMP needs -qmp or -mon mode=control',
  },
  { kind: 'vnc', pattern: /^RFB \d/, words: 'a VNC server' },
  { kind: 'http', pattern: /^HTTP\/\d|^<(?:!DOCTYPE|html)/i, words: 'an HTTP server' },
  { kind: 'ssh', pattern: /^SSH-/, words: 'an SSH server; a target behind ssh is ssh://host/path' },
  { kind: 'tls', pattern: /^[\x14-\x17]\x03/, words: 'TLS' },
  { kind: 'telnet', pattern: /login:|^(?:\xff|\uFFFD)[\xfb-\xfe\uFFFD]/i, words: 'a telnet login' },
  { kind: 'json', pattern: /^\{/, words: 'JSON, but no QMP greeting' },
];

/** What the text looks like; `other` where no row knows it. */
export function peerKind(received: string): PeerKind {
  return rowFor(received)?.kind ?? 'other';
}

/** The error for a peer whose first words were these. */
export function greetingError(received: string): GreetingError {
  const row = rowFor(received);
  const looks = row === undefined ? '' : `: this looks like ${row.words}`;
  return new GreetingError(
    `expected a QMP greeting, found ${quoted(received)}${looks}`,
    row?.kind ?? 'other',
    received.slice(0, 200),
  );
}

function rowFor(received: string): PeerRow | undefined {
  return PEERS.find(row => row.pattern.test(received));
}
