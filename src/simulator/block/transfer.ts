// A read or write of a node, on its way down to what it lies on: storage that hangs or is slow, errors that blkdebug
// injects, votes of a quorum, write thresholds. Nothing is read or written anywhere.
import type { JsonObject } from '../../json/value.js';
import { numberOf, objectsIn, textOf } from '../arguments.js';
import { hangFor, hangOn } from '../hang.js';
import type { BlockNode } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';

export interface Transfer {
  readonly kind: 'read' | 'write';
  /** In bytes, both. */
  readonly offset: number;
  readonly length: number;
}

/** Does it; gives the error number where it fails, undefined where it comes through. */
export function transfer(turn: Turn, node: BlockNode, request: Transfer): number | undefined {
  waitFor(turn, node);
  if (node.isYanked) return EIO;
  if (request.kind === 'write') watchThreshold(turn, node, request);
  const injected = inject(turn, node, request);
  if (injected !== undefined) return injected;
  if (node.driver === 'quorum') return vote(turn, node, request);
  const backing = request.kind === 'read' ? node.backing : undefined;
  return firstError(turn, [node.file, ...node.others, backing], request);
}

const EIO = 5;

function firstError(
  turn: Turn,
  names: readonly (string | undefined)[],
  request: Transfer,
): number | undefined {
  for (const name of names) {
    const child = name === undefined ? undefined : turn.vm.nodes.get(name);
    const error = child && transfer(turn, child, request);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** Storage that answers nothing, or late. */
function waitFor(turn: Turn, { name, isStuck, options }: BlockNode): void {
  if (isStuck) hangOn(turn, name);
  const latency = numberOf(options, 'latency-ns') ?? 0;
  if (latency > 0) hangFor(turn, latency / 1e6);
}

/** The event comes once; then the threshold is no more. */
function watchThreshold(turn: Turn, node: BlockNode, { offset, length }: Transfer): void {
  const threshold = Number(node.writeThreshold);
  const exceeded = offset + length - threshold;
  if (threshold === 0 || exceeded <= 0) return;
  turn.emit('BLOCK_WRITE_THRESHOLD', {
    'node-name': node.name,
    'write-threshold': node.writeThreshold,
    'amount-exceeded': exceeded,
  });
  turn.setNode({ ...node, writeThreshold: 0 });
}

const SECTOR = 512;

/** The rules of a blkdebug node; one that is for once is gone afterwards. */
export function rulesOf({ driver, options }: BlockNode): readonly JsonObject[] {
  return driver === 'blkdebug' ? objectsIn(options, 'inject-error') : [];
}

function inject(turn: Turn, node: BlockNode, request: Transfer): number | undefined {
  const rules = rulesOf(node);
  const hit = rules.find(rule => isHit(rule, request));
  if (hit === undefined) return undefined;
  const left = rules.filter(rule => rule !== hit || rule.once !== true);
  turn.setNode({ ...node, options: { ...node.options, 'inject-error': left } });
  return numberOf(hit, 'errno') ?? EIO;
}

function isHit(rule: JsonObject, { kind, offset, length }: Transfer): boolean {
  const at = numberOf(rule, 'sector');
  const isThere =
    at === undefined || at < 0 || (at * SECTOR < offset + length && (at + 1) * SECTOR > offset);
  return isThere && (textOf(rule, 'iotype') ?? kind) === kind;
}

/** Each child is asked; those that fail are told of, and all if too few are left. */
function vote(turn: Turn, node: BlockNode, request: Transfer): number | undefined {
  const failed = node.others.filter(name => {
    const error = firstError(turn, [name], request);
    if (error !== undefined) reportBad(turn, name, request, error);
    return error !== undefined;
  });
  const threshold = numberOf(node.options, 'vote-threshold') ?? 0;
  if (node.others.length - failed.length >= threshold) return undefined;
  turn.emit('QUORUM_FAILURE', { reference: node.name, ...sectorsOf(request) });
  return EIO;
}

function reportBad(turn: Turn, name: string, request: Transfer, error: number): void {
  turn.emit('QUORUM_REPORT_BAD', {
    'node-name': name,
    ...sectorsOf(request),
    type: request.kind,
    error: errorText(error),
  });
}

function sectorsOf({ offset, length }: Transfer): JsonObject {
  const first = Math.floor(offset / SECTOR);
  const end = Math.ceil((offset + length) / SECTOR);
  return { 'sectors-count': end - first, 'sector-num': first };
}

const ERRORS: Readonly<Record<number, string>> = {
  5: 'Input/output error',
  28: 'No space left on device',
};

/** An error number as the C library words it. */
export function errorText(errno: number): string {
  return ERRORS[errno] ?? `Unknown error ${errno}`;
}
