import { expect, it } from 'vitest';
import { GraphemeSegmenter } from '../../../src/tui/ink/grapheme-segmenter.js';

it.each(['', 'query', '❯ été', 'e\u0301日👩\u200d👧🇫🇷', 'a\r\nb'])(
  'segments %j as Intl does',
  text => {
    const expected = Array.from(new Intl.Segmenter().segment(text), ({ segment, index }) => ({
      segment,
      index,
    }));
    expect([...new GraphemeSegmenter().segment(text)]).toEqual(expected);
  },
);
