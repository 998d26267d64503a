// The table itself, in a module of its own: whoever imports it pays for reading it.
import table from '../../schema/annotations.json' with { type: 'json' };
import { type Annotations, annotationsFrom } from './annotations.js';

export const annotations: Annotations = annotationsFrom(table);
