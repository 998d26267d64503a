import { describe, expect, it } from 'vitest';
import { type Line, parseLine, parseWords } from '../../src/shell/line.js';
import type { ValueSyntax, Word } from '../../src/shell/words.js';

/** A value as its kind and text: `text` in bars, quoted text in quotes, JSON as its source. */
function shownValue(line: Line, value: ValueSyntax): string {
  if (value.kind === 'json') return line.text.slice(value.span.start, value.span.end);
  if (value.quoted) return `"${value.text}"`;
  return value.elements.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join(' , ');
}

function shownWord(line: Line, { key, value }: Word): string {
  return `${key === undefined ? '' : `${key.text} = `}${shownValue(line, value)}`;
}

/** What a line is, in one text. */
function shape(line: Line): string {
  const { syntax } = line;
  const problems = line.problems.map(problem => ` ! ${problem.message}`).join('');
  const end = `${line.open ? ' ...' : ''}${problems}`;
  switch (syntax.kind) {
    case 'command': {
      const words = syntax.words.map(word => ` <${shownWord(line, word)}>`).join('');
      const to = syntax.redirection;
      return `${syntax.oob ? '!' : ''}${syntax.name}${words}${to === undefined ? '' : ` ${to.operator} (${to.target})`}${end}`;
    }
    case 'transaction': {
      const actions = syntax.actions.map(
        ({ name, words }) => `${name}${words.map(word => ` <${shownWord(line, word)}>`).join('')}`,
      );
      const properties = syntax.properties.map(word => ` with <${shownWord(line, word)}>`);
      return `(${actions.join(' ; ')})${properties.join('')}${end}`;
    }
    case 'directive':
      return `.${syntax.name} [${syntax.rest.text}]${end}`;
    case 'help':
      return `? [${syntax.rest.text}]${end}`;
    default:
      return `${syntax.kind}${end}`;
  }
}

const parsed = (text: string) => shape(parseLine(text));

describe('a line is', () => {
  it.each([
    ['', 'blank'],
    [' \t ', 'blank'],
    ['# stop', 'blank'],
    ['  # stop', 'blank'],
    ['stop', 'stop'],
    ['  stop  ', 'stop'],
    ['stop # x', 'stop <#> <x>'],
    ['!query-yank', '!query-yank'],
    ['! query-yank', '!query-yank'],
    ['!', "! ! expected a command's name after '!'"],
    ['{"execute": "stop"}', 'raw'],
    ["-> {'execute': 'stop'}", 'raw'],
    ['->{"execute": "stop"}', 'raw'],
    ['{"execute": ', 'raw ...'],
    ['{"a": 1} x', 'raw ! expected nothing after the closing brace: one command a line'],
    ['.wait job b0', '.wait [job b0]'],
    ['.hmp  info  "x  | y ', '.hmp [info  "x  | y]'],
    ['.hmp "x y"', '.hmp ["x y"]'],
    ['.source "a \\" b.q" ', '.source [a " b.q]'],
    [".source 'a b.q'", '.source [a b.q]'],
    ['.source "a" b', '.source ["a" b]'],
    ['.source a "b"', '.source [a "b"]'],
    ['.source "a', '.source ["a]'],
    ['.help "stop"', '.help [stop]'],
    ['.wait "x"', '.wait ["x"]'],
    ['.', '. []'],
    ['?stop', '? [stop]'],
    ['? stop', '? [stop]'],
    ['a=b', "b ! expected a command's name first"],
    ['| wc', "| ! expected a command's name first"],
    ['"stop"', 'stop'],
  ])('%j: %s', (text, expected) => {
    expect(parsed(text).trim()).toBe(expected);
  });
});

describe('words', () => {
  it.each([
    ['split at blanks', 'c a  b\tc', 'c <a> <b> <c>'],
    ['have a key before their first =', 'c a=b=c', 'c <a = b=c>'],
    ['may have nothing after it', 'c a=', 'c <a = >'],
    ['have quotes taken off as a whole', `c "a b" 'c d'`, 'c <"a b"> <"c d">'],
    ['have quotes taken off their value', 'c a="b c"', 'c <a = "b c">'],
    ['are positional where wholly quoted, even with =', 'c "a=b"', 'c <"a=b">'],
    ['keep quotes elsewhere', `c it's a=b"c"d`, `c <it's> <a = b"c"d>`],
    ['read escapes in double quotes', 'c "a\\n\\u0041\\""', 'c <"a\nA"">'],
    ['read none in single quotes', "c 'a\\n'", 'c <"a\\n">'],
    ['keep backslashes', 'c C:\\new', 'c <C:\\new>'],
    ['have elements between commas', 'c a=b,c', 'c <a = b , c>'],
    ['may quote single elements', 'c a=b,"c,d",e', 'c <a = b , "c,d" , e>'],
    ['keep a quote within an element', `c a=b,c"d,e`, `c <a = b , c"d , e>`],
    ['take JSON with blanks', 'c a={"b": [1, 2]} d', 'c <a = {"b": [1, 2]}> <d>'],
    ['take a JSON list', 'c [1, 2]', 'c <[1, 2]>'],
    ['take a json: filename to its brace', 'c f=json:{"a": 1} d', 'c <f = json:{"a": 1}> <d>'],
    ['take brackets elsewhere as they are', 'c a[0].b tcp:[::1]:1', 'c <a[0].b> <tcp:[::1]:1>'],
    ['know no variables, globs or backslashes', 'c $HOME *.x a\\ b', 'c <$HOME> <*.x> <a\\> <b>'],
  ])('%s', (_what, text, expected) => {
    expect(parsed(text)).toBe(expected);
  });

  it.each([
    ['c "a', '! the string is not closed: expected "'],
    ["c 'a", "! the quote is not closed: expected '"],
    ['c "a"b', '! a closing quote must end the word'],
    ['c a="b"c', '! a closing quote must end the word'],
    ['c "a\\x"', "! expected one of JSON's escapes"],
    ['c =5', "! expected a member's name before '='"],
    ['c a={"b": 1}c', '! expected a blank after the value'],
    ['c a={"b" 1}', "! expected ':', found '1'"],
    ['c a=[1,2', '...'],
    ['c f=json:{"a"', '...'],
  ])('are wrong in %j: %s', (text, expected) => {
    expect(parsed(text)).toContain(expected);
  });
});

describe('operators', () => {
  it.each([
    ['c | jq .', 'c | (jq .)'],
    ['c a > f g', 'c <a> > (f g)'],
    ['c >> f', 'c >> (f)'],
    ['c >| f', 'c >| (f)'],
    ['c | grep "x', 'c | (grep "x)'],
    ['c "|" x', 'c <"|"> <x>'],
    ["c '>' x", 'c <">"> <x>'],
    ['c a|b', 'c <a|b>'],
    ['c >f', 'c <>f>'],
    ['c a=|', 'c <a = |>'],
    ['migrate exec:cat>f', 'migrate <exec:cat>f>'],
  ])('%j: %s', (text, expected) => {
    expect(parsed(text)).toBe(expected);
  });
});

describe('a transaction', () => {
  it.each([
    ['transaction( a; b )', '(a ; b)'],
    ['transaction(a x=1;b y;)', '(a <x = 1> ; b <y>)'],
    ['transaction (\n a\n\n b x\n)', '(a ; b <x>)'],
    ['transaction(\n# c\na\n)', '(a)'],
    ['transaction( a f=disk(1).raw )', '(a <f = disk(1).raw>)'],
    ['transaction( a f="x;)" )', '(a <f = "x;)">)'],
    ['transaction( a f={"x": [\n1]} )', '(a <f = {"x": [\n1]}>)'],
    [
      'transaction( properties.completion-mode=grouped; a )',
      '(a) with <properties.completion-mode = grouped>',
    ],
    ['transaction()', '()'],
    ['transaction( a', '(a) ...'],
    ['transaction( a ) b', "(a) ! expected nothing after the closing ')'"],
    ['transaction( x=1 )', "() ! expected an action's name first"],
    ['transaction', 'transaction'],
    ['transaction actions=[]', 'transaction <actions = []>'],
  ])('%j: %s', (text, expected) => {
    expect(parsed(text)).toBe(expected);
  });
});

describe('words that a shell has split', () => {
  const words = (...list: string[]) => shape(parseWords(list));

  it.each([
    [['c', 'a b'], 'c <a b>'],
    [['c', 'k=a b'], 'c <k = a b>'],
    [['c', ''], 'c <"">'],
    [['c', 'k='], 'c <k = >'],
    [['c', '#x'], 'c <#x>'],
    [['c', '|', 'x'], 'c <|> <x>'],
    [['!c', 'x'], '!c <x>'],
    [['c', 'k={"a": 1}'], 'c <k = {"a": 1}>'],
    [['c', 'k={"a":'], 'c <k = {"a":> ! the brackets are not closed'],
    [['c', '"a b"'], 'c <"a b">'],
    [['c', 'k=a,b c'], 'c <k = a , b c>'],
  ])('%j stay as they are: %s', (list, expected) => {
    expect(words(...list)).toBe(expected);
  });

  it('have their places in the words joined by blanks', () => {
    const { text, syntax } = parseWords(['c', 'a b', 'k=v']);
    const spans = syntax.kind === 'command' ? syntax.words.map(word => word.span) : [];
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(['a b', 'k=v']);
  });
});

describe('places', () => {
  it('of names, keys and values point into the line', () => {
    const line = parseLine('  blockdev-add driver=qcow2 "x"');
    const { syntax } = line;
    if (syntax.kind !== 'command') throw new Error(syntax.kind);
    const [first, second] = syntax.words;
    const spans = [syntax.nameSpan, first?.key?.span, first?.value.span, second?.span];
    expect(spans.map(span => line.text.slice(span?.start, span?.end))).toEqual([
      'blockdev-add',
      'driver',
      'qcow2',
      '"x"',
    ]);
  });

  it('of an operator reach to the end of the line', () => {
    const { syntax, text } = parseLine('c a | jq . ');
    const span = syntax.kind === 'command' ? syntax.redirection?.span : undefined;
    expect(text.slice(span?.start, span?.end)).toBe('| jq .');
  });
});
