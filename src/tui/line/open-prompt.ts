// The prompt that suits the terminal.
import type { LinePrompt, PromptOptions } from './prompt.js';

type Terminal = Pick<PromptOptions, 'stdin' | 'stdout'>;

/** How to open a line editor, or what can be had with TERM=dumb, or where input or output is no terminal (`| tee log`). */
export async function promptOpener(
  { stdin, stdout }: Terminal,
  env: NodeJS.ProcessEnv,
): Promise<(options: PromptOptions) => LinePrompt> {
  if (stdin.isTTY && stdout.isTTY && env.TERM !== 'dumb') {
    const { LineEditor } = await import('./line-editor.js');
    return options => new LineEditor(options);
  }
  const { DumbPrompt } = await import('./dumb-prompt.js');
  return options => new DumbPrompt(options);
}
