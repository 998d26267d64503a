// What the value of a member may be, as an offer: its type, where live values come from, what one made up looks like.
import { typeOf } from '../qapi/model.js';
import { madeUpValues } from './made-up.js';
import { notesAt, type Scope, type Target, wantAt } from './object-place.js';
import { propertyAt } from './open-members.js';
import type { Offer } from './slot.js';

/** `isBare`: as a positional word. */
export function valueOffers(scope: Scope, target: Target, isBare = false): readonly Offer[] {
  const notes = notesAt(scope, target);
  const want = wantAt(scope, target, notes);
  const madeUp = madeUpValues(scope, target, notes);
  const property = propertyAt(scope, target);
  const isElement = typeOf(scope.schema, target.type)?.kind === 'array';
  return [
    {
      kind: 'values',
      type: target.type,
      ...(notes && { notes }),
      ...(want && { want }),
      ...(target.union !== undefined && { union: target.union }),
      ...(target.isNested && { isNested: true }),
      madeUp,
      isElement,
      isBare,
    },
    ...(property === undefined ? [] : [{ ...property, isBare }]),
  ];
}
