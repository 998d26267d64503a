// What the command line gives to run: words, -c lines, a file, standard input, all as lines of one script.
import { type Line, parseLine, parseWords } from '../../shell/line.js';
import type { Options } from '../options.js';
import { linesFrom, linesOfFile, type ScriptLine, STDIN } from './line-source.js';

/** The lines to run; without words, -c and -f they come from standard input. */
export async function* scriptOf(
  words: readonly string[],
  options: Options,
): AsyncGenerator<ScriptLine> {
  const { commands, file, hmp } = options;
  if (commands.length > 0) yield* linesFrom(textsOf(commands), hmp);
  if (file !== undefined) yield* linesOfFile(file, hmp);
  if (words.length > 0) {
    const line = lineOfWords(words, hmp);
    yield { line, number: 1, isCut: line.open };
  }
  const readsInput = words.length === 0 && commands.length === 0 && file === undefined;
  if (readsInput) yield* linesOfFile(STDIN, hmp);
}

/** Each -c is a line, or several. */
async function* textsOf(commands: readonly string[]): AsyncGenerator<string> {
  for (const command of commands) yield* command.split(/\r?\n/);
}

/**
 * The one command that the words of a command line are. Its words were split by the user's shell and stay so, but a
 * single word with a blank or a brace is a line; directives and transactions, whose form is a line, are put together.
 */
function lineOfWords(words: readonly string[], isHmp: boolean): Line {
  const [first = ''] = words;
  if (isHmp) return parseLine(`.hmp ${words.join(' ')}`);
  const isLine = words.length === 1 && /\s|^\{/.test(first);
  if (isLine) return parseLine(first);
  if (/^\.hmp$/.test(first)) return parseLine(words.join(' '));
  if (
    /^([.?]|transaction\()/.test(first) ||
    (first === 'transaction' && words[1]?.startsWith('('))
  ) {
    return parseLine(words.map(quoteIfSplit).join(' '));
  }
  return parseWords(words);
}

/** A word that would fall apart at its blanks again, quoted after its `=` if it has one. */
function quoteIfSplit(word: string): string {
  if (!/\s/.test(word) || /[({[]/.test(word)) return word;
  const equals = word.indexOf('=');
  return `${word.slice(0, equals + 1)}${JSON.stringify(word.slice(equals + 1))}`;
}
