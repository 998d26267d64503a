// The text of a target -> where a QMP server is to be found. Parsing only: nothing is looked up or opened.
import { own } from '../json/value.js';

export type Target =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | SshTarget
  /** Any program that speaks QMP on its standard input and output. */
  | { readonly kind: 'exec'; readonly command: string }
  /** An open file descriptor of this process. */
  | { readonly kind: 'fd'; readonly fd: number }
  /** A QEMU of this host, by its `-name` or its process id. */
  | { readonly kind: 'vm'; readonly name: string }
  | { readonly kind: 'pid'; readonly pid: number }
  /** The simulated VM; `version` is that of an old server. */
  | { readonly kind: 'demo'; readonly version?: string };

/** A unix socket on a host reached by ssh: `ssh://root@host:2222/run/vm.sock`. */
export interface SshTarget {
  readonly kind: 'ssh';
  readonly user?: string;
  readonly host: string;
  readonly port?: number;
  readonly path: string;
}

/** A text that begins as a target, but is none: `tcp:host` without a port. */
export interface BadTarget {
  readonly kind: 'bad';
  readonly message: string;
}

/** Reads a target. A text without one of the other forms is the path of a unix socket. */
export function targetFromText(text: string): Target | BadTarget {
  if (text === '') return bad("expected a target, found ''");
  const scheme = /^([a-z]+):/.exec(text)?.[1];
  const parse = scheme === undefined ? undefined : own(SCHEMES, scheme);
  if (scheme !== undefined && parse !== undefined) return parse(text.slice(scheme.length + 1));
  return hostAndPort(text) ?? { kind: 'unix', path: text };
}

/** The target as its user may type it: `/run/vm.sock`, `tcp:[::1]:4444`. */
export function targetText(target: Target): string {
  switch (target.kind) {
    case 'unix':
      return SCHEME_LIKE.test(target.path) ? `unix:${target.path}` : target.path;
    case 'tcp':
      return `${target.host.includes(':') ? `tcp:[${target.host}]` : target.host}:${target.port}`;
    case 'ssh':
      return sshText(target);
    case 'exec':
      return `exec:${target.command}`;
    case 'fd':
      return `fd:${target.fd}`;
    case 'vm':
      return `vm:${target.name}`;
    case 'pid':
      return `pid:${target.pid}`;
    case 'demo':
      return `demo:${target.version ?? ''}`;
  }
}

/**
 * Whether a word has the form of a target, without looking at the disk: a scheme, `host:port`, a path with a slash,
 * or a name that ends as sockets' names do. No command's name does.
 */
export function looksLikeTarget(word: string): boolean {
  if (/^[{!?.]/.test(word) && !/^\.\.?\//.test(word)) return false;
  const scheme = /^([a-z]+):/.exec(word)?.[1];
  if (scheme !== undefined && Object.hasOwn(SCHEMES, scheme)) return true;
  if (/^(?:\/|\.\.?\/)/.test(word)) return true;
  if (/[\s=]/.test(word)) return false;
  return (
    word.includes('/') ||
    /\.(?:sock|socket|qmp|monitor)$/.test(word) ||
    hostAndPort(word)?.kind === 'tcp'
  );
}

type ParseRest = (rest: string) => Target | BadTarget;

const SCHEMES: Readonly<Record<string, ParseRest | undefined>> = {
  unix: rest => named(rest, 'unix:PATH', path => ({ kind: 'unix', path })),
  tcp: rest => hostAndPort(rest) ?? bad(`expected tcp:HOST:PORT, found 'tcp:${rest}'`),
  ssh: sshTarget,
  exec: rest => named(rest, 'exec:COMMAND', command => ({ kind: 'exec', command })),
  fd: rest => numbered(rest, 'fd:NUMBER', fd => ({ kind: 'fd', fd })),
  vm: rest => named(rest, 'vm:NAME', name => ({ kind: 'vm', name })),
  pid: rest => numbered(rest, 'pid:NUMBER', pid => ({ kind: 'pid', pid })),
  demo: rest => (rest === '' ? { kind: 'demo' } : { kind: 'demo', version: rest }),
};

const SCHEME_LIKE = /^[a-z]+:|^[^/]*:[0-9]+$/;

/** `host:4444`, `[::1]:4444`, `:4444` (this host); undefined for anything else. */
function hostAndPort(text: string): Target | BadTarget | undefined {
  const found = /^(?:\[([^\]/]+)\]|([\w.-]*)):([0-9]+)$/.exec(text);
  if (found === null) return undefined;
  const port = Number(found[3]);
  if (!isPort(port)) return bad(`expected a port from 1 to 65535, found '${found[3]}'`);
  return { kind: 'tcp', host: found[1] ?? (found[2] || 'localhost'), port };
}

function isPort(port: number): boolean {
  return port >= 1 && port <= 65_535;
}

const SSH_FORM = /^\/\/(?:([^@/]+)@)?(?:\[([^\]/]+)\]|([^:/@[\]]+))(?::([0-9]+))?(\/.+)$/;

/** A host or user that begins with `-` would be an option to ssh. */
function sshTarget(rest: string): Target | BadTarget {
  const [, user, address, name, port, path] = SSH_FORM.exec(rest) ?? [];
  const host = address ?? name;
  if (host === undefined || path === undefined || /^-/.test(user ?? '') || host.startsWith('-')) {
    return bad(`expected ssh://[USER@]HOST[:PORT]/PATH, found 'ssh:${rest}'`);
  }
  if (port !== undefined && !isPort(Number(port))) {
    return bad(`expected a port from 1 to 65535, found '${port}'`);
  }
  return {
    kind: 'ssh',
    ...(user === undefined ? {} : { user }),
    host,
    ...(port === undefined ? {} : { port: Number(port) }),
    path,
  };
}

function sshText({ user, host, port, path }: SshTarget): string {
  const address = host.includes(':') ? `[${host}]` : host;
  const userPart = user === undefined ? '' : `${user}@`;
  return `ssh://${userPart}${address}${port === undefined ? '' : `:${port}`}${path}`;
}

function named(rest: string, form: string, target: (rest: string) => Target): Target | BadTarget {
  return rest === '' ? bad(`expected ${form}, found nothing after the colon`) : target(rest);
}

function numbered(
  rest: string,
  form: string,
  target: (value: number) => Target,
): Target | BadTarget {
  return /^[0-9]{1,9}$/.test(rest)
    ? target(Number(rest))
    : bad(`expected ${form}, found '${rest}'`);
}

function bad(message: string): BadTarget {
  return { kind: 'bad', message };
}
