// `.watch` at a prompt: a block above the prompt where there is room for one, else what each look has changed, as text.
import { parseJson } from '../../json/parse.js';
import { steadyNow } from '../../qmp/steady-clock.js';
import { prepareWatch } from '../../session/watch/prepare-watch.js';
import { runWatch } from '../../session/watch/run-watch.js';
import { watchLines, watchNews } from '../../session/watch/watch-lines.js';
import { newWatch, takeError, takeLook, type WatchState } from '../../session/watch/watch-state.js';
import { type Outcome, returnText } from '../../shell/outcome.js';
import type { Repl } from './repl.js';

const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;
/** Of the last look, what stays behind. */
const MOST_LEFT_ROWS = 60;

/** Looks until it has looked often enough, or Ctrl-C. */
export async function watch(repl: Repl, rest: string, signal: AbortSignal): Promise<void> {
  const runner = repl.connection.now?.runner;
  if (runner === undefined) return repl.say('qmpsh: not connected');
  const prepared = await prepareWatch(rest, runner);
  if (prepared.kind === 'failed') return repl.voice.show(prepared.outcome, undefined);
  const { ready, spec } = prepared;
  let state = newWatch(spec.line.text, ready.request.name, spec.everyMs);
  const block = repl.showLive(blocks => watchLines(state, columns(), liveRows(blocks)));
  const onLook = (outcome: Outcome) => {
    state = afterLook(state, outcome);
    if (block === undefined) sayLines(repl, watchNews(state, columns()));
    else block.changed();
  };
  const send = () => runner.send(ready, () => undefined, signal);
  await runWatch({ ...spec, signal, send, onLook, goesOn: () => true });
  block?.end();
  if (block !== undefined && state.looks > 0)
    sayLines(repl, watchLines(state, columns(), MOST_LEFT_ROWS));
  repl.say(`  the watch has ended after ${state.looks} look${state.looks === 1 ? '' : 's'}`);
}

function afterLook(state: WatchState, outcome: Outcome): WatchState {
  const value = returnText(outcome);
  if (value === undefined) return takeError(state, outcome.failure?.message ?? 'no reply');
  const time = new Date().toTimeString().slice(0, 8);
  return takeLook(state, parseJson(value), { at: steadyNow(), time });
}

function sayLines(repl: Repl, lines: readonly string[]): void {
  if (lines.length > 0) repl.say(lines.join('\n'));
}

function columns(): number {
  return process.stdout.columns || DEFAULT_COLUMNS;
}

/** Room is left for jobs and events beside it. */
function liveRows(blocks: number): number {
  const rows = process.stdout.rows || DEFAULT_ROWS;
  return Math.max(Math.floor((rows / 2 - 2) / blocks), 3);
}
