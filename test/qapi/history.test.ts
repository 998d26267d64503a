import { describe, expect, it } from 'vitest';
import { type History, storyOf, tellStory } from '../../src/qapi/history.js';
import { readSchema } from '../../src/qapi/read-schema.js';

const BUNDLED = `
##
# @blockdev-set-active:
#
# Since: 10.0
##
{ 'command': 'blockdev-set-active' }
##
# @query-spice:
#
# Since: 0.14
##
{ 'command': 'query-spice', 'if': 'CONFIG_SPICE' }
##
# @new-way:
#
# Since: 2.5
##
{ 'command': 'new-way' }
##
# @WAKEUP:
#
# Since: 1.1
##
{ 'event': 'WAKEUP' }
`;

const history: History = {
  commands: {
    change: { since: '0.14', removed: '6.0', instead: ['new-way', 'newer-way'] },
    cpu: { since: '0.14', removed: '2.12', instead: [], note: 'memsave takes a cpu-index' },
    speed: { since: '0.14', removed: '6.0', instead: ['new-way'], note: 'in bytes/s' },
    rdma: { since: '6.2', removed: { after: '8.2', by: '10.1' }, instead: [] },
  },
  events: { DROPPED: { since: '2.12', removed: '4.0', instead: [] } },
  members: {},
  values: {},
  came: { members: {}, values: {} },
  deprecated: { commands: {}, members: {} },
};

const bundled = readSchema('x.json', { readFile: () => BUNDLED }).schema;
const has = (name: string) => name === 'new-way';

function told(kind: 'commands' | 'events', name: string, version: string): string {
  const story = storyOf({ history, bundled }, kind, name, version);
  return story === undefined ? 'nothing' : tellStory(`'${name}'`, version, story, has);
}

describe('the story of a name that a server lacks', () => {
  it.each([
    [
      'blockdev-set-active',
      '7.2.22',
      "'blockdev-set-active' came with QEMU 10.0; this server is 7.2.22",
    ],
    [
      'blockdev-set-active',
      '10.0.2',
      "QEMU 10.0.2 can have 'blockdev-set-active', but this build or machine has not",
    ],
    [
      'query-spice',
      '7.2.22',
      "QEMU 7.2.22 can have 'query-spice', but this build or machine has not",
    ],
    ['change', '6.0.0', "'change' was removed in QEMU 6.0; use 'new-way'"],
    ['change', '10.2.0', "'change' was removed in QEMU 6.0; use 'new-way'"],
    ['change', '5.2.0', "QEMU 5.2.0 can have 'change', but this build or machine has not"],
    ['cpu', '7.2.22', "'cpu' was removed in QEMU 2.12 (memsave takes a cpu-index)"],
    ['speed', '7.2.22', "'speed' was removed in QEMU 6.0; use 'new-way' (in bytes/s)"],
    ['rdma', '10.1.0', "'rdma' was removed after QEMU 8.2, by 10.1"],
    ['rdma', '9.0.0', "'rdma' was removed after QEMU 8.2, by 10.1"],
    ['rdma', '8.2.7', "QEMU 8.2.7 can have 'rdma', but this build or machine has not"],
    ['rdma', '5.2.0', "'rdma' came with QEMU 6.2; this server is 5.2.0"],
    ['nonsense', '7.2.22', 'nothing'],
    ['constructor', '7.2.22', 'nothing'],
  ])('of %s on %s', (name, version, story) => {
    expect(told('commands', name, version)).toBe(story);
  });

  it('is told of events, apart from commands', () => {
    expect(told('events', 'DROPPED', '7.2.22')).toBe("'DROPPED' was removed in QEMU 4.0");
    expect(told('events', 'WAKEUP', '1.0.1')).toBe(
      "'WAKEUP' came with QEMU 1.1; this server is 1.0.1",
    );
    expect(told('commands', 'DROPPED', '7.2.22')).toBe('nothing');
  });

  it('keeps the condition under which a build has the name', () => {
    const story = storyOf({ history, bundled }, 'commands', 'query-spice', '7.2.22');
    expect(story).toMatchObject({ condition: { kind: 'identifier', name: 'CONFIG_SPICE' } });
  });
});
