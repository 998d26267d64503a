import { describe, expect, it } from 'vitest';
import { printJson } from '../../../src/json/print.js';
import type { BlockGraph, BlockNode, BlockUser } from '../../../src/shell/trees/block-graph.js';
import { blockGraph } from '../../../src/shell/trees/block-graph.js';
import { blockLines } from '../../../src/shell/trees/block-lines.js';
import { stringWidth } from '../../../src/text/width.js';

/** `top qcow2 backing=base file=#f`: a node's name, its driver, its children. */
function node(text: string): BlockNode {
  const [name = '', driver = '', ...edges] = text.split(' ');
  const children = edges.map(edge => {
    const [as = '', below = ''] = edge.split('=');
    return { as, node: below };
  });
  return { 'node-name': name, driver, file: '', ro: false, children };
}

const device = (id: string, name: string): BlockUser => ({
  kind: 'device',
  id,
  nodes: [{ as: '', node: name }],
});
const job = (id: string, ...edges: [string, string][]): BlockUser => ({
  kind: 'job',
  id,
  nodes: edges.map(([as, name]) => ({ as, node: name })),
});
const drawn = (users: BlockUser[], nodes: string[], columns = 80) =>
  blockLines({ users, nodes: nodes.map(node) }, { columns, indent: 2, paint: text => text });

describe('blockLines', () => {
  it.each<[string, BlockUser[], string[], string[]]>([
    [
      'goes straight down a backing chain',
      [device('vd0', 'top')],
      ['top qcow2 backing=mid', 'mid qcow2 backing=base', 'base raw'],
      ['vd0    device', '└ top           qcow2', '  mid  backing  qcow2', '  base  backing  raw'],
    ],
    [
      'tells a file that nobody named in the line of its node',
      [device('vd0', 'top')],
      ['top qcow2 file=#f', '#f file'],
      ['vd0 device', '└ top qcow2 on file'],
    ],
    [
      'draws a file that has a name, or other users, as a node',
      [],
      ['top qcow2 file=f backing=base', 'f file', 'base qcow2 file=#g', '#g file', 'x raw file=#g'],
      [
        'top no user qcow2',
        '├ f file file',
        'base backing qcow2',
        '#g file file',
        'x no user raw',
        '#g file ↑',
      ],
    ],
    [
      'indents what stands beside a chain',
      [device('vd0', 'q')],
      ['q quorum children.0=a children.1=b', 'a raw file=#f', '#f file', 'b raw'],
      ['vd0 device', '└ q quorum', '  ├ a children.0 raw on file', '  └ b children.1 raw'],
    ],
    [
      'draws a node once, and points at it from elsewhere',
      [device('vd0', 'm'), job('j0', ['source', 'top'], ['target', 't'])],
      ['m mirror_top backing=top', 'top qcow2', 't null-co'],
      [
        'vd0 device',
        '└ m mirror_top',
        '  top backing qcow2',
        't no user null-co',
        'j0 job',
        '├ top source ↑',
        '└ t target ↑',
      ],
    ],
    [
      'names a child that the server did not tell of',
      [],
      ['a raw file=gone'],
      ['a no user raw', 'gone file'],
    ],
    ['says so where there is nothing', [], [], ['no block nodes']],
  ])('%s', (_, users, nodes, lines) => {
    const plain = (line: string) => line.trim().replace(/ +/g, ' ');
    const rows = drawn(users, nodes).map(plain);
    expect(rows[0] === 'no block nodes' ? rows : rows.slice(1)).toEqual(lines.map(plain));
  });

  it('ends with a graph that goes in a circle', () => {
    expect(drawn([device('d', 'a')], ['a raw file=b', 'b raw file=a']).join('\n')).toContain('↑');
  });

  it('draws all nodes of a circle that nobody uses', () => {
    expect(drawn([], ['a raw file=b', 'b raw file=a'])).toHaveLength(4);
  });

  it('draws a chain of 10,000', () => {
    const names = Array.from({ length: 10_000 }, (_, at) => `n${at} qcow2 backing=n${at + 1}`);
    expect(drawn([device('vd0', 'n0')], names)).toHaveLength(10_003);
  });

  it.each([60, 80, 120])('keeps within %i columns', columns => {
    const long = 'a-name-that-is-as-long-as-any-can';
    const graph: BlockGraph = {
      users: [device('/machine/peripheral/vd1/virtio-backend', long)],
      nodes: [
        { ...node(`${long} qcow2`), file: `/vm/${'x'.repeat(200)}`, 'virtual-size': 2 ** 40 },
      ],
    };
    const lines = blockLines(graph, { columns, indent: 2, paint: text => text });
    expect(Math.max(...lines.map(stringWidth))).toBeLessThanOrEqual(columns);
    expect(lines[1]).toMatch(/^ {2}vd1 /);
  });

  it.each([
    ['/vm/a', '/vm/a'],
    ['json:{"driver": "qcow2", "file": {"driver": "file", "filename": "/vm/a"}}', '/vm/a'],
    ['json:{"driver": "raw", "file": {"driver": "null-co", "size": 1}}', undefined],
    ['json:{"driver": "quorum", "children": [{}]}', undefined],
    ['json:{"driver": "nbd", "server": {}}', 'json:{"driver": "nbd", "server": {}}'],
    ['json:{', 'json:{'],
  ])('tells of the file %s as %s', (file, told) => {
    const graph: BlockGraph = { users: [], nodes: [{ ...node('a raw'), file }] };
    const lines = blockLines(graph, { columns: 120, indent: 2, paint: text => text });
    expect(lines[1]?.trim().split(/ {2,}/)[3]).toBe(told);
  });

  it('escapes what a server names', () => {
    const graph: BlockGraph = {
      users: [device('\u001b[31m', '\u009bx')],
      nodes: [{ ...node('\u009bx \u202e'), file: '/\u001b]0;x' }],
    };
    const lines = blockLines(graph, { columns: 120, indent: 2, paint: text => text });
    expect(lines.join('\n')).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  });
});

describe('blockGraph', () => {
  const named = (rows: object[]) => ({
    'query-named-block-nodes': JSON.parse(JSON.stringify(rows)),
  });

  it('takes the children of QEMU 10.1 as they are told', () => {
    const children = [{ child: 'file', 'node-name': 'f' }];
    const graph = blockGraph(named([{ 'node-name': 'a', drv: 'raw', children }]));
    expect(graph.nodes[0]?.children).toEqual([{ as: 'file', node: 'f' }]);
  });

  it('finds backing images by their names where nothing tells of children', () => {
    const rows = [
      { 'node-name': 'a', drv: 'qcow2', file: '/a', backing_file: '/b' },
      { 'node-name': 'b', drv: 'qcow2', file: '/b' },
    ];
    expect(blockGraph(named(rows)).nodes[0]?.children).toEqual([{ as: 'backing', node: 'b' }]);
  });

  it('takes nodes from the devices of a server that names none', () => {
    const devices = [
      { device: 'ide0-hd0', inserted: { drv: 'raw', file: '/a', ro: true } },
      { device: 'cd' },
    ];
    const graph = blockGraph({ 'query-block': JSON.parse(JSON.stringify(devices)) });
    expect(graph.nodes.map(row => [row['node-name'], row.driver, row.ro])).toEqual([
      ['/a', 'raw', true],
    ]);
    expect(graph.users.map(user => user.nodes.length)).toEqual([1, 0]);
  });

  it.each([['null'], ['[1]'], ['[{"inserted": 3}]'], ['{"nodes": [{}], "edges": [{}]}']])(
    'bears %s in the place of any reply',
    text => {
      const value = JSON.parse(text);
      const replies = {
        'query-block': value,
        'x-debug-query-block-graph': value,
        'query-block-exports': value,
      };
      const all = { ...replies, 'query-named-block-nodes': value };
      const told = JSON.parse(JSON.stringify(blockGraph(all)));
      expect(printJson(told)).toContain('nodes');
    },
  );
});
