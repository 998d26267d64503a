// A graph of block nodes -> the rows of its drawing, from the top: each user with the nodes below it. A backing chain
// goes straight down, however long; only what stands beside it is indented.
import type { BlockEdge, BlockGraph, BlockNode, BlockUser } from './block-graph.js';

/** One line of the drawing. */
export interface BlockRow {
  /** The marks before the name. */
  readonly prefix: string;
  readonly name: string;
  /** What the node is to the one above: `backing`, `file`; of a user its kind. */
  readonly as: string;
  /** Undefined for a user. */
  readonly node?: BlockNode;
  /** The driver of a file below that is no more than the place of this node's data. */
  readonly on?: string;
  /** Drawn in full above. */
  readonly isAgain?: boolean;
}

export function blockRows(graph: BlockGraph): readonly BlockRow[] {
  const drawing = new Drawing(graph);
  for (const user of graph.users.filter(({ kind }) => kind !== 'job')) drawing.drawUser(user);
  for (const node of rootsOf(graph)) drawing.drawChain({ as: 'no user', node }, '');
  for (const user of graph.users.filter(({ kind }) => kind === 'job')) drawing.drawUser(user);
  drawing.drawRest();
  return drawing.rows;
}

/** Nodes that no user and no other node has. */
function rootsOf({ users, nodes }: BlockGraph): readonly string[] {
  const used = new Set(
    [
      ...users.filter(({ kind }) => kind !== 'job').flatMap(user => user.nodes),
      ...nodes.flatMap(node => node.children),
    ].map(edge => edge.node),
  );
  return nodes.map(node => node['node-name']).filter(name => !used.has(name));
}

class Drawing {
  readonly rows: BlockRow[] = [];
  readonly #nodes: ReadonlyMap<string, BlockNode>;
  /** How many have the node as a child. */
  readonly #parents = new Map<string, number>();
  readonly #drawn = new Set<string>();

  constructor({ nodes }: BlockGraph) {
    this.#nodes = new Map(nodes.map(node => [node['node-name'], node]));
    for (const { node } of nodes.flatMap(row => row.children)) {
      this.#parents.set(node, (this.#parents.get(node) ?? 0) + 1);
    }
  }

  drawUser({ kind, id, nodes }: BlockUser): void {
    this.rows.push({ prefix: '', name: id, as: kind });
    nodes.forEach((edge, at) => {
      const isLast = at === nodes.length - 1;
      this.drawChain(edge, nodes.length === 1 || isLast ? '└ ' : '├ ');
    });
  }

  /** Nodes that have each other below them: no server has such, and none is left out. */
  drawRest(): void {
    for (const node of this.#nodes.keys()) {
      if (!this.#drawn.has(node)) this.drawChain({ as: 'no user', node }, '');
    }
  }

  /** A node, what stands beside the chain that goes on from it, and that chain. */
  drawChain(first: BlockEdge, mark: string): void {
    const below = mark === '├ ' ? '│ ' : ' '.repeat(mark.length);
    let edge: BlockEdge | undefined = first;
    let prefix = mark;
    while (edge !== undefined) {
      const next: BlockEdge | undefined = this.#drawNode(edge, prefix, below);
      edge = next;
      prefix = below;
    }
  }

  /** Gives the child with which the chain goes on. */
  #drawNode({ as, node: name }: BlockEdge, prefix: string, below: string): BlockEdge | undefined {
    const node = this.#nodes.get(name);
    if (node === undefined || this.#drawn.has(name)) {
      this.rows.push({ prefix, name, as, ...(node === undefined ? {} : { isAgain: true }) });
      return undefined;
    }
    this.#drawn.add(name);
    const place = this.#place(node);
    const on = place === undefined ? {} : { on: this.#nodes.get(place.node)?.driver ?? '' };
    this.rows.push({ prefix, name, as, node, ...on });
    const children = node.children.filter(child => child !== place);
    const next = children.find(child => child.as === 'backing') ?? onlyOne(children);
    const beside = children.filter(child => child !== next);
    beside.forEach((child, at) => {
      const isLast = next === undefined && at === beside.length - 1;
      this.#drawBeside(child, below, isLast);
    });
    return next;
  }

  #drawBeside(edge: BlockEdge, below: string, isLast: boolean): void {
    const from = this.rows.length;
    this.drawChain(edge, isLast ? '└ ' : '├ ');
    for (let at = from; at < this.rows.length; at += 1) {
      const row = this.rows[at]!;
      this.rows[at] = { ...row, prefix: below + row.prefix };
    }
  }

  /** A file that nobody named, nobody else uses and has nothing below: it is told in the line of its node. */
  #place(node: BlockNode): BlockEdge | undefined {
    const file = node.children.find(child => child.as === 'file');
    const below = file && this.#nodes.get(file.node);
    const isBare = below?.children.length === 0 && this.#parents.get(below['node-name']) === 1;
    if (below === undefined || !isBare || !below['node-name'].startsWith('#')) return undefined;
    this.#drawn.add(below['node-name']);
    return file;
  }
}

function onlyOne(children: readonly BlockEdge[]): BlockEdge | undefined {
  return children.length === 1 ? children[0] : undefined;
}
