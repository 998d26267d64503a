// What is typed and what is shown: any bytes are keys however they are cut, any reply is harmless in its layout.
import fc from 'fast-check';
import { logLine } from '../../src/cli/log.js';
import { formatEntry, isKept, parseEntry } from '../../src/editor/history.js';
import {
  flush,
  pushBytes,
  TOKENIZER_START,
  type TokenizerState,
} from '../../src/editor/tokenizer.js';
import { humanError, humanReply } from '../../src/shell/human/human-reply.js';
import { stringWidth } from '../../src/text/width.js';
import { jsonLike } from './json.js';
import { annotations } from './lines.js';
import { alike, type FuzzTarget, holds } from './target.js';

const HARMFUL =
  /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u;

const typed = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      fc
        .constantFrom(
          ...[
            '\x1b',
            '\x1b[',
            '\x1bO',
            '\x1b[200~',
            '\x1b[201~',
            '\x1b[1;5D',
            '\x1b]',
            '\x1bP',
            '\x1b\\',
            'é',
            '👩',
            '\x7f',
            '\r',
            '0;',
          ],
        )
        .map(text => Buffer.from(text)),
    ),
    { maxLength: 12 },
  )
  .map(list => Buffer.concat(list));

function keysOf(chunks: readonly Buffer[]): unknown {
  const keys: unknown[] = [];
  let state: TokenizerState = TOKENIZER_START;
  for (const chunk of chunks) {
    const [next, events] = pushBytes(state, chunk);
    state = next;
    keys.push(...events);
  }
  const [, rest] = flush(state);
  return [...keys, ...rest];
}

function tokenize(bytes: Buffer, place: number): void {
  const at = place % (bytes.length + 1);
  const whole = keysOf([bytes]);
  holds(
    alike(textOf(keysOf([bytes.subarray(0, at), bytes.subarray(at)])), textOf(whole)),
    'any cutting gives the same keys',
  );
}

/** Text that came in two pieces is two events: what counts is what was typed. */
function textOf(keys: unknown): string {
  return JSON.stringify(keys).replace(/"\},\{"kind":"text","text":"/g, '');
}

const COMMANDS = [
  'query-block',
  'query-status',
  'query-jobs',
  'query-named-block-nodes',
  'qom-list',
  'query-cpus-fast',
  'query-migrate',
  'nosuch',
];

function show(value: fc.JsonValue, command: string, columns: number): void {
  const lines = humanReply({
    json: JSON.stringify(value),
    command,
    annotations,
    columns,
    colour: false,
  });
  for (const line of lines) {
    holds(!HARMFUL.test(line), `harmless: ${JSON.stringify(line)}`);
    holds(
      stringWidth(line) <= columns || typeof value === 'string',
      `within ${columns} columns: ${line}`,
    );
  }
  for (const line of humanError(JSON.stringify(value), { columns, colour: false }))
    holds(!HARMFUL.test(line), 'errors are harmless');
}

function keep(line: string, text: string): void {
  const entry = { t: 1, vm: 'v', line };
  const kept = formatEntry(entry);
  holds(!kept.includes('\n'), 'an entry is one line');
  holds(!isKept(line) || parseEntry(kept)?.line === line, 'an entry reads as it was kept');
  parseEntry(text);
  const logged = logLine(new Date(0), '<', text);
  holds(/^[\x20-\x7e]*$/.test(logged), 'a log is ASCII');
  JSON.parse(logged);
}

export const SCREEN_TARGETS: readonly FuzzTarget[] = [
  { name: 'keys: any bytes', runs: 400, claim: fc.property(typed, fc.nat(), tokenize) },
  {
    name: 'human output: any reply',
    runs: 200,
    claim: fc.property(
      fc.jsonValue({ stringUnit: 'binary' }),
      fc.constantFrom(...COMMANDS),
      fc.integer({ min: 30, max: 200 }),
      show,
    ),
  },
  {
    name: 'history and log: any text',
    runs: 200,
    claim: fc.property(fc.string({ unit: 'binary' }), jsonLike, keep),
  },
];
