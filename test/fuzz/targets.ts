// Everything that is fuzzed. The tests try each for a moment, `npm run fuzz` for as long as one likes.
import { JSON_TARGETS } from './json.js';
import { LINE_TARGETS } from './lines.js';
import { PROTOCOL_TARGETS } from './protocol.js';
import { SCHEMA_TARGETS } from './schemas.js';
import { SCREEN_TARGETS } from './screen.js';
import type { FuzzTarget } from './target.js';

export const TARGETS: readonly FuzzTarget[] = [
  ...JSON_TARGETS,
  ...PROTOCOL_TARGETS,
  ...LINE_TARGETS,
  ...SCHEMA_TARGETS,
  ...SCREEN_TARGETS,
];
