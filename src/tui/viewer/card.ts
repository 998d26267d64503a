// The viewer's keys on a card, from the table that binds them.
import { helpCard } from '../line/help-card.js';
import { VIEWER_BINDINGS } from './bindings.js';

/** Its rows, each at most so wide. */
export function cardRows(columns: number): readonly string[] {
  return helpCard(VIEWER_BINDINGS, columns).trimEnd().split('\n');
}
