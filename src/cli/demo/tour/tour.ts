// A guided tour as a pure model: steps with goals, each reached by what the user does, seen from what passes. It knows
// nothing of prompts, screens or sockets.
import type { JsonObject } from '../../../json/value.js';

/** What a tour sees of a session. */
export type Seen =
  | { readonly kind: 'tab' }
  | { readonly kind: 'line'; readonly text: string }
  | {
      readonly kind: 'sent';
      readonly name: string;
      readonly args: JsonObject;
      readonly isOob: boolean;
    }
  | { readonly kind: 'reply'; readonly name: string; readonly isError: boolean }
  | { readonly kind: 'event'; readonly name: string; readonly data: JsonObject };

export interface TourStep {
  readonly title: string;
  /** What to do, in a few lines. */
  readonly text: readonly string[];
  /** What must be seen, in this order. */
  readonly goals: readonly ((seen: Seen) => boolean)[];
  /** What was learned, when it is done. */
  readonly done: string;
}

export interface Tour {
  readonly steps: readonly TourStep[];
  /** Which step; past the last when the tour is over. */
  readonly at: number;
  /** How many of its goals are reached. */
  readonly reached: number;
}

export function newTour(steps: readonly TourStep[]): Tour {
  return { steps, at: 0, reached: 0 };
}

/** The tour after something was seen. */
export function stepTour(tour: Tour, seen: Seen): Tour {
  const step = tour.steps[tour.at];
  if (step?.goals[tour.reached]?.(seen) !== true) return tour;
  const reached = tour.reached + 1;
  return reached < step.goals.length
    ? { ...tour, reached }
    : { ...tour, at: tour.at + 1, reached: 0 };
}

/** What to say where the tour begins, and after each step. */
export function tourText({ steps, at }: Tour): string {
  const done = steps[at - 1]?.done;
  const step = steps[at];
  const head = done === undefined ? [] : [`  ✓ ${done}`, ''];
  if (step === undefined) return [...head, ...FAREWELL].join('\n');
  const title = `  Tour, ${at + 1} of ${steps.length}: ${step.title}`;
  return [...head, title, ...step.text.map(line => `    ${line}`)].join('\n');
}

const FAREWELL = [
  '  That was the tour. The simulated VM stays for you to try things on:',
  '    .help lists what there is, ?NAME explains a command, .demo has things happen, .quit leaves.',
];
