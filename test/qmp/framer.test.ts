import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';
import { Framer, MAX_LINE, MAX_MESSAGE } from '../../src/qmp/framer.js';

/**
 * The texts that come out when the chunks go in, whether messages count as long or not: at the latest with the next
 * newline, for a long one that bytes of something else follow without one may wait for it.
 */
function framed(...chunks: readonly (string | Buffer)[]): string[] {
  const ended = [...chunks, '\n'];
  expect(texts(new Framer(MAX_MESSAGE, 1), ended)).toEqual(texts(new Framer(), ended));
  return texts(new Framer(), chunks);
}

function texts(framer: Framer, chunks: readonly (string | Buffer)[]): string[] {
  const found: string[] = [];
  for (const chunk of chunks) {
    const bytes = Buffer.from(chunk);
    framer.push(bytes, text => found.push(text));
    bytes.fill('-'); // The next chunk comes in the same buffer.
  }
  return found;
}

const PRETTY = '{\r\n    "return": {\r\n    },\r\n    "id": "}{"\r\n}';

describe('frames', () => {
  it.each<[string, readonly (string | Buffer)[], readonly string[]]>([
    ['a message that ends in CRLF', ['{"a": 1}\r\n'], ['{"a": 1}']],
    ['a message that ends in LF', ['{"a": 1}\n'], ['{"a": 1}']],
    ['a message without a newline, as soon as it is complete', ['{"a": 1}'], ['{"a": 1}']],
    [
      'several messages on one line',
      ['{"a": 1}{"b": {}} {"c": []}'],
      ['{"a": 1}', '{"b": {}}', '{"c": []}'],
    ],
    ['a pretty-printed message', [`${PRETTY}\r\n`, `${PRETTY}\r\n`], [PRETTY, PRETTY]],
    ['brackets and quotes inside strings', ['{"a": "}\\"]{"}'], ['{"a": "}\\"]{"}']],
    ['a backslash at the end of a string', ['{"a": "\\\\"}{}'], ['{"a": "\\\\"}', '{}']],
    ['a backslash at the end of a chunk', ['{"a": "\\', '""}'], ['{"a": "\\""}']],
    [
      'a character cut in two',
      [Buffer.of(0x7b, 0x22, 0xc3), Buffer.of(0xa9, 0x22, 0x7d)],
      ['{"é"}'],
    ],
    ['invalid UTF-8 as U+FFFD', [Buffer.of(0x7b, 0x22, 0xe9, 0x22, 0x7d)], ['{"\uFFFD"}']],
    ['a line that is no JSON', ['QEMU 7.2.22 monitor\r\n'], ['QEMU 7.2.22 monitor']],
    [
      'a newline inside a string as the end of something broken',
      ['{"a": "x\n{}'],
      ['{"a": "x\n', '{}'],
    ],
    ['blank lines as nothing', ['\r\n\n  {}\n\n'], ['{}']],
  ])('%s', (_what, chunks, expected) => {
    expect(framed(...chunks)).toEqual(expected);
  });

  it.each<[string, readonly number[]]>([
    ["the guest agent's 0xFF before a message", [0xff]],
    ['several of them', [0xff, 0xff]],
    ["telnet's negotiation", [0xff, 0xfb, 0x01, 0xff, 0xfb, 0x03, 0xff, 0xfd, 0x00]],
    ['a telnet option that reads like a brace', [0xff, 0xfb, 0x7b]],
  ])('skips %s, however it is cut', (_what, bytes) => {
    const all = Buffer.concat([Buffer.from(bytes), Buffer.from('{}\r\n')]);
    expect(framed(all)).toEqual(['{}']);
    expect(framed(...Array.from(all, byte => Buffer.of(byte)))).toEqual(['{}']);
  });
});

describe('a long message on a line of its own', () => {
  const long = `{"return": "${'x'.repeat(10_000)}"}`;

  it('comes with what it says', () => {
    const read: unknown[] = [];
    new Framer().push(Buffer.from(`${long}\r\n{}\r\n`), (_text, value) => read.push(value));
    expect(read).toEqual([parseJson(long), undefined]);
  });

  const nested = `{"return": [{"a": "${'x'.repeat(5_000)}"}, {"b": "${'x'.repeat(5_000)}"}]}`;

  it.each<[string, readonly string[], string]>([
    [
      'however few bytes of it came first',
      ['{"return"', long.slice(9, 5_000), long.slice(5_000)],
      long,
    ],
    ['where a chunk ends in a brace', [nested.slice(0, 5_021), nested.slice(5_021)], nested],
  ])('is looked at once only, %s', (_how, chunks, text) => {
    const read: unknown[] = [];
    const framer = new Framer();
    for (const chunk of ['{}\r\n', ...chunks, '\r\n'])
      framer.push(Buffer.from(chunk), (_text, value) => read.push(value));
    expect(read).toEqual([undefined, parseJson(text)]);
  });

  it('comes at once without a newline from a peer that has left one out before', () => {
    expect(framed('{}\n{}{}\n', long)).toEqual(['{}', '{}', '{}', long]);
  });

  it('comes with the next newline from a peer that has not', () => {
    expect(framed('{}\n', `${long}{}`, `${long}\n`)).toEqual(['{}', long, '{}', long]);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['in parts', [long.slice(0, 6_000), `${long.slice(6_000)}\r`, '\n{}'], [long, '{}']],
    ['begun by a few bytes', ['{"return"', long.slice(9, 5_000), `${long.slice(5_000)}\n`], [long]],
    ['without a newline', [long], [long]],
    ['beside another', [`${long}{}\n`], [long, '{}']],
    ['in lines', [`${long.slice(0, -1)}\n}\n`], [`${long.slice(0, -1)}\n}`]],
    ['before what is no message', [`${long} (qemu) \n`], [long, '(qemu)']],
  ])('%s', (_how, chunks, expected) => {
    expect(framed(...chunks)).toEqual(expected);
  });
});

describe('an unfinished text', () => {
  it('can be read, to say what the peer is', () => {
    const framer = new Framer();
    expect([texts(framer, ['(qemu) ']), framer.pending]).toEqual([[], '(qemu) ']);
  });

  it('is gone when it is finished', () => {
    const framer = new Framer();
    texts(framer, ['{"a": ', '1}']);
    expect(framer.pending).toBe('');
  });
});

describe('sizes', () => {
  it('refuses a message over the limit', () => {
    expect(() => texts(new Framer(8), ['{"a": ', '1234}'])).toThrow(
      expect.objectContaining({ name: 'ProtocolError', code: 'too-long' }),
    );
  });

  it('takes a message of just the limit', () => {
    expect(texts(new Framer(8), ['{"a": ', '1}'])).toEqual(['{"a": 1}']);
  });

  it('cuts an endless line that is no message', () => {
    expect(framed('x'.repeat(MAX_LINE + 1)).map(text => text.length)).toEqual([MAX_LINE]);
  });

  it('takes 50 MB in chunks in linear time', () => {
    const chunk = Buffer.from(`${'"0123456789abc", '.repeat(4096)}`);
    const chunks = Array.from({ length: 50_000_000 / chunk.length }, () => chunk);
    const start = performance.now();
    expect(texts(new Framer(), ['{"return": [', ...chunks, '0]}'])).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(2_500);
  });
});

/** Messages as servers send them, with what may stand between them. */
const wire = fc
  .array(
    fc.tuple(
      fc.constantFrom('', '\n', '\r\n', ' '),
      fc.oneof(
        fc
          .dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }))
          .map(value => JSON.stringify(value)),
        fc
          .dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }))
          .map(value => JSON.stringify(value, null, 4)),
        fc.constantFrom('(qemu) hello\n', '{"a": inf}', '{"b": "x\n'),
      ),
    ),
  )
  .map(pieces => Buffer.from(pieces.flat().join('')));

describe('any chunking', () => {
  it('frames alike', () => {
    fc.assert(
      fc.property(wire, fc.array(fc.nat()), (bytes, cuts) => {
        expect(framed(...cutAt(bytes, cuts))).toEqual(framed(bytes));
      }),
    );
  });

  it('frames arbitrary bytes alike', () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map(array => Buffer.from(array));
    fc.assert(
      fc.property(bytes, fc.array(fc.nat()), (all, cuts) => {
        expect(framed(...cutAt(all, cuts))).toEqual(framed(all));
      }),
    );
  });

  it('gives back every object that went in', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), objects => {
        const sent = objects.map(object => JSON.stringify(object));
        expect(framed(sent.join('\n'))).toEqual(sent);
      }),
    );
  });
});

function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = cuts.map(cut => cut % (bytes.length + 1)).sort((a, b) => a - b);
  return [...places, bytes.length].map((end, index) => bytes.subarray(places[index - 1] ?? 0, end));
}
