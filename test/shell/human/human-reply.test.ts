// How real replies look, at 80 and 120 columns. QMPSH_UPDATE=1 writes the files anew; read the diff.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FIXTURES, fixtureNames, linesOf, readFixture } from './fixtures.js';

describe.each([80, 120])('a reply at %i columns', columns => {
  it.each(fixtureNames)('looks as in fixtures/%s', name => {
    const file = new URL(`${name}.${columns}.txt`, FIXTURES);
    const text = `${linesOf(readFixture(name), columns).join('\n')}\n`;
    if (process.env.QMPSH_UPDATE) writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });
});
