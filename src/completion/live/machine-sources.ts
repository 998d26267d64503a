// Live values of the machine: places for CPUs, and what its statistics are.
import type { JsonValue } from '../../json/value.js';
import { integerIn, memberIn, objectsIn, textIn } from '../../session/session-input.js';
import type { LiveValue } from '../candidate.js';
import { distinct, query, type SourceRow } from './source-row.js';

export const MACHINE_SOURCES: Readonly<Record<string, SourceRow>> = {
  'cpu-slot': {
    ask: [query('query-hotpluggable-cpus')],
    read: ([slots], of) => slotValues(slots, of),
    groups: ['device'],
  },
  'stats-name': {
    ask: [query('query-stats-schemas')],
    read: ([schemas], of) => statsValues(schemas, of),
    groups: [],
  },
  'fdset-fd': {
    ask: [query('query-fdsets')],
    read: ([sets], of) => descriptorValues(sets, of),
    groups: ['object'],
  },
};

/** The numbers of one coordinate of the places for CPUs: first those of which a place is free. */
function slotValues(slots: JsonValue | undefined, of: string): readonly LiveValue[] {
  const rows = objectsIn(slots).flatMap(slot => {
    const name = integerIn(memberIn(slot, 'props'), of)?.toString();
    const isFree = memberIn(slot, 'qom-path') === undefined;
    return name === undefined ? [] : [{ name, detail: isFree ? 'free' : 'plugged in' }];
  });
  const isFree = ({ detail }: LiveValue) => detail === 'free';
  const free = distinct(rows.filter(isFree)).toReversed();
  return distinct([...free, ...rows.filter(row => !isFree(row)), ...free]);
}

function statsValues(schemas: JsonValue | undefined, of: string): readonly LiveValue[] {
  const meant = objectsIn(schemas).filter(row => of === '' || textIn(row, 'target') === of);
  const rows = meant.flatMap(row => objectsIn(memberIn(row, 'stats')));
  return distinct(
    rows.flatMap(row => {
      const name = textIn(row, 'name');
      return name === undefined ? [] : [{ name, detail: textIn(row, 'type') ?? '' }];
    }),
  );
}

/** The descriptors of one set, of all where the line does not say which. */
function descriptorValues(sets: JsonValue | undefined, of: string): readonly LiveValue[] {
  const meant = objectsIn(sets).filter(
    row => of === '' || integerIn(row, 'fdset-id')?.toString() === of,
  );
  const rows = meant.flatMap(row => objectsIn(memberIn(row, 'fds')));
  return rows.flatMap(row => {
    const name = integerIn(row, 'fd')?.toString();
    return name === undefined ? [] : [{ name, detail: textIn(row, 'opaque') ?? '' }];
  });
}
