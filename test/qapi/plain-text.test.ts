import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/qapi/docs/plain-text.js';

describe('markup of documentation becomes plain text', () => {
  it.each([
    ['see :ref:`far-away`', 'see far-away'],
    ['see :doc:`The Manual </interop/manual>`', 'see The Manual'],
    ['an event :qapi:event:`MIGRATION`', 'an event MIGRATION'],
    ['as `query-block` says', 'as query-block says'],
    ['a literal ``x-y`` and ``a b``', 'a literal x-y and a b'],
    ['the member @node-name', 'the member node-name'],
    ["'@size' (@offset)", "'size' (offset)"],
    ['user@host is no member', 'user@host is no member'],
    ["of old, `vnc' or `spice'", "of old, 'vnc' or 'spice'"],
    ['*soft* and **loud**', 'soft and loud'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['an example::', 'an example:'],
    ['`a link <http://x.example>`__', 'a link'],
    ['nothing to do', 'nothing to do'],
  ])('%s', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });
});
