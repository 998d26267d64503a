// What Ink and the libraries beside it segment texts with, in place of Intl.Segmenter: to make one of those costs 10 ms,
// which the first frame would wait for.
import { graphemesOf } from '../../text/graphemes.js';

/** As much of Intl.Segmenter, by graphemes, as they use. */
export class GraphemeSegmenter {
  *segment(text: string): Generator<{ readonly segment: string; readonly index: number }> {
    let index = 0;
    for (const segment of graphemesOf(text)) {
      yield { segment, index };
      index += segment.length;
    }
  }
}
