// What binding found elsewhere on the line, looked up by the path of an object.
import type { Place } from '../shell/binding/walk.js';
import type { Surroundings } from './object-place.js';

type MembersPlace = Extract<Place, { kind: 'members' }>;

/** Nothing is given. */
export const EMPTY_SURROUNDINGS: Surroundings = surroundingsOf([], '');

/** What the walk of binding came by in `line`. */
export function surroundingsOf(places: readonly Place[], line: string): Surroundings {
  const members = places.filter((place): place is MembersPlace => place.kind === 'members');
  const at = (path: readonly string[]) => members.findLast(row => isSamePath(row.path, path));
  return {
    given: path => at(path)?.given ?? stepsBelow(places, path),
    tagValues: path => at(path)?.tagValues ?? {},
    leavesOutData: path => at(path)?.leavesOutData ?? true,
    pairNames: path => pairNames(places, line, path),
    objects: members.filter(row => row.span === undefined),
  };
}

/** Of what is no object, a list that is: the indices that are there. */
function stepsBelow(places: readonly Place[], path: readonly string[]): string[] {
  const below = places.filter(
    place => place.path.length > path.length && isBelow(place.path, path),
  );
  return [...new Set(below.map(place => place.path[path.length]!))];
}

/** The walk gives a pair's name as a value at the pair's index. */
function pairNames(places: readonly Place[], line: string, path: readonly string[]): string[] {
  return places.flatMap(place => {
    const isName = place.path.length === path.length + 1 && isBelow(place.path, path);
    if (!isName || place.kind !== 'value' || place.span === undefined) return [];
    return [line.slice(place.span.start, place.span.end)];
  });
}

export function isBelow(path: readonly string[], above: readonly string[]): boolean {
  return above.every((step, index) => path[index] === step);
}

function isSamePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && isBelow(a, b);
}
