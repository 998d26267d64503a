// The schema that a simulated server announces: that of its release, as an x86 machine on Linux is built with it.

import { LazyMap } from '../json/lazy-map.js';
import { conditionHolds } from '../qapi/condition-holds.js';
import type { Condition, Marks, Schema, SchemaType } from '../qapi/model.js';

/** What the simulated build is without. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'CONFIG_WIN32',
  'CONFIG_VMNET',
  'CONFIG_COCOA',
  'CONFIG_IGVM',
  'CONFIG_AF_XDP',
  'CONFIG_PASST',
  'CONFIG_QATZIP',
  'CONFIG_QPL',
  'CONFIG_UADK',
  'CONFIG_EBPF',
  'CONFIG_AUDIO_COREAUDIO',
  'CONFIG_AUDIO_DSOUND',
  'CONFIG_AUDIO_SNDIO',
  'CONFIG_AUDIO_PIPEWIRE',
  'CONFIG_BLKIO',
]);

/** Commands of other machines; and the last, which is said to be of 7.2 and came a release later. */
const OTHER_MACHINES =
  /^(query-gic-capabilities|query-s390x-.*|set-cpu-topology|xen-event-.*|dump-skeys|query-cpu-model-(baseline|comparison)|query-migrationthreads)$/;

/** Cuts a schema down to what such a machine has; nothing is read before it is asked for. */
export function announced(schema: Schema): Schema {
  return {
    commands: cut(schema.commands, name => !OTHER_MACHINES.test(name)),
    events: cut(schema.events, () => true),
    types: cutTypes(schema.types),
  };
}

function cut<T extends Marks>(
  rows: ReadonlyMap<string, T>,
  isHere: (name: string) => boolean,
): ReadonlyMap<string, T> {
  const kept = [...rows.keys()].filter(name => isHere(name) && isBuilt(rows.get(name) ?? {}));
  return new LazyMap(new Map(kept.map(name => [name, () => required(rows, name)])));
}

function cutTypes(types: Schema['types']): Schema['types'] {
  const rows = [...types.keys()].map(name => [name, () => cutType(required(types, name))] as const);
  return new LazyMap(new Map(rows));
}

function required<T>(rows: ReadonlyMap<string, T>, name: string): T {
  const row = rows.get(name);
  if (row === undefined) throw new Error(`the schema lists '${name}' and does not have it`);
  return row;
}

function cutType(type: SchemaType): SchemaType {
  switch (type.kind) {
    case 'object': {
      const { branches } = type;
      const members = type.members.filter(isBuilt);
      return { ...type, members, ...(branches && { branches: branches.filter(isBuilt) }) };
    }
    case 'enum':
      return { ...type, values: type.values.filter(isBuilt) };
    case 'alternate':
      return { ...type, alternatives: type.alternatives.filter(isBuilt) };
    default:
      return type;
  }
}

function isBuilt({ condition }: { readonly condition?: Condition }): boolean {
  return condition === undefined || conditionHolds(condition, name => !LEFT_OUT.has(name));
}
