// What must hold for any line, half typed ones too.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import annotations from '../../schema/annotations.json' with { type: 'json' };
import { printJson } from '../../src/json/print.js';
import { oneLine } from '../../src/json/text.js';
import type { Bound } from '../../src/shell/binding/bound.js';
import { type Line, parseLine, parseWords } from '../../src/shell/line.js';
import { bind, schema } from './lines.js';

const examples = Object.values(annotations.commands).flatMap(row =>
  'example' in row && typeof row.example === 'string' ? [row.example] : [],
);

/** Lines of the language as it is documented, each form at least once. */
const FORMS = [
  'blockdev-add driver=qcow2 node-name=z1 file.driver=file file.filename="a b" backing=null',
  'blockdev-add qcow2,node-name=z1,file.driver=file,file.filename=a,,b',
  'blockdev-add quorum vote-threshold=1 children.0=a children.1.driver=null-co',
  'block_resize node-name=disk0 size=1.5G',
  'migrate-set-capabilities capabilities.events=on capabilities.xbzrle=off',
  'send-key ctrl-alt-f1',
  'device_add virtio-blk-pci,drive=d0,id=x bus=rp0',
  'qom-set /machine prop {"a": [1, {"b": "c"}]}',
  'chardev-add socket,id=c,path=/x,server=on,wait=off',
  'query-cpu-model-expansion type=full model.name=max model.props.sse4.1=on',
  'blockdev-add raw file=json:{"driver": "file", "filename": "x"}',
  "device_del 'a=b' | jq '.[]' > x",
  '!yank instances=[{"type": "block-node", "node-name": "n0"}]',
  '{"execute": "block_resize", "arguments": {"node-name": "d", "size": 1}, "id": [1.0]}',
  "-> { 'execute': 'qom-get', arguments: { path: '/', 'property': \"type\" } }",
  'transaction( block-dirty-bitmap-add n b; blockdev-backup d target=t sync=full;\n properties.completion-mode=grouped )',
];

const lines = [...FORMS, ...examples];

/** Binds what can be bound, with a schema and without. */
function boundOf({ syntax: { kind }, text }: Line): readonly Bound[] {
  if (kind !== 'command' && kind !== 'raw' && kind !== 'transaction') return [];
  return [bind(text, schema), bind(text, null)];
}

/** What would be sent. */
function boundText(line: Line): string | undefined {
  return boundOf(line)[0]?.request?.argumentsText;
}

it('has a line of every command that has an example', () => {
  expect(lines.length).toBeGreaterThan(100);
});

describe('every prefix', () => {
  it.each(lines)('of %s parses and binds without throwing, its places within it', whole => {
    for (let length = 0; length <= whole.length; length += 1) {
      const line = parseLine(whole.slice(0, length));
      for (const { span } of [line, ...boundOf(line)].flatMap(row => row.problems)) {
        expect(span.start).toBeLessThanOrEqual(span.end);
        expect(span.end).toBeLessThanOrEqual(length + 1);
      }
    }
  });

  it.each(FORMS)('and every suffix of %s too', whole => {
    for (let start = 0; start < whole.length; start += 1) boundText(parseLine(whole.slice(start)));
  });
});

const anyLine = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'ab.=,"\'{}[]()!-_0 1:;\\|>\n#?') }),
  fc
    .tuple(fc.constantFrom(...lines), fc.string({ unit: 'binary', maxLength: 5 }), fc.nat(80))
    .map(([line, text, at]) => line.slice(0, at) + text + line.slice(at)),
);

describe('any line', () => {
  it('parses and binds without throwing', () => {
    fc.assert(fc.property(anyLine, text => void boundText(parseLine(text))));
  });

  it('is sent as JSON in pure ASCII', () => {
    fc.assert(
      fc.property(anyLine, text => {
        const sent = boundText(parseLine(text)) ?? '{}';
        expect(sent).toMatch(/^[\x20-\x7e]*$/);
        expect(() => JSON.parse(sent)).not.toThrow();
      }),
    );
  });
});

describe('words that a shell has split', () => {
  it('reach the server as they are, where the member is a string', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a =,.{}[]\\|>#') }), text => {
        const { syntax, problems } = parseWords(['device_del', `id=${text}`]);
        const value = syntax.kind === 'command' ? syntax.words[0]?.value : undefined;
        if (problems.length === 0 && value?.kind === 'text') expect(value.text).toBe(text);
        else expect(text).toMatch(/^[[{]|json:\{/);
      }),
    );
  });
});

describe('raw JSON', () => {
  const raw = fc.record({
    execute: fc.string(),
    arguments: fc.dictionary(fc.string(), fc.jsonValue()),
  });

  it('is sent as it was given, whatever its arguments', () => {
    fc.assert(
      fc.property(raw, request => {
        const text = JSON.stringify(request.arguments);
        const sent = bind(JSON.stringify(request)).request;
        expect(sent?.name).toBe(request.execute);
        expect(JSON.parse(sent?.argumentsText ?? '')).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps integers of any size digit for digit', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.double({ noNaN: true, noDefaultInfinity: true }), (n, x) => {
        const args = `{"n": ${n}, "l": [${JSON.stringify(x)}, ${n}.0, 1E${n % 300n}]}`;
        const sent = bind(`{"execute": "x", "arguments": ${args}, "id": ${n}}`).request;
        expect(sent).toMatchObject({ argumentsText: oneLine(args), userId: String(n) });
      }),
    );
  });
});

it('binds the same whether - or _ is typed in names', () => {
  const dry = (line: string) => printJson(bind(line).arguments);
  expect(dry('block-resize node_name=d size=1G')).toBe(dry('block_resize node-name=d size=1G'));
});
