// The prompt that suits the terminal.
import { DumbPrompt } from './dumb-prompt.js';
import { LineEditor } from './line-editor.js';
import type { LinePrompt, PromptOptions } from './prompt.js';

/** A line editor, or what TERM=dumb can have. */
export function openPrompt(options: PromptOptions, env: NodeJS.ProcessEnv): LinePrompt {
  return env.TERM === 'dumb' ? new DumbPrompt(options) : new LineEditor(options);
}
