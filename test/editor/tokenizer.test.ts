import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chordOf, type InputEvent } from '../../src/editor/keys.js';
import { awaitsFlush, flush, pushBytes, TOKENIZER_START } from '../../src/editor/tokenizer.js';

/** The events of these bytes as one string: text as it is, other keys as <chord>, a paste as [text]. */
function readAll(bytes: string | Uint8Array): string {
  return show(eventsOf([Buffer.from(bytes)]));
}

function eventsOf(chunks: readonly Uint8Array[]): InputEvent[] {
  let state = TOKENIZER_START;
  return chunks.flatMap(chunk => {
    const [next, events] = pushBytes(state, chunk);
    state = next;
    return events;
  });
}

function show(events: readonly InputEvent[]): string {
  return events.map(showEvent).join('');
}

function showEvent(event: InputEvent): string {
  if (event.kind === 'paste') return `[${event.text}]`;
  if (event.kind === 'focus') return event.gained ? '<focus>' : '<blur>';
  return event.text || `<${chordOf(event)}>`;
}

describe('characters and control bytes', () => {
  it.each([
    ['ab c', 'ab c'],
    ['é日🙂', 'é日🙂'],
    ['\u00a0\u{10ffff}', '\u00a0\u{10ffff}'],
    ['\r\t\x7f', '<enter><tab><backspace>'],
    ['\x00\x01\x08\n\x1a\x1c\x1d\x1e\x1f', '<C-space><C-a><C-h><C-j><C-z><C-\\><C-]><C-^><C-_>'],
    ['\x1bb\x1bB\x1b.\x1bé\x1b ', '<M-b><M-b><M-.><M-é><M-space>'],
    ['\x1b\r\x1b\x7f\x1b\t', '<M-enter><M-backspace><M-tab>'],
    ['\x1b\x03', '<escape><C-c>'],
    ['\x1bO!\x1b[!', '<M-o>!'],
  ])('%j is %s', (bytes, keys) => {
    expect(readAll(bytes)).toBe(keys);
  });

  it.each([
    [[0xff], '\ufffd'],
    [[0xc3, 0x41], '\ufffdA'],
    [[0xe0, 0x80, 0x80, 0x41], '\ufffdA'],
    [[0xed, 0xa0, 0x80], '\ufffd'],
    [[0xf4, 0x90, 0x80, 0x80], '\ufffd'],
    [[0xc2, 0x9b, 0x41], 'A'],
  ])('bytes %j, no UTF-8 or no character, give %j', (bytes, text) => {
    expect(readAll(Uint8Array.from(bytes))).toBe(text);
  });
});

describe('keys with a sequence', () => {
  it.each([
    ['xterm arrows', '\x1b[A\x1b[B\x1b[C\x1b[D', '<up><down><right><left>'],
    ['application arrows', '\x1bOA\x1bOB\x1bOC\x1bOD', '<up><down><right><left>'],
    [
      'modified arrows',
      '\x1b[1;5D\x1b[1;3C\x1b[1;2A\x1b[1;8B',
      '<C-left><M-right><S-up><C-M-S-down>',
    ],
    ['old konsole and putty arrows', '\x1b[5D\x1bO5C', '<C-left><C-right>'],
    ['rxvt arrows', '\x1b[a\x1bOd\x1b\x1b[A', '<S-up><C-left><M-up>'],
    [
      'home and end',
      '\x1b[H\x1b[F\x1bOH\x1bOF\x1b[1~\x1b[4~\x1b[7~\x1b[8~',
      '<home><end>'.repeat(4),
    ],
    ['vt220 pad', '\x1b[2~\x1b[3~\x1b[5~\x1b[6~', '<insert><delete><pageup><pagedown>'],
    [
      'modified pad',
      '\x1b[3;5~\x1b[3^\x1b[3$\x1b[3@',
      '<C-delete><C-delete><S-delete><C-S-delete>',
    ],
    ['xterm F-keys', '\x1bOP\x1b[15~\x1b[24~\x1b[1;2P\x1b[1;5R', '<f1><f5><f12><S-f1><C-f3>'],
    ['linux console F-keys', '\x1b[[A\x1b[[E\x1b[17~', '<f1><f5><f6>'],
    ['keypad in application mode', '\x1bOM\x1bOj\x1bOp\x1bOy', '<enter>*09'],
    ['shift-tab', '\x1b[Z', '<S-tab>'],
    ['alt with a sequence', '\x1b\x1bOA', '<M-up>'],
  ])('%s', (_terminal, bytes, keys) => {
    expect(readAll(bytes)).toBe(keys);
  });

  it.each([
    ['\x1b[13;2u', '<S-enter>'],
    ['\x1b[13;5u', '<C-enter>'],
    ['\x1b[27u', '<escape>'],
    ['\x1b[97u', 'a'],
    ['\x1b[32u\x1b[160u\x1b[1114111u', ' \u00a0\u{10ffff}'],
    ['\x1b[97;2u', 'A'],
    ['\x1b[50:64;2u', '@'],
    ['\x1b[97;5u', '<C-a>'],
    ['\x1b[45:95;6u', '<C-_>'],
    ['\x1b[114;7u', '<C-M-r>'],
    ['\x1b[127;3u', '<M-backspace>'],
    ['\x1b[57400u\x1b[57414u\x1b[57419u\x1b[57376u', '1<enter><up><f13>'],
    ['\x1b[27;5;13~', '<C-enter>'],
    ['\x1b[27;2;65~', 'A'],
    ['\x1b[27;6;90~', '<C-z>'],
    ['\x1b[97;69u', '<C-a>'],
    ['\x1b[57376u\x1b[57398u', '<f13><f35>'],
  ])('CSI-u and modifyOtherKeys: %j is %s', (bytes, keys) => {
    expect(readAll(bytes)).toBe(keys);
  });
});

describe('what is no key is swallowed whole', () => {
  it.each([
    ['SGR mouse', '\x1b[<0;10;10M'],
    ['X10 mouse', '\x1b[M !!'],
    ['X10 mouse with bytes beyond ASCII', Buffer.from('1b5b4d20c1f0', 'hex')],
    ['rxvt mouse', '\x1b[32;10;10M'],
    ['device attributes', '\x1b[?62;22c'],
    ['a mode report', '\x1b[?2026;2$y'],
    ['a cursor report', '\x1b[12;40R'],
    ['an unknown sequence', '\x1b[1;2;3;4z'],
    ['a key with Super', '\x1b[97;9u'],
    ['a key coming up', '\x1b[97;1:3u'],
    ['a lock key', '\x1b[57358u'],
    ['a code that is no character', '\x1b[55296u\x1b[9999999u\x1b[1u'],
    ['a colour reply', '\x1b]11;rgb:00/00/00\x07\x1b]11;rgb:00/00/00\x1b\\'],
    ['a DCS reply', '\x1bP1$r0m\x1b\\\x1bP>|term 1\x1b\\'],
    ['a graphics reply', '\x1b_Gi=1;OK\x1b\\'],
    ['a sequence broken off', '\x1b[12'],
  ])('%s', (_what, bytes) => {
    const input = Buffer.concat([Buffer.from('x'), Buffer.from(bytes), Buffer.from('\x03')]);
    expect(readAll(input)).toBe('x<C-c>');
  });

  it('tells focus', () => {
    expect(readAll('\x1b[I\x1b[O')).toBe('<focus><blur>');
  });
});

describe('paste', () => {
  it.each([
    ['one line', 'query-status', 'query-status'],
    ['line ends', 'a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['tabs', 'a\tb', 'a b'],
    ['control characters', 'a\x00\x07\x1b[31mb\x7f\u009b', 'a[31mb'],
    ['characters of several bytes', 'é日🙂', 'é日🙂'],
    ['nothing', '', ''],
  ])('%s', (_what, pasted, text) => {
    expect(readAll(`<\x1b[200~${pasted}\x1b[201~>`)).toBe(`<[${text}]>`);
  });

  it('is one event however long', () => {
    const text = 'x'.repeat(5_000_000);
    const bytes = Buffer.from(`\x1b[200~${text}\x1b[201~`);
    const chunks = Array.from({ length: Math.ceil(bytes.length / 4096) }, (_, at) =>
      bytes.subarray(at * 4096, (at + 1) * 4096),
    );
    expect(eventsOf(chunks)).toEqual([{ kind: 'paste', text }]);
  });

  it('after an Escape keeps the Escape', () => {
    expect(readAll('\x1b\x1b[200~a\x1b[201~')).toBe('<escape>[a]');
  });
});

describe('a lone Escape', () => {
  it.each([
    ['\x1b', '<escape>'],
    ['\x1b\x1b', '<escape><escape>'],
    ['\x1b[', '<M-[>'],
    ['\x1bO', '<M-o>'],
    ['\x1b]', '<M-]>'],
    ['\x1bP', '<M-p>'],
    ['\x1b\x1b[', '<escape><M-[>'],
  ])('%j is %s once nothing follows', (bytes, keys) => {
    const [waiting, events] = pushBytes(TOKENIZER_START, Buffer.from(bytes));
    expect([show(events), awaitsFlush(waiting)]).toEqual(['', true]);
    const [state, late] = flush(waiting);
    expect([show(late), state]).toEqual([keys, TOKENIZER_START]);
  });

  it.each([
    ['a sequence', '\x1b[1;', '5D', '<C-left>'],
    ['a character', '\xc3', '\xa9', 'é'],
    ['a paste', '\x1b[200~a\x1b', '[201~', '[a]'],
    ['nothing', '', 'a', 'a'],
  ])('is not seen in the middle of %s', (_what, before, after, keys) => {
    const [waiting] = pushBytes(TOKENIZER_START, Buffer.from(before, 'latin1'));
    expect([awaitsFlush(waiting), flush(waiting)]).toEqual([false, [waiting, []]]);
    expect(show(pushBytes(waiting, Buffer.from(after, 'latin1'))[1])).toBe(keys);
  });
});

describe('chunks', () => {
  const pieces = [
    ...[
      '\x1b',
      '[',
      'O',
      ']',
      'P',
      '200~',
      '\x1b[200~',
      '\x1b[201~',
      '\x1b[1;5D',
      '\x1b[M',
      '\x1b]1',
      '\x1b[$2',
    ],
    ...['u', '27;5;13~', '$', '\x07', '\r\n', 'é', '日', '\x1b\\', ';', '3', '<', '\x03'],
  ].map(text => Buffer.from(text));
  const input = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.uint8Array({ maxLength: 3 })))
    .map(parts => Buffer.concat(parts));

  it('give the same events however the bytes are cut', () => {
    fc.assert(
      fc.property(input, fc.infiniteStream(fc.integer({ min: 1, max: 4 })), (bytes, sizes) => {
        const chunks: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; at += chunks.at(-1)?.length ?? 0) {
          chunks.push(bytes.subarray(at, at + sizes.next().value));
        }
        expect(eventsOf(chunks)).toEqual(eventsOf([bytes]));
      }),
      { numRuns: 1000 },
    );
  });
});
