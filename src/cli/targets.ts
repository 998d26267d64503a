// Text of a target -> a negotiated client, with what the options say of connecting, logging and waiting.
import type { QmpClient } from '../qmp/client.js';
import { type ConnectOptions, connect } from '../qmp/connect.js';
import { targetFromText } from '../qmp/target.js';
import type { OnWire } from './log.js';
import { noticeTeller } from './notices.js';
import type { Options } from './options.js';
import { takeAhead } from './reach/ahead.js';
import { resolveTransport } from './reach/resolve-transport.js';
import { say } from './report.js';
import { stderr } from './stdio.js';

/** Where a connection tells its user of things. */
export interface Told {
  /** Why it takes long, what the server sent that belongs to nobody, that the log has ended. */
  readonly tell: (text: string) => void;
  /** With --verbose: what is sent. */
  readonly tellSent: (json: string) => void;
  /** Sees every message as it passes. */
  readonly watch?: OnWire;
}

const ON_STDERR: Told = { tell: say, tellSent: json => stderr.write(`${json}\n`) };

/**
 * Connects.
 * @throws the errors of `connect`, and UsageError where the log cannot be opened.
 */
export async function connectTo(
  target: string,
  options: Options,
  told: Told = ON_STDERR,
): Promise<QmpClient> {
  const onWire = bothOf(await wireListener(options, told), told.watch);
  const client = await open(target, options, connectOptions(options, onWire, told));
  client.onNotice(noticeTeller(told.tell));
  return client;
}

async function open(text: string, options: Options, how: ConnectOptions): Promise<QmpClient> {
  const { program, keep, guestAgent, retryMs } = options;
  if (program !== undefined && text === program[0]) {
    const { connectToStarted } = await import('./reach/start.js');
    return connectToStarted(program, keep, how);
  }
  const target = targetFromText(text);
  if (target.kind !== 'vm' && target.kind !== 'pid') return connect(text, how);
  const { foundTarget } = await import('./reach/found-target.js');
  return connect(await foundTarget(target, guestAgent ? 'guest-agent' : 'qmp', retryMs), how);
}

function connectOptions(
  { timeoutMs, retryMs, guestAgent }: Options,
  onWire: OnWire | undefined,
  { tell }: Told,
): ConnectOptions {
  return {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(retryMs === undefined ? {} : { retryMs }),
    ...(onWire === undefined ? {} : { onWire }),
    ...(guestAgent ? { guestAgent } : {}),
    onWaiting: note => tell(`waiting: ${note}`),
    isAgentSocket: async path => (await import('./reach/servers-here.js')).isAgentSocket(path),
    openAhead: takeAhead,
    resolveTransport,
  };
}

function bothOf(one: OnWire | undefined, other: OnWire | undefined): OnWire | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return (direction, text) => {
    one(direction, text);
    other(direction, text);
  };
}

/** Everybody who wants to see messages as they pass: the log, and --verbose. */
async function wireListener(
  { log, verbose }: Options,
  { tell, tellSent }: Told,
): Promise<OnWire | undefined> {
  if (log === undefined && !verbose) return undefined;
  const { maskedRequest, openLog } = await import('./log.js');
  const toLog = log === undefined ? undefined : openLog(log, tell);
  return (direction, text) => {
    toLog?.(direction, text);
    if (verbose && direction === '>') tellSent(maskedRequest(text));
  };
}
