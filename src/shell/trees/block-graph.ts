// The replies that tell of the block layer -> one graph: its nodes with their children, and who uses which.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../json/value.js';

/** The values under `return`, as far as the server has the commands. */
export interface BlockReplies {
  readonly 'query-block'?: JsonValue | undefined;
  readonly 'query-named-block-nodes'?: JsonValue | undefined;
  readonly 'x-debug-query-block-graph'?: JsonValue | undefined;
  readonly 'query-block-exports'?: JsonValue | undefined;
}

/** `{"as": "backing", "node": "base"}`. */
export interface BlockEdge {
  readonly as: string;
  readonly node: string;
}

export interface BlockNode {
  readonly 'node-name': string;
  readonly driver: string;
  /** As the server has it: a path, a URL, `json:{...}`. */
  readonly file: string;
  /** Sizes in bytes, as they came. */
  readonly 'virtual-size'?: JsonValue;
  readonly 'actual-size'?: JsonValue;
  readonly ro: boolean;
  readonly children: readonly BlockEdge[];
}

/** Who keeps nodes: a device of the guest, an export, a job. */
export interface BlockUser {
  readonly kind: 'device' | 'export' | 'job';
  readonly id: string;
  readonly nodes: readonly BlockEdge[];
}

export interface BlockGraph {
  readonly users: readonly BlockUser[];
  readonly nodes: readonly BlockNode[];
}

export function blockGraph(replies: BlockReplies): BlockGraph {
  const devices = objects(replies['query-block']);
  const rows = nodeRows(replies, devices);
  const debug = debugGraph(replies['x-debug-query-block-graph']);
  const nodes = rows.map(row => ({ ...nodeOf(row), children: childrenOf(row, rows, debug) }));
  const users = [...devicesOf(devices, debug), ...exportsOf(replies), ...jobsOf(debug)];
  return { users, nodes };
}

/** Before QEMU 2.0 only devices tell of their nodes. */
function nodeRows(replies: BlockReplies, devices: readonly JsonObject[]): readonly JsonObject[] {
  const named = objects(replies['query-named-block-nodes']);
  if (replies['query-named-block-nodes'] !== undefined) return named;
  return devices.map(row => row.inserted).filter(isJsonObject);
}

function nodeOf(row: JsonObject): Omit<BlockNode, 'children'> {
  const image = isJsonObject(row.image) ? row.image : {};
  const size = image['virtual-size'];
  const actual = image['actual-size'];
  return {
    'node-name': nameOf(row),
    driver: text(row.drv),
    file: text(image.filename) || text(row.file),
    ...(size === undefined ? {} : { 'virtual-size': size }),
    ...(actual === undefined ? {} : { 'actual-size': actual }),
    ro: row.ro === true,
  };
}

function nameOf(row: JsonObject): string {
  return text(row['node-name']) || text(row.file);
}

/** By what tells most: `children` (QEMU 10.1), the debugging graph (4.0), the file names of backing images. */
function childrenOf(
  row: JsonObject,
  rows: readonly JsonObject[],
  debug: DebugGraph | undefined,
): readonly BlockEdge[] {
  if (isJsonArray(row.children)) {
    return objects(row.children).map(edge => ({
      as: text(edge.child),
      node: text(edge['node-name']),
    }));
  }
  const name = nameOf(row);
  if (debug !== undefined) return debug.edgesFrom('block-driver', name);
  const backing = text(row.backing_file);
  const found = backing === '' ? undefined : rows.find(other => text(other.file) === backing);
  return found === undefined || found === row ? [] : [{ as: 'backing', node: nameOf(found) }];
}

/** query-block passes over the filters of jobs, which the debugging graph tells of. */
function devicesOf(rows: readonly JsonObject[], debug: DebugGraph | undefined): BlockUser[] {
  return rows.map(row => {
    const id = text(row.device) || text(row.qdev);
    const told = isJsonObject(row.inserted) ? [{ as: '', node: nameOf(row.inserted) }] : [];
    const roots = debug?.edgesFrom('block-backend', id) ?? [];
    const nodes = roots.length > 0 ? roots.map(edge => ({ ...edge, as: '' })) : told;
    return { kind: 'device', id, nodes };
  });
}

function exportsOf(replies: BlockReplies): BlockUser[] {
  return objects(replies['query-block-exports']).map(row => ({
    kind: 'export',
    id: `${text(row.id)} (${text(row.type)})`,
    nodes: [{ as: '', node: text(row['node-name']) }],
  }));
}

function jobsOf(debug: DebugGraph | undefined): BlockUser[] {
  return (debug?.names('block-job') ?? []).map(id => ({
    kind: 'job',
    id,
    nodes: debug?.edgesFrom('block-job', id) ?? [],
  }));
}

interface DebugGraph {
  names(type: string): readonly string[];
  edgesFrom(type: string, name: string): readonly BlockEdge[];
}

/** `{"nodes": [{"id", "type", "name"}], "edges": [{"parent", "child", "name"}]}`. */
function debugGraph(value: JsonValue | undefined): DebugGraph | undefined {
  if (!isJsonObject(value)) return undefined;
  const nodes = objects(value.nodes);
  const names = new Map(nodes.map(node => [node.id, text(node.name)]));
  const ids = new Map(nodes.map(node => [`${text(node.type)} ${text(node.name)}`, node.id]));
  const edges = new Map<JsonValue | undefined, BlockEdge[]>();
  for (const edge of objects(value.edges)) {
    const below = edges.get(edge.parent) ?? [];
    edges.set(edge.parent, [...below, { as: text(edge.name), node: names.get(edge.child) ?? '' }]);
  }
  return {
    names: type => nodes.filter(node => node.type === type).map(node => text(node.name)),
    edgesFrom: (type, name) => edges.get(ids.get(`${type} ${name}`)) ?? [],
  };
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
