// Live values that a list has as members of its elements: name and what to say of each.
import type { JsonObject } from '../../json/value.js';
import { integerIn, memberIn, objectsIn, textIn } from '../../session/session-input.js';
import type { LiveValue } from '../candidate.js';
import { type Group, query, type SourceRow } from './source-row.js';

interface ListRow {
  readonly command: string;
  /** The members that have the name, the first that is there. */
  readonly names: readonly string[];
  /** Members whose texts are the detail. */
  readonly detail?: readonly string[];
  readonly groups: readonly Group[];
}

const ROWS: Readonly<Record<string, ListRow>> = {
  job: { command: 'query-jobs', names: ['id'], detail: ['type', 'status'], groups: ['job'] },
  'block-job': {
    command: 'query-block-jobs',
    names: ['device'],
    detail: ['type', 'status'],
    groups: ['job'],
  },
  export: {
    command: 'query-block-exports',
    names: ['id'],
    detail: ['type', 'node-name'],
    groups: ['export'],
  },
  chardev: {
    command: 'query-chardev',
    names: ['label'],
    detail: ['filename'],
    groups: ['chardev'],
  },
  iothread: { command: 'query-iothreads', names: ['id'], groups: ['object'] },
  memdev: { command: 'query-memdev', names: ['id'], detail: ['size'], groups: ['object'] },
  'virtio-path': {
    command: 'x-query-virtio',
    names: ['path'],
    detail: ['name', 'type'],
    groups: ['device'],
  },
  'cpu-index': {
    command: 'query-cpus-fast',
    names: ['cpu-index'],
    detail: ['qom-path'],
    groups: ['device'],
  },
  'cpu-model': { command: 'query-cpu-definitions', names: ['name'], groups: ['cpu'] },
  'vnc-display': { command: 'query-vnc-servers', names: ['id'], groups: [] },
  'pr-manager': { command: 'query-pr-managers', names: ['id'], groups: ['object'] },
  fdset: { command: 'query-fdsets', names: ['fdset-id'], groups: ['object'] },
  'command-line-option': {
    command: 'query-command-line-options',
    names: ['option'],
    groups: [],
  },
  'qom-type': { command: 'qom-list-types', names: ['name'], detail: ['parent'], groups: [] },
  'migration-capability': {
    command: 'query-migrate-capabilities',
    names: ['capability'],
    detail: ['state'],
    groups: ['migration'],
  },
};

export const LIST_SOURCES: Readonly<Record<string, SourceRow>> = Object.fromEntries(
  Object.entries(ROWS).map(([kind, row]) => [kind, sourceOf(row)]),
);

function sourceOf({ command, names, detail = [], groups }: ListRow): SourceRow {
  const read: SourceRow['read'] = ([list]) =>
    objectsIn(list).flatMap(element => namedBy(element, names, detail));
  return { ask: [query(command)], read, groups };
}

function namedBy(
  element: JsonObject,
  names: readonly string[],
  detail: readonly string[],
): readonly LiveValue[] {
  const name = names.map(member => scalarText(element, member)).find(text => text !== undefined);
  if (name === undefined || name === '') return [];
  const texts = detail.map(member => scalarText(element, member)).filter(Boolean);
  return [{ name, ...(texts.length > 0 && { detail: texts.join(', ') }) }];
}

/** A member's text; numbers and flags as they stand. */
export function scalarText(element: JsonObject, member: string): string | undefined {
  const text = textIn(element, member) ?? integerIn(element, member);
  const flag = memberIn(element, member);
  return text === undefined && typeof flag === 'boolean' ? String(flag) : text?.toString();
}
