// How rows of the screen are written down in tests.
import type { Spans } from '../../../src/tui/draw/spans.js';

/** What one reads. */
export function textOf(spans: Spans): string {
  return spans.map(({ text }) => text).join('');
}

/** What one sees: `<good:● >running`, what is plain as it stands. */
export function styled(spans: Spans): string {
  return spans
    .filter(({ text }) => text !== '')
    .map(({ text, style }) => (style === 'plain' ? text : `<${style}:${text}>`))
    .join('');
}
