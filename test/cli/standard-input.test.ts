import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { chunksOf } from '../../src/cli/standard-input.js';

describe('the chunks of a stream', () => {
  it('come one by one, the next read when the first was taken', async () => {
    const stream = new PassThrough();
    const chunks = chunksOf(stream);
    const first = chunks.next();
    stream.write('a');
    expect(String((await first).value)).toBe('a');
    stream.write('b');
    stream.write('c');
    expect(stream.isPaused()).toBe(true);
    expect(String((await chunks.next()).value)).toBe('b');
    stream.end();
    expect(String((await chunks.next()).value)).toBe('c');
    expect(await chunks.next()).toEqual({ value: undefined, done: true });
  });

  it('end with its error, after those before it', async () => {
    const stream = new PassThrough();
    const chunks = chunksOf(stream);
    const first = chunks.next();
    stream.write('a');
    await first;
    stream.destroy(new Error('EIO'));
    await expect(chunks.next()).rejects.toThrow('EIO');
  });

  it('end where it is closed without an end', async () => {
    const stream = new PassThrough();
    const chunks = chunksOf(stream);
    const first = chunks.next();
    stream.destroy();
    expect(await first).toEqual({ value: undefined, done: true });
  });

  it('are let go of when nobody wants more', async () => {
    const stream = new PassThrough();
    const chunks = chunksOf(stream);
    const first = chunks.next();
    stream.write('a');
    await first;
    await chunks.return(undefined);
    expect(stream.destroyed).toBe(true);
  });
});
