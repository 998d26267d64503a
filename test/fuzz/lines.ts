// Lines: parsed, bound, masked, completed, whatever they are; what would be sent is JSON.
import fc from 'fast-check';
import table from '../../schema/annotations.json' with { type: 'json' };
import { complete } from '../../src/completion/complete.js';
import { importIntrospection } from '../../src/qapi/introspection/import.js';
import { parseFilter } from '../../src/session/filter.js';
import { parseWaitText } from '../../src/session/waits/wait-spec.js';
import { annotationsFrom } from '../../src/shell/annotations.js';
import { bindLine } from '../../src/shell/binding/bind-command.js';
import { parseLine, parseWords } from '../../src/shell/line.js';
import { isPrivate, maskLine } from '../../src/shell/secret-lines.js';
import { pickText, readPath } from '../../src/shell/value-path.js';
import recorded from '../fixtures/introspection-7.2.json' with { type: 'json' };
import { type FuzzTarget, holds } from './target.js';

export const annotations = annotationsFrom(table);
export const schema = importIntrospection(recorded.schema);

const examples = Object.values(table.commands).flatMap(row =>
  'example' in row && typeof row.example === 'string' ? [row.example] : [],
);

const FORMS = [
  'blockdev-add driver=qcow2 node-name=z1 file.driver=file file.filename="a b" backing=null',
  'blockdev-add qcow2,node-name=z1,file.driver=file,file.filename=a,,b',
  'migrate-set-capabilities capabilities.events=on',
  'set_password vnc password=@?',
  '.hmp set_password vnc hunter2',
  '{"execute": "block_resize", "arguments": {"node-name": "d", "size": 1}, "id": [1.0]}',
  'transaction( block-dirty-bitmap-add n b; blockdev-backup d target=t sync=full;\n properties.completion-mode=grouped )',
  'query-block | jq . > x',
  '.wait job b0 state=ready timeout=3s',
  "-> { 'execute': 'qom-get', arguments: { path: '/' } }",
];

const pieces = fc.constantFrom(
  ...[
    'a',
    '=',
    '.',
    ',',
    ',,',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '!',
    '-',
    '_',
    '0',
    ' ',
    ':',
    ';',
    '\\',
    '|',
    '>',
    '\n',
    '#',
    '?',
    '@',
    '&',
  ],
  ...[
    'json:{',
    'null',
    'on',
    '1.5G',
    '0x',
    '‹secret›',
    '\u0000',
    '\ud800',
    '\u202e',
    '日',
    '👩‍👧',
    'transaction(',
    '.wait ',
    'execute',
    '__proto__',
    'constructor=1',
  ],
);

/** Lines with pieces put in, cut out, or of pieces alone. */
export const anyLine = fc.oneof(
  fc.array(pieces, { maxLength: 30 }).map(list => list.join('')),
  fc
    .tuple(
      fc.constantFrom(...FORMS, ...examples),
      fc.nat(),
      fc.nat(12),
      fc.array(pieces, { maxLength: 4 }),
    )
    .map(([line, at, length, put]) => {
      const place = at % (line.length + 1);
      return line.slice(0, place) + put.join('') + line.slice(place + length);
    }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

function read(text: string): void {
  const line = parseLine(text);
  for (const { span } of line.problems)
    holds(span.start <= span.end && span.end <= text.length + 1, 'places are on the line');
  const { syntax } = line;
  if (syntax.kind !== 'command' && syntax.kind !== 'raw' && syntax.kind !== 'transaction') return;
  for (const against of [schema, undefined]) {
    const { request, problems } = bindLine({ schema: against, annotations }, line, syntax);
    for (const { span } of problems) holds(span.start <= span.end, 'places are in order');
    const sent = request?.argumentsText ?? '{}';
    holds(/^[\x20-\x7e]*$/.test(sent), 'what is sent is ASCII');
    JSON.parse(sent);
  }
}

function readTheRest(text: string): void {
  parseWords(text.split(' '));
  parseFilter(text);
  parseWaitText(text);
  const path = readPath(text);
  if (path.ok) pickText('{"a": [{"b": 1}]}', path.steps);
}

function mask(text: string): void {
  isPrivate(annotations, text);
  const masked = maskLine(annotations, text);
  holds(maskLine(annotations, masked).length <= masked.length + 200, 'masking again adds little');
}

function completeAt(line: string, at: number): void {
  const cursor = at % (line.length + 2);
  const { replace, candidates } = complete({ line, cursor, schema, annotations });
  const [start, end] = replace;
  holds(0 <= start && start <= end && end <= line.length, 'what is replaced is on the line');
  const first = candidates[at % Math.max(1, candidates.length)];
  if (first === undefined) return;
  const accepted = line.slice(0, start) + first.insert + line.slice(end);
  read(accepted);
  complete({ line: accepted, cursor: start + first.insert.length, schema, annotations });
}

const SECRET = 'hunter2secret';
const SECRET_FORMS = [
  (value: string) => `set_password vnc ${value}`,
  (value: string) => `set_password protocol=vnc password=${value}`,
  (value: string) =>
    `{"execute": "set_password", "arguments": {"protocol": "vnc", "password": "${value}"}}`,
  (value: string) => `object-add secret id=s data=${value}`,
  (value: string) => `object-add secret,id=s,data=${value}`,
  (value: string) => `.hmp set_password vnc ${value}`,
  (value: string) => `human-monitor-command "set_password vnc ${value}"`,
  (value: string) => `migrate exec:curl+http://joe:${value}@example.invalid/x`,
  (value: string) =>
    `transaction( blockdev-snapshot-sync n0 snapshot-file=nbd://joe:${value}@example.invalid/x )`,
];

/** A secret at its place stays masked whatever is typed before it or after it, as long as the line reads the same. */
function maskSecret(form: (value: string) => string, blanks: number, after: string): void {
  const line = `${' '.repeat(blanks)}${form(SECRET)} ${after}`;
  holds(
    isPrivate(annotations, line) || !maskLine(annotations, line).includes(SECRET),
    `masked in ${line}`,
  );
}

export const LINE_TARGETS: readonly FuzzTarget[] = [
  { name: 'lines: parsed and bound', runs: 300, claim: fc.property(anyLine, read) },
  { name: 'lines: other languages', runs: 200, claim: fc.property(anyLine, readTheRest) },
  { name: 'lines: masked', runs: 200, claim: fc.property(anyLine, mask) },
  {
    name: 'lines: secrets masked',
    runs: 200,
    claim: fc.property(
      fc.constantFrom(...SECRET_FORMS),
      fc.nat(3),
      fc.array(pieces, { maxLength: 5 }).map(list => list.join('')),
      maskSecret,
    ),
  },
  {
    name: 'completion: any line, any cursor',
    runs: 150,
    claim: fc.property(anyLine, fc.nat(), completeAt),
  },
];
