// The schema of a release, made of today's and of what is known of what came and went.
import { expect, it } from 'vitest';
import { hasFeature, objectOf } from '../../src/qapi/model.js';
import { schemaOfVersion } from '../../src/session/version-schema.js';

it.each([
  ['7.2', 'block-job-pause', false],
  ['10.0', 'block-job-pause', false],
  ['10.1', 'block-job-pause', true],
  ['7.2', 'drive-backup', true],
  ['6.1', 'drive-backup', false],
])('in %s, it is said of %s that it is deprecated: %s', (version, name, isDeprecated) => {
  const command = schemaOfVersion(version).commands.get(name);
  expect(command && hasFeature(command, 'deprecated')).toBe(isDeprecated);
});

it.each([
  ['7.2', 'blk', true],
  ['7.2', 'channels', false],
  ['10.2', 'blk', false],
])('in %s, migrate has the member %s: %s', (version, name, isThere) => {
  const schema = schemaOfVersion(version);
  const { members = [] } = objectOf(schema, schema.commands.get('migrate')?.arg) ?? {};
  expect(members.some(member => member.name === name)).toBe(isThere);
});

it.each([
  ['7.2', 'memory-backend-shm', false],
  ['10.2', 'memory-backend-shm', true],
])('in %s, object-add makes a %s: %s', (version, name, isThere) => {
  const schema = schemaOfVersion(version);
  const types = schema.types.get('ObjectType');
  const values = types?.kind === 'enum' ? types.values.map(value => value.name) : [];
  const { branches = [] } = objectOf(schema, schema.commands.get('object-add')?.arg) ?? {};
  expect(values.includes(name)).toBe(isThere);
  expect(branches.some(({ value }) => value === name)).toBe(isThere);
});
