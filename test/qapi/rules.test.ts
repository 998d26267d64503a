// Every rule has a fixture, and every fixture shows a rule.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from './rules.js';

const present = readdirSync(join(import.meta.dirname, 'fixtures'))
  .filter(name => name.endsWith('.json'))
  .map(name => name.replace(/\.json$/, ''));
const listed = RULES.flatMap(row => row.rules.flatMap(([, fixtures]) => fixtures.split(' ')));

describe('the rules of the schema language', () => {
  it.each(RULES)('of the section $section have fixtures that are there', ({ rules }) => {
    const claimed = rules.flatMap(([, fixtures]) => fixtures.split(' '));
    expect(claimed.filter(name => !present.includes(name))).toEqual([]);
  });

  it('are what the fixtures show: none is without a rule', () => {
    expect(present.filter(name => !listed.includes(name))).toEqual([]);
  });
});
