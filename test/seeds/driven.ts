// What a log of --log shows to have been driven: commands answered with a return, events, branches of unions.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { SYSTEMS } from './items.js';

const OURS = new Set(SYSTEMS.flatMap(system => system.items));

type Json = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
const member = (value: unknown, key: string): unknown => (isObject(value) ? value[key] : undefined);

/** The items of the five systems among what was driven. */
export function drivenIn(log: string): readonly string[] {
  const found = new Set<string>();
  const sent = new Map<unknown, Json>();
  for (const line of log.split('\n').filter(text => text !== '')) {
    const { dir, message } = JSON.parse(line);
    if (!isObject(message)) continue;
    if (dir === '>') sent.set(message.id, message);
    else if (typeof message.event === 'string') found.add(`event ${message.event}`);
    else if (isAborted(sent.get(message.id), message.error)) found.add(ABORT);
    else if ('return' in message)
      for (const item of answered(sent.get(message.id), message.return)) found.add(item);
  }
  return [...found].filter(item => OURS.has(item)).sort();
}

/** An action that does what it is for by failing. */
const ABORT = 'branch TransactionAction abort';

function isAborted(request: Json | undefined, error: unknown): boolean {
  const actions = objects(member(request?.arguments, 'actions'));
  const desc = member(error, 'desc');
  return actions.some(row => row.type === 'abort') && String(desc).includes('Abort action');
}

function answered(request: Json | undefined, reply: unknown): string[] {
  const name = request?.execute ?? request?.['exec-oob'];
  const args = request?.arguments;
  if (typeof name !== 'string') return [];
  return [`command ${name}`, ...(BRANCHES[name]?.(args) ?? []), ...specifics(reply)];
}

const BRANCHES: Readonly<Record<string, (args: unknown) => string[]>> = {
  yank: args => objects(member(args, 'instances')).map(row => `branch YankInstance ${row.type}`),
  transaction: args => [
    ...objects(member(args, 'actions')).map(row => `branch TransactionAction ${row.type}`),
    `branch completion-mode ${member(member(args, 'properties'), 'completion-mode')}`,
  ],
  'blockdev-add': nodeBranches,
};

/** A node's driver, and those of the nodes within it; a text in the place of one is a reference. */
function nodeBranches(args: unknown): string[] {
  if (!isObject(args)) return [];
  const below = ['file', 'backing', 'image', 'test', 'raw', 'children', 'log'].flatMap(
    key => args[key] ?? [],
  );
  return [
    `branch BlockdevOptions ${args.driver}`,
    ...below.flatMap(child =>
      typeof child === 'string'
        ? ['branch BlockdevRef reference']
        : ['branch BlockdevRef definition', ...nodeBranches(child)],
    ),
  ];
}

function specifics(reply: unknown): string[] {
  if (Array.isArray(reply)) return reply.flatMap(specifics);
  if (!isObject(reply)) return [];
  const type = member(reply['format-specific'], 'type');
  const here = typeof type === 'string' ? [`branch ImageInfoSpecific ${type}`] : [];
  return [...here, ...Object.values(reply).flatMap(specifics)];
}

const recordPath = (source: string) => new URL(`./driven/${source}.json`, import.meta.url).pathname;

/** The items that a source is recorded to drive; none if it is not recorded. */
export function recorded(source: string): readonly string[] {
  const path = recordPath(source);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
}

/**
 * Holds the record of a source against what it has driven just now; writes it with QMPSH_UPDATE=1. More than is recorded
 * may be driven: a loop that waits for something asks more often at one time than at another.
 */
export function checkRecord(source: string, driven: readonly string[]): void {
  if (process.env.QMPSH_UPDATE === '1') {
    writeFileSync(recordPath(source), `${JSON.stringify(driven, undefined, 2)}\n`);
  }
  const lost = recorded(source).filter(item => !driven.includes(item));
  expect(lost, `recorded of ${source}, and not driven now`).toEqual([]);
}
