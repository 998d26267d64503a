// What helps with a line while it is typed: the signature, the member at the cursor, and what would be sent.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import annotations from '../../schema/annotations.json' with { type: 'json' };
import { type Hint, lineHint, NO_HINT } from '../../src/completion/line-hint.js';
import type { Schema } from '../../src/qapi/model.js';
import { annotationsFrom } from '../../src/shell/annotations.js';
import { schema } from './completing.js';

const TABLE = annotationsFrom(annotations);

/** The hint for a line with its cursor as `|`. */
function hintAt(text: string, against: Schema | undefined = schema): Hint {
  const cursor = text.lastIndexOf('|');
  const line = text.slice(0, cursor) + text.slice(cursor + 1);
  return lineHint({ line, cursor, schema: against, annotations: TABLE });
}

/** `block_resize <size=> [device=] (node-name=)`: the current one between angles, given ones in brackets. */
function signature(text: string): string {
  const shown = { command: '', mandatory: '', optional: '', given: '()', current: '<>' } as const;
  return hintAt(text)
    .signature.map(({ text, kind }) => `${shown[kind][0] ?? ''}${text}${shown[kind][1] ?? ''}`)
    .join(' ');
}

describe('the signature', () => {
  it.each([
    ['block_resize|', 'block_resize size= [device=] [node-name=]'],
    ['block_resize |', 'block_resize size= [device=] [node-name=]'],
    ['block_resize si|', 'block_resize <[node-name=]> size= [device=]'],
    ['block_resize size=|', 'block_resize <size=> [device=] [node-name=]'],
    ['block_resize size=1G|', 'block_resize <size=> [device=] [node-name=]'],
    ['block_resize size=1G |', 'block_resize [device=] [node-name=] (size=)'],
    ['block_resize di|', 'block_resize <[node-name=]> size= [device=]'],
    ['block_resize disk.0|', 'block_resize <[node-name=]> size= [device=]'],
    ['block_resize disk0 1|', 'block_resize <size=> [device=] ([node-name=])'],
    ['block-resize|', 'block_resize size= [device=] [node-name=]'],
    ['block_resize node_name=|', 'block_resize <[node-name=]> size= [device=]'],
    ['query-status |', 'query-status'],
    ['!yank ins|', 'yank <instances=>'],
    ['nosuch-command a=|', ''],
    ['|', ''],
    ['.wait job|', ''],
    ['?block|', ''],
    ['{"execute": "stop"|', ''],
  ])('of %s is %s', (text, expected) => {
    expect(signature(text)).toBe(expected);
  });

  it('has the members of a branch once its discriminator is given', () => {
    expect(signature('blockdev-add driver=nvme |')).toMatch(/^blockdev-add .*device= namespace=/);
    expect(signature('blockdev-add |')).not.toContain('namespace=');
  });
});

describe('the member at the cursor', () => {
  it.each([
    ['block_resize size=|', /^size: int, bytes, mandatory — \S/],
    ['block_resize disk0|', /^node-name: str — \S/],
    ['blockdev-add driver=qcow2 file.|', /^file: .*mandatory/],
    ['blockdev-add driver=qcow2 file.filename=x|', /^file: /],
    ['set_link name=a up=|', /^up: bool, mandatory — \S/],
  ])('of %s is told', (text, expected) => {
    expect(hintAt(text).about).toMatch(expected);
  });

  it.each([
    'block_resize |',
    'block_resize size=1G |',
    'blockdev-add driver=qcow2 fi|',
    'block_resize nosuch=|',
    'stop|',
  ])('is none at %s', text => {
    expect(hintAt(text).about).toBeUndefined();
  });
});

describe('what would be sent', () => {
  it.each([
    ['query-status|', '{"execute":"query-status"}'],
    ['!query-yank|', '{"exec-oob":"query-yank"}'],
    [
      'block_resize disk0 10G|',
      '{"execute":"block_resize","arguments":{"node-name":"disk0","size":10737418240}}',
    ],
    [
      'block_resize size=9223372036854775807|',
      '{"execute":"block_resize","arguments":{"size":9223372036854775807}}',
    ],
    ["{'execute': 'stop'}|", '{"execute":"stop"}'],
    [
      'transaction( abort )|',
      '{"execute":"transaction","arguments":{"actions":[{"type":"abort","data":{}}]}}',
    ],
    ['|', undefined],
    ['# a note|', undefined],
    ['.jobs|', undefined],
  ])('for %s is %s', (text, preview) => {
    expect(hintAt(text).preview).toBe(preview);
  });

  it('is known without a schema, by form', () => {
    const line = 'some-command a=b';
    expect(lineHint({ line, cursor: 0, schema: undefined, annotations: TABLE })).toEqual({
      ...NO_HINT,
      preview: '{"execute":"some-command","arguments":{"a":"b"}}',
    });
  });

  it('is not made of what is too long to be read', () => {
    expect(hintAt(`stop ${'x'.repeat(4_000)}|`)).toEqual(NO_HINT);
  });

  it.each([
    'set_password protocol=vnc password=S3CRET|',
    'set_password vnc S3CRET|',
    'change-vnc-password S3CRET|',
    'object-add secret id=s0 data=S3CRET|',
    'object-add secret,id=s0,data=S3CRET|',
    "{'execute': 'set_password', 'arguments': {'protocol': 'vnc', 'password': 'S3CRET'}}|",
    "human-monitor-command command-line='set_password vnc S3CRET'|",
    "human-monitor-command 'change vnc password S3CRET'|",
    'blockdev-add driver=https node-name=n url=https://me:S3CRET@host/x|',
    'blockdev-add driver=ssh node-name=n user=me password-secret=s0 file.url=https://me:S3CRET@host|',
    'transaction( set_password password=S3CRET )|',
    'migrate uri=tcp://me:S3CRET@host|',
    'set_pasword vnc S3CRET|',
  ])('never shows the secret of %s', text => {
    const { preview = '', about = '', signature } = hintAt(text);
    expect([preview, about, ...signature.map(part => part.text)].join(' ')).not.toContain('S3CRET');
  });

  it('shows a mask in its place', () => {
    expect(hintAt('change-vnc-password S3CRET|').preview).toContain('‹secret›');
  });
});

const LINES = [
  ...Object.values(annotations.commands).flatMap(row => ('example' in row ? [row.example] : [])),
  '{"execute": "blockdev-add", "arguments": {"driver": "qcow2", "file": {"driver": "file"}}}',
  "{'exec-oob': 'yank', 'arguments': {'instances': [{'type': 'block-node'}]}}",
  'transaction( blockdev-backup device=a target=b sync=full ; abort ; properties.completion-mode=grouped )',
  'device_add virtio-blk-pci,drive=d0,id=x',
  'blockdev-add json:{"driver":"qcow2"} a="b c" d=\'e\' > file',
  '__proto__ constructor=1 toString= a.__proto__.b=2',
];

/** Of the places in a line, every so many: all of them take ten seconds. */
const STRIDE = 4;

describe('any line', () => {
  it('has a hint at any place, whatever stands there', () => {
    LINES.forEach((line, at) => {
      lineHint({ line, cursor: line.length, schema: undefined, annotations: TABLE });
      for (let cursor = at % STRIDE; cursor <= line.length; cursor += STRIDE)
        lineHint({ line: line.slice(0, cursor), cursor, schema, annotations: TABLE });
    });
  });

  it('has one with anything put into it', () => {
    const noise = fc.string({
      unit: fc.constantFrom(
        '=',
        '.',
        ',',
        '"',
        "'",
        '{',
        '[',
        ' ',
        '\n',
        '@?',
        '日',
        '\ud800',
        '0',
      ),
    });
    fc.assert(
      fc.property(fc.constantFrom(...LINES), fc.nat(90), noise, (line, at, put) => {
        const text = line.slice(0, at) + put + line.slice(at);
        const hint = lineHint({ line: text, cursor: at + put.length, schema, annotations: TABLE });
        expect(hint.signature.filter(part => part.kind === 'current').length).toBeLessThan(2);
      }),
    );
  });
});
