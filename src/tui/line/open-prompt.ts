// The prompt that suits the terminal.
import { DumbPrompt } from './dumb-prompt.js';
import { LineEditor } from './line-editor.js';
import type { LinePrompt, PromptOptions } from './prompt.js';

/** A line editor, or what can be had with TERM=dumb, or where input or output is no terminal (`| tee log`). */
export function openPrompt(options: PromptOptions, env: NodeJS.ProcessEnv): LinePrompt {
  const isDrawable = options.stdin.isTTY && options.stdout.isTTY && env.TERM !== 'dumb';
  return isDrawable ? new LineEditor(options) : new DumbPrompt(options);
}
