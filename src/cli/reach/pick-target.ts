// `qmpsh` without a target on a terminal: which of the sockets of this host, as `qmpsh list` prints them.
import { createInterface } from 'node:readline/promises';
import { targetText } from '../../qmp/target.js';
import { escapeLine } from '../../shell/escape.js';
import { stringWidth } from '../../text/width.js';
import { padWidth } from '../../text/wrap.js';
import type { PickerRow } from '../../tui/picker/picker.js';
import type { Options } from '../options.js';
import { HEADS, serverCells } from './list.js';
import { type FoundServer, serversHere } from './servers-here.js';

export type PickedTarget =
  | { readonly kind: 'target'; readonly target: string }
  /** The person left without one. */
  | { readonly kind: 'left' }
  | { readonly kind: 'none there' };

const TITLE = 'QMP sockets on this host';

/** Asks the person; does not connect. */
export async function pickTarget(options: Options): Promise<PickedTarget> {
  const lookAgain = async () => rowsOf(await serversHere(), options.guestAgent);
  const rows = await lookAgain();
  if (rows.length === 0) return { kind: 'none there' };
  const target = isPlain() ? await pickByNumber(rows) : await pickDrawn(rows, lookAgain, options);
  return target === undefined ? { kind: 'left' } : { kind: 'target', target };
}

function isPlain(): boolean {
  return process.env.TERM === 'dumb' || process.env.INK_SCREEN_READER === 'true';
}

/** @param onlyAgents only guest agents are wanted */
function rowsOf(servers: readonly FoundServer[], onlyAgents: boolean): readonly PickerRow[] {
  return servers
    .filter(({ kind }) => kind === 'guest-agent' || !onlyAgents)
    .map(server => ({
      value: targetText(server.target),
      cells: serverCells(server),
      warning: warningOf(server),
    }));
}

function warningOf({ holder, waits }: FoundServer): string | undefined {
  if (holder === 'unknown') return 'held by another client';
  if (holder !== undefined) return `held by ${holder.name} (pid ${holder.pid})`;
  return waits ? 'the VM will start with its first client' : undefined;
}

async function pickDrawn(
  rows: readonly PickerRow[],
  lookAgain: () => Promise<readonly PickerRow[]>,
  { noColor }: Options,
): Promise<string | undefined> {
  const { pick } = await import('../../tui/picker/pick.js');
  const { stdin, stdout } = process;
  const colours = !noColor && !process.env.NO_COLOR;
  return pick({ stdin, stdout, colours, title: TITLE, heads: HEADS, rows, lookAgain });
}

/** Where nothing can be drawn, or it would not be heard: a list with numbers, and a question. */
async function pickByNumber(rows: readonly PickerRow[]): Promise<string | undefined> {
  process.stdout.write(`${TITLE}\n${numbered(rows).join('\n')}\n`);
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const left = new Promise<undefined>(resolve => lines.once('close', () => resolve(undefined)));
  const ask = (text: string) => Promise.race([lines.question(text), left]);
  try {
    for (;;) {
      const answer = await ask(`number (1 to ${rows.length}, empty leaves): `);
      if (answer === undefined || answer.trim() === '') return undefined;
      const row = rows[Number(answer) - 1];
      const isSure =
        row?.warning === undefined ||
        (await ask(`${escapeLine(row.warning)}: connect all the same? y/n `))?.trim() === 'y';
      if (row !== undefined && isSure) return row.value;
    }
  } finally {
    lines.close();
  }
}

function numbered(rows: readonly PickerRow[]): readonly string[] {
  const lines = [['', ...HEADS], ...rows.map((row, at) => [String(at + 1), ...row.cells])].map(
    cells => cells.map(escapeLine),
  );
  const widths = HEADS.map((_head, at) => at).concat(HEADS.length);
  const wide = widths.map(at => Math.max(...lines.map(cells => stringWidth(cells[at] ?? ''))));
  return lines.map(cells =>
    cells
      .map((cell, at) => padWidth(cell, wide[at] ?? 0, 'left'))
      .join('  ')
      .trimEnd(),
  );
}
