import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('docs/robustness.md says what the tests saw (node scripts/robustness-page.mjs writes it)', () => {
  const { status } = spawnSync(process.execPath, ['scripts/robustness-page.mjs', '--check']);
  expect(status).toBe(0);
});
