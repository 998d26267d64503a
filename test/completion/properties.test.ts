// What holds for any line: no prefix of anything throws, and no candidate makes a line worse.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import annotations from '../../schema/annotations.json' with { type: 'json' };
import type { LiveValue, Sources } from '../../src/completion/candidate.js';
import { complete } from '../../src/completion/complete.js';
import { annotationsFrom } from '../../src/shell/annotations.js';
import { bindLine } from '../../src/shell/binding/bind-command.js';
import { parseLine } from '../../src/shell/line.js';
import { schema } from './completing.js';

const TABLE = annotationsFrom(annotations);

/** Names that need care on a line, wherever live values stand. */
const NAMES: readonly LiveValue[] = [
  ...[{ name: 'disk0' }, { name: 'a b' }, { name: 'null' }, { name: "it's,1" }, { name: '0' }],
  ...[
    { name: 'flag', type: 'bool' },
    { name: 'link', type: 'link<iothread>' },
  ],
];
const sources: Sources = () => NAMES;

function completed(line: string, cursor: number) {
  return complete({ line, cursor, schema, annotations: TABLE, sources });
}

const EXAMPLES = Object.values(annotations.commands).flatMap(row =>
  'example' in row ? [row.example] : [],
);
const OTHERS = [
  '{"execute": "blockdev-add", "arguments": {"driver": "qcow2", "file": {"driver": "file"}}}',
  "{'execute': 'transaction', 'arguments': {'actions': [{'type': 'abort', 'data': {}}]}}",
  'transaction( blockdev-backup device=a target=b sync=full ; abort ; properties.completion-mode=grouped )',
  '.wait event BLOCK_JOB_COMPLETED device=b0,-STOP since=now timeout=30s',
  '.watch -n 2 query-block-jobs',
  'device_add virtio-blk-pci,drive=d0,id=x',
  'migrate "exec:cat > /tmp/x" > y',
  '?block',
];

/** What is missing may still come; what is refused is refused by its name, which is not offered. */
const PARDONED: ReadonlySet<string> = new Set(['missing-member', 'refused']);

/** Mistakes in a line. */
function errors(text: string): readonly string[] {
  const isOpen = text.startsWith('transaction(') && !text.includes(')');
  const line = parseLine(isOpen ? `${text})` : text);
  const { syntax } = line;
  const isRequest =
    syntax.kind === 'command' || syntax.kind === 'raw' || syntax.kind === 'transaction';
  const problems = isRequest
    ? bindLine({ schema, annotations: TABLE }, line, syntax).problems
    : line.problems;
  const wrong = problems.filter(row => row.severity === 'error' && !PARDONED.has(row.code));
  return wrong.map(row => row.message);
}

/** The line after one candidate. One that ends in `=` or `.` is waiting for what follows. */
function accepted(line: string, choice: number): string | undefined {
  const { replace, candidates } = completed(line, line.length);
  const candidate = candidates[choice % Math.max(1, candidates.length)];
  if (candidate === undefined) return undefined;
  return line.slice(0, replace[0]) + candidate.insert + line.slice(replace[1]);
}

/** A word that has only begun has no meaning yet, and no mistake. */
function isWaiting(line: string): boolean {
  return !/\s$/.test(line);
}

describe('completion', () => {
  it('takes every prefix of every example', () => {
    const lines = [...EXAMPLES, ...OTHERS];
    const prefixes = lines.flatMap(line => [...line].map((_, end) => line.slice(0, end + 1)));
    for (const prefix of new Set(prefixes)) completed(prefix, prefix.length);
  }, 180_000);

  it.each(OTHERS)('takes every place of: %s', line => {
    for (let at = 0; at <= line.length; at += 1) completed(line, at);
  });

  it('never throws, and replaces a part of the line, for any text', () => {
    const piece = fc.oneof(
      fc.constantFrom(...EXAMPLES, ...OTHERS),
      fc.constantFrom('{', '}', '"', "'", '=', '.', ',', '(', ')', ';', ' ', '\n', '[', ':', '\\'),
      fc.string({ maxLength: 6 }),
    );
    const text = fc.array(piece, { maxLength: 5 }).map(parts => parts.join(''));
    fc.assert(
      fc.property(text, fc.nat(200), (line, at) => {
        const { replace } = completed(line, at);
        const [start, end] = replace;
        return 0 <= start && start <= end && end <= line.length;
      }),
      { numRuns: 500 },
    );
  });

  it('offers nothing that makes a line wrong, wherever accepting leads', () => {
    const name = fc.constantFrom(...schema.commands.keys(), 'transaction(', 'transaction(');
    const choices = fc.array(fc.nat(60), { maxLength: 12 });
    fc.assert(
      fc.property(name, choices, (command, picks) => {
        let line = `${command} `;
        for (const pick of picks) {
          const next = accepted(line, pick) ?? (line.endsWith('=') ? `${line}1 ` : line);
          if (!isWaiting(next)) expect([next, errors(next)]).toEqual([next, []]);
          line = next;
        }
      }),
      { numRuns: 400 },
    );
  });

  it('offers nothing that makes raw JSON unreadable', () => {
    const name = fc.constantFrom(...schema.commands.keys());
    fc.assert(
      fc.property(name, fc.array(fc.nat(40), { maxLength: 6 }), (command, picks) => {
        let line = `{"execute": "${command}"`;
        for (const pick of picks) line = accepted(line, pick) ?? line;
        expect(parseLine(line).problems).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
