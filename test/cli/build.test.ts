import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { scratchFolder } from '../lab/lifetime.js';
import { qmpsh } from './qmpsh.js';

const hashOf = (file: string) => {
  const [, hash, text] =
    /^\/\/([0-9a-f]{64})\n(.*)$/s.exec(readFileSync(`dist/${file}`, 'latin1')) ?? [];
  return {
    hash,
    isOwn:
      hash ===
      createHash('sha256')
        .update(text ?? '')
        .digest('hex'),
  };
};

it.each([['core.cjs'], ['rest.cjs']])('%s says by its first line what is in it', file => {
  expect(hashOf(file).isOwn).toBe(true);
});

it('keeps what was compiled of this build apart from that of any other', async () => {
  const cache = scratchFolder();
  await qmpsh(['--version'], { env: { XDG_CACHE_HOME: cache } });
  const files = readdirSync(join(cache, 'qmpsh'));
  expect(
    files.filter(name => name.includes(hashOf('core.cjs').hash?.slice(0, 16) ?? '?')),
  ).toHaveLength(1);
});

it('runs where nothing can be kept', async () => {
  const nowhere = join(resolve('package.json'), 'cache'); // below a plain file
  const run = await qmpsh(['--version'], { env: { XDG_CACHE_HOME: nowhere } });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(existsSync(nowhere)).toBe(false);
});
