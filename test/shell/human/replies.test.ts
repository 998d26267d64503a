// What the fixtures do not show: texts, presets with rows within rows, errors, colours.
import { describe, expect, it } from 'vitest';
import { annotations } from '../../../src/shell/annotations-table.js';
import { humanError, humanReply } from '../../../src/shell/human/human-reply.js';
import { layoutsFor } from '../../../src/shell/human/layouts.js';

const HMP = 'human-monitor-command';

function show(json: string, command: string | undefined, columns = 80): readonly string[] {
  return humanReply({ json, command, annotations, columns, colour: false });
}

describe('a reply that is', () => {
  it.each([
    ['nothing', '{}', 'stop', ['  ok']],
    ['an empty list', '[]', 'query-block', ['  empty list']],
    ['text of HMP, its lines kept', '"a\\r\\n b\\n\\n"', HMP, ['a', ' b']],
    ['text with tabs', '"a\\tb\\n1234567\\t8"', HMP, ['a       b', '1234567 8']],
    ['text with controls', '"\\u001b[31mred\\r"', HMP, ['\\u001B[31mred\\r']],
    ['HMP without a word', '""', HMP, ['  ok']],
    ['an empty string', '""', 'qom-get', ['  ""']],
    ['a number beyond 2^53', '9007199254740993', 'qom-get', ['  9007199254740993']],
    ['a list of scalars', '["a", 1, null, true]', 'x', ['  a', '  1', '  null', '  yes']],
    ['lists within lists', '[[1, 2], [{"a": 1}]]', 'x', ['  1, 2', '  -', '    a', '    1']],
    [
      'an object with nothing in its members',
      '{"a": {}, "b": []}',
      'x',
      ['  a  (empty)', '  b  (empty list)'],
    ],
    ['a version', '{"qemu": {"micro": 0, "minor": 2, "major": 10}}', 'x', ['  qemu  10.2.0']],
  ])('%s', (_, json, command, lines) => {
    expect(show(json, command)).toEqual(lines);
  });
});

describe('a preset', () => {
  const device = (slot: number, more = '') =>
    `{"bus": 0, "slot": ${slot}, "function": 0, "qdev_id": "d${slot}", "class_info": {}${more}}`;

  it('finds the devices behind bridges too', () => {
    const bridge = device(2, `, "pci_bridge": {"bus": {}, "devices": [${device(3)}]}`);
    const [, ...rows] = show(`[{"bus": 0, "devices": [${device(1)}, ${bridge}]}]`, 'query-pci');
    expect(rows.map(row => row.trim().split(/ +/).at(-1))).toEqual(['d1', 'd2', 'd3']);
  });

  it('gives way to a table of all members where none of its columns is there', () => {
    expect(show('[{"other": 1}, {"other": 2}]', 'query-block')).toEqual([
      '  other',
      '      1',
      '      2',
    ]);
  });

  it('serves a command whose name is spelled with the other dash', () => {
    const json = '[{"name": "a", "type": "b", "more": 1}]';
    expect(show(json, 'qom_list')).toEqual(show(json, 'qom-list'));
  });

  it('serves the guest agent', () => {
    const json = '[{"mountpoint": "/", "name": "vda1", "type": "ext4", "used-bytes": 1024}]';
    expect(show(json, 'guest-get-fsinfo')[1]).toMatch(/\/ +vda1 +ext4 +1 KiB$/);
  });

  it('is for the whole return of a command only', () => {
    expect(show('[{"name": "a", "type": "b", "more": 1}]', undefined)[0]).toContain('more');
  });
});

describe('on a terminal with colours', () => {
  const layouts = layoutsFor({ columns: () => 40, colour: true });

  it('an error is broken between words, a long path between its parts', () => {
    const message = "GenericError: Could not open '/srv/images/long/name/disk.qcow2': No such file";
    expect(humanError(message, { columns: 44, colour: false })).toEqual([
      '  GenericError: Could not open',
      "  '/srv/images/long/name/disk.qcow2': No",
      '  such file',
    ]);
    expect(humanError(message, { columns: 30, colour: false })).toEqual([
      '  GenericError: Could not open',
      "  '/srv/images/long/name/",
      "  disk.qcow2': No such file",
    ]);
  });

  it('an error is red, on each of its lines', () => {
    const lines = humanError(`GenericError: ${'word '.repeat(12)}`, { columns: 40, colour: true });
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.filter(line => !/^ {2}\x1b\[31m[^\x1b]+\x1b\[0m$/.test(line))).toEqual([]);
  });

  it('pretty JSON is coloured, and the same JSON without its colours', () => {
    const json = '{"a": ["\\u001b[31m", 9007199254740993, true, null, {}]}';
    const text = layouts.pretty(json);
    expect(text).toContain('\x1b[33m9007199254740993\x1b[0m');
    expect(text.replace(/\x1b\[\d+m/g, '')).toBe(
      layoutsFor({ columns: () => 40, colour: false }).pretty(json),
    );
  });

  it('a server cannot end or begin a colour', () => {
    const text = layouts.reply('{"a\\u001b[0m": "\\u001b[0m"}', 'x');
    expect(text.split('\x1b').length - 1).toBe(2);
  });
});
