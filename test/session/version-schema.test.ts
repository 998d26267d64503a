// The schema of a release, made of today's and of what is known of what came and went.
import { expect, it } from 'vitest';
import { hasFeature } from '../../src/qapi/model.js';
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
