// Why a server lacks an argument or a value, told from the bundled schema and its history.
import { describe, expect, it } from 'vitest';
import { type History, tellStory } from '../../src/qapi/history.js';
import { storyOfMember, storyOfValue } from '../../src/qapi/item-history.js';
import type { Schema } from '../../src/qapi/model.js';
import { bundled, readTable } from '../schema/bundled.js';

const sources = { bundled, history: readTable<History>('history.json') };
const SERVER: Schema = { commands: new Map(), events: new Map(), types: new Map() };

function told(version: string, command: string, path: string, value?: string): string {
  const place = { command, path: path.split('.') };
  const story =
    value === undefined
      ? storyOfMember(sources, SERVER, place, version)
      : storyOfValue(sources, place, value, version);
  const name = value ?? place.path.at(-1) ?? '';
  return story === undefined ? 'nothing' : tellStory(`'${name}'`, version, story, () => true);
}

describe('an argument that a server lacks', () => {
  it.each([
    ['its own age', '5.1', 'block-export-add', 'fixed-iothread', 'came with QEMU 5.2'],
    ['that of its type', '2.5', 'blockdev-create', 'options.size', 'came with QEMU 2.12'],
    ['that of a member below', '5.2', 'blockdev-add', 'file.aio-max-batch', 'came with QEMU 6.2'],
    ['between sightings', '5.2', 'block-export-add', 'bitmaps.0.name', 'after QEMU 5.2, by 7.2'],
    ['a condition', '7.2', 'netdev_add', 'start-address', 'but this build or machine has not'],
    ['of old', '4.2', 'block-commit', 'on-error', 'came with QEMU 5.0'],
    ['gone', '7.2', 'blockdev-create', 'options.file.vdi', 'was removed after QEMU 5.2, by 7.2'],
    ['gone, and not yet there', '2.9', 'migrate-set-parameters', 'block-incremental', '2.10'],
    ['gone from an action', '5.2', 'transaction', 'actions.0.data.autoload', 'was removed'],
  ])('%s', (_title, version, command, path, words) => {
    expect(told(version, command, path)).toContain(words);
  });

  it('has no story where the server could have it', () => {
    expect(told('7.2', 'block_resize', 'size')).toBe('nothing');
    expect(told('4.2', 'block_resize', 'never')).toBe('nothing');
  });
});

describe('a value that a server lacks', () => {
  it.each([
    ['7.2', 'object-add', 'qom-type', 'iommufd', 'came with QEMU 9.0'],
    ['2.5', 'send-key', 'keys.0.data', 'volumeup', 'came with QEMU 2.10'],
    ['5.2', 'blockdev-add', 'host-key-check.type', 'sha256', 'came after QEMU 5.2, by 7.2'],
    ['2.10', 'migrate-set-capabilities', 'capabilities.0.capability', 'block', 'with QEMU 2.11'],
    ['10.2', 'migrate-set-capabilities', 'capabilities.0.capability', 'block', 'was removed'],
  ])('on %s: %s %s=%s', (version, command, path, value, words) => {
    expect(told(version, command, path, value)).toContain(words);
  });
});
