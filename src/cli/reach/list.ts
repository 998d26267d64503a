// `qmpsh list`: the QMP sockets of this host, as a table for a person and as JSON lines for a program.
import { isatty } from 'node:tty';
import { parseArgs } from 'node:util';
import { printJson } from '../../json/print.js';
import type { JsonValue } from '../../json/value.js';
import { targetText } from '../../qmp/target.js';
import { escapeLine } from '../../shell/escape.js';
import { EXIT, type ExitCode } from '../../shell/outcome.js';
import { stringWidth } from '../../text/width.js';
import { say } from '../report.js';
import { stdout } from '../stdio.js';
import { type Probed, probe } from './probe.js';
import { type FoundServer, serversHere } from './servers-here.js';

const USAGE = 'expected qmpsh list [--probe] [-o human|json]';

interface ListOptions {
  readonly probes: boolean;
  readonly isTable: boolean;
}

/** Runs the subcommand with the words after its name. */
export async function runList(args: readonly string[]): Promise<ExitCode> {
  const options = listOptions(args);
  if (options === undefined) {
    say(USAGE);
    return EXIT.usage;
  }
  const rows = await rowsOf(await serversHere(), options.probes);
  stdout.write(options.isTable ? table(rows, options.probes) : rows.map(jsonLine).join(''));
  if (rows.length === 0 && options.isTable) say('no QMP sockets found on this host');
  return EXIT.ok;
}

function listOptions(args: readonly string[]): ListOptions | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { probe: { type: 'boolean' }, output: { type: 'string', short: 'o' } },
    });
    const output = values.output ?? (isatty(1) ? 'human' : 'json');
    if (output !== 'human' && output !== 'json') return undefined;
    return { probes: values.probe ?? false, isTable: output === 'human' };
  } catch {
    return undefined;
  }
}

interface Row {
  readonly server: FoundServer;
  readonly probed: Probed | undefined;
}

/** All are asked at once: each waits for its own answer only. */
function rowsOf(servers: readonly FoundServer[], probes: boolean): Promise<readonly Row[]> {
  return Promise.all(
    servers.map(async server => ({ server, probed: probes ? await probe(server) : undefined })),
  );
}

function jsonLine({ server, probed }: Row): string {
  const { name = null, pid, kind, target, waits, holder } = server;
  const row = {
    name,
    pid,
    socket: targetText(target),
    kind,
    wait: waits,
    holder: holderJson(holder),
  };
  return `${printJson({ ...row, ...probed })}\n`;
}

/** Both members are null for one of whom nothing is known. */
function holderJson(holder: FoundServer['holder']): JsonValue {
  if (holder === undefined) return null;
  return holder === 'unknown' ? { name: null, pid: null } : { name: holder.name, pid: holder.pid };
}

/** The titles of a server's cells. */
export const HEADS = ['NAME', 'PID', 'SOCKET', 'KIND', 'HOLDER'];
const PROBE_HEADS = ['VERSION', 'STATUS'];

/** Names are whatever somebody called a VM: they are shown, and do nothing to the terminal. */
function table(rows: readonly Row[], probes: boolean): string {
  if (rows.length === 0) return '';
  const heads = probes ? [...HEADS, ...PROBE_HEADS] : HEADS;
  const lines = [heads, ...rows.map(row => cells(row).map(escapeLine))];
  const widths = heads.map((_head, at) =>
    Math.max(...lines.map(line => stringWidth(line[at] ?? ''))),
  );
  return lines
    .map(
      line =>
        `${line
          .map((cell, at) => padded(cell, widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - stringWidth(cell)));
}

function cells({ server, probed }: Row): readonly string[] {
  const base = serverCells(server);
  return probed === undefined ? base : [...base, probed.version ?? '-', probed.status ?? '-'];
}

/** What a server is shown as, below HEADS; to be escaped. */
export function serverCells(server: FoundServer): readonly string[] {
  const { name = '-', pid, target, kind } = server;
  return [name, String(pid), targetText(target), kind, holderText(server)];
}

function holderText({ holder, waits }: FoundServer): string {
  if (holder === 'unknown') return 'held';
  if (holder !== undefined) return `${holder.name} (pid ${holder.pid})`;
  return waits ? 'waits for a client' : '-';
}
