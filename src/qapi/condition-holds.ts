// Whether a condition is met by a build. Pure.
import type { Condition } from './model.js';

/** @param isBuilt whether what that identifier stands for is in the build */
export function conditionHolds(condition: Condition, isBuilt: (name: string) => boolean): boolean {
  switch (condition.kind) {
    case 'identifier':
      return isBuilt(condition.name);
    case 'not':
      return !conditionHolds(condition.condition, isBuilt);
    case 'all':
      return condition.conditions.every(each => conditionHolds(each, isBuilt));
    case 'any':
      return condition.conditions.some(each => conditionHolds(each, isBuilt));
  }
}
