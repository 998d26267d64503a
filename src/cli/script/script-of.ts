// What the command line gives to run: words, -c lines, a file, standard input, all as lines of one script.
import { type Line, parseLine, parseWords } from '../../shell/line.js';
import type { Options } from '../options.js';
import {
  type LineSource,
  linesAtHand,
  linesOfAll,
  linesOfFile,
  linesOfTexts,
  STDIN,
} from './line-source.js';

/** The lines to run; without words, -c and -f they come from standard input. */
export function scriptOf(words: readonly string[], options: Options): LineSource {
  const { commands, file, hmp } = options;
  const sources: LineSource[] = [];
  if (commands.length > 0) sources.push(linesOfTexts(commands, hmp));
  if (file !== undefined) sources.push(linesOfFile(file, hmp));
  if (words.length > 0) {
    const line = lineOfWords(words, hmp);
    sources.push(linesAtHand([{ line, number: 1, isCut: line.open }]));
  }
  return sources.length === 0 ? linesOfFile(STDIN, hmp) : linesOfAll(sources);
}

/**
 * The one command that the words of a command line are. Its words were split by the user's shell and stay so, but a
 * single word with a blank or a brace is a line; directives and transactions, whose form is a line, are put together.
 */
function lineOfWords(words: readonly string[], isHmp: boolean): Line {
  const [first = ''] = words;
  if (isHmp) return parseLine(`.hmp ${words.join(' ')}`);
  const isLine = words.length === 1 && /\s|^(?:->)?\{/.test(first);
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
