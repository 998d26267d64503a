// A secret among the arguments of this process, which every user of the host can read, draws a warning.
import type { Options } from '../options.js';

/** A bare name: nothing in it can be secret, and the tables stay unread. */
const BARE = /^\s*!?[\w.-]*\s*$/;

const WARNING =
  'a secret on the command line can be read by every user of this host: use key=@FILE, or key=@- for standard input';

/** Warns, once, where a secret stands in the words or in a -c line. */
export async function warnOfSecrets(
  words: readonly string[],
  { commands, hmp }: Options,
  warn: (message: string) => void,
): Promise<void> {
  const given = [...commands.flatMap(text => text.split(/\r?\n/)), words.join(' ')];
  const texts = given.filter(text => !BARE.test(text)).map(text => (hmp ? `.hmp ${text}` : text));
  if (texts.length === 0) return;
  const { annotations } = await import('../../shell/annotations-table.js');
  const { maskLine } = await import('../../shell/secret-lines.js');
  if (texts.some(text => maskLine(annotations, text) !== text)) warn(WARNING);
}
