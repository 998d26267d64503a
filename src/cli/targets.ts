// Text of a target -> a negotiated client, with what the options say of connecting, logging and waiting.
import type { QmpClient } from '../qmp/client.js';
import { type ConnectOptions, connect } from '../qmp/connect.js';
import type { Notice } from '../qmp/conversation.js';
import type { OnWire } from './log.js';
import type { Options } from './options.js';
import { resolveTransport } from './reach/resolve-transport.js';
import { say } from './report.js';
import { stderr } from './stdio.js';

/** Connects. @throws the errors of `connect`, and UsageError where the log cannot be opened. */
export async function connectTo(target: string, options: Options): Promise<QmpClient> {
  const onWire = await wireListener(options);
  const client = await open(target, options, connectOptions(options, onWire));
  client.onNotice(notice => say(noticeText(notice)));
  return client;
}

async function open(
  target: string,
  { program, keep }: Options,
  how: ConnectOptions,
): Promise<QmpClient> {
  if (program === undefined) return connect(target, how);
  const { connectToStarted } = await import('./reach/start.js');
  return connectToStarted(program, keep, how);
}

function connectOptions(
  { timeoutMs, retryMs, guestAgent }: Options,
  onWire: OnWire | undefined,
): ConnectOptions {
  return {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(retryMs === undefined ? {} : { retryMs }),
    ...(onWire === undefined ? {} : { onWire }),
    ...(guestAgent ? { guestAgent } : {}),
    onWaiting: note => say(`waiting: ${note}`),
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

/** What came from the server and belongs to no command of this session, in words. */
function noticeText({ kind, text, error }: Notice): string {
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}...` : text;
  return error?.message ?? `${NOTICE_WORDS[kind]}: ${shown}`;
}

const MAX_SHOWN = 200;

const NOTICE_WORDS = {
  'unknown-id': 'a reply to a command of an earlier client',
  'no-id': 'a reply without an id',
  garbage: 'not a QMP message',
} as const;
