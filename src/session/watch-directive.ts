// `.watch ...` as a line of a script: the reply of every look is told as it comes, as if the command had been run.
import type { Outcome } from '../shell/outcome.js';
import type { DirectiveContext } from './directives.js';
import { prepareWatch } from './watch/prepare-watch.js';
import { runWatch } from './watch/run-watch.js';

/** Looks until it has looked often enough; what is left to tell then is nothing. */
export async function runWatchDirective(
  { runner, settings, signal, tell }: DirectiveContext,
  text: string,
): Promise<Outcome> {
  const prepared = await prepareWatch(text, runner);
  if (prepared.kind === 'failed') return prepared.outcome;
  const { ready, spec } = prepared;
  await runWatch({
    ...spec,
    signal,
    send: () => runner.send(ready, () => undefined, signal),
    onLook: outcome => tell({ ...outcome, command: ready.request.name }),
    goesOn: () => settings.keepGoing,
  });
  return {};
}
