// `qmpsh complete`: one line of JSON, for editors and shells.
import { beforeAll, describe, expect, it } from 'vitest';
import { describeReal, type Server, startQemu } from '../lab/servers.js';
import { qmpsh } from './qmpsh.js';

const complete = async (...args: string[]) => {
  const { stdout, lines } = await qmpsh(['complete', ...args]);
  expect(lines).toHaveLength(1);
  return JSON.parse(stdout);
};
const labels = async (...args: string[]): Promise<string[]> =>
  (await complete(...args)).candidates.map((row: { label: string }) => row.label);

describe('qmpsh complete', () => {
  it('prints the place and the candidates, and of each just what is promised', async () => {
    const { replace, candidates } = await complete('set_link na');
    expect(replace).toEqual([9, 11]);
    expect(candidates[0]).toEqual({
      insert: 'name=',
      label: 'name',
      kind: 'member',
      type: 'str',
      mandatory: true,
      deprecated: false,
      unstable: false,
      detail: 'id of the device or backend',
      score: expect.any(Number),
    });
  });

  it.each([
    ['the bundled schema', [], 'qnbn', 'query-named-block-nodes'],
    ['the cursor', ['--cursor', '4'], 'quer foo', 'query-jobs'],
    ['an older release', ['--server-version', '2.12'], 'blockdev-ba', 'blockdev-backup'],
    ['a release before introspection', ['--server-version', '1.5'], 'chan', 'change'],
    ['a recorded server', ['--schema', 'test/fixtures/introspection-7.2.json'], 'ya', 'yank'],
    ['a document', ['--schema', 'schema/guest-agent/qapi-schema.json'], 'guest-pi', 'guest-ping'],
    ['a guest agent', ['--guest-agent'], 'gfi', 'guest-file-open'],
  ])('knows %s', async (_, args, line, expected) => {
    expect((await labels(...args, line)).slice(0, 5)).toContain(expected);
  });

  it('leaves out what came later', async () => {
    const options = ['--server-version', '4.0'];
    expect(await labels(...options, 'yank')).not.toContain('yank');
    const parameters = await labels(...options, 'migrate-set-parameters ');
    expect(parameters).toContain('max-bandwidth');
    expect(parameters).not.toContain('zero-page-detection');
  });

  it.each([
    ['no line', []],
    ['two lines', ['a', 'b']],
    ['two sources', ['--schema', 'x', '--server-version', '5.0', 'a']],
    ['a cursor beyond the line', ['--cursor', '9', 'abc']],
    ['a version that is none', ['--server-version', 'new', 'abc']],
    ['a schema that is not there', ['--schema', '/nowhere.json', 'abc']],
  ])('refuses %s with exit 2', async (_, args) => {
    const run = await qmpsh(['complete', ...args]);
    expect([run.code, run.stdout]).toEqual([2, '']);
  });
});

it('completes .demo by what the simulated VM tells', async () => {
  const { stdout } = await qmpsh(['complete', '--target', 'demo:', '.demo guest ']);
  const labels = JSON.parse(stdout).candidates.map((row: { label: string }) => row.label);
  expect(labels).toContain('panic');
});

describeReal('qmpsh complete --target', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu();
  });

  it("offers that server's commands", async () => {
    expect(await labels('--target', vm.socket, 'yank')).toContain('yank');
    expect(await labels('--target', vm.socket, 'blockdev-set-act')).not.toContain(
      'blockdev-set-active',
    );
  });

  it('offers what that server has', async () => {
    expect(await labels('--target', vm.socket, 'chardev-remove id=')).toEqual(['compat_monitor0']);
  });

  it('cannot without a server: exit 3', async () => {
    expect((await qmpsh(['complete', '--target', '/nowhere.sock', 'q'])).code).toBe(3);
  });
});
