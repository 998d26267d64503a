// Text of a target -> a negotiated client, with what the options say of connecting, logging and waiting.
import type { QmpClient } from '../qmp/client.js';
import { type ConnectOptions, connect } from '../qmp/connect.js';
import { targetFromText } from '../qmp/target.js';
import type { OnWire } from './log.js';
import { noticeTeller } from './notices.js';
import type { Options } from './options.js';
import { resolveTransport } from './reach/resolve-transport.js';
import { say } from './report.js';
import { stderr } from './stdio.js';

/**
 * Connects.
 * @param tell where to say why it takes long, and what the server sent that belongs to nobody.
 * @throws the errors of `connect`, and UsageError where the log cannot be opened.
 */
export async function connectTo(
  target: string,
  options: Options,
  tell: (text: string) => void = say,
): Promise<QmpClient> {
  const onWire = await wireListener(options);
  const client = await open(target, options, connectOptions(options, onWire, tell));
  client.onNotice(noticeTeller(tell));
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
  tell: (text: string) => void,
): ConnectOptions {
  return {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(retryMs === undefined ? {} : { retryMs }),
    ...(onWire === undefined ? {} : { onWire }),
    ...(guestAgent ? { guestAgent } : {}),
    onWaiting: note => tell(`waiting: ${note}`),
    isAgentSocket: async path => (await import('./reach/servers-here.js')).isAgentSocket(path),
    resolveTransport,
  };
}

/** Everybody who wants to see messages as they pass: the log, and --verbose. */
async function wireListener({ log, verbose }: Options): Promise<OnWire | undefined> {
  if (log === undefined && !verbose) return undefined;
  const { maskedRequest, openLog } = await import('./log.js');
  const toLog = log === undefined ? undefined : openLog(log, say);
  return (direction, text) => {
    toLog?.(direction, text);
    if (verbose && direction === '>') stderr.write(`${maskedRequest(text)}\n`);
  };
}
