import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { scratchFolder } from '../lab/lifetime.js';
import { describeReal, type Server, startQemu } from '../lab/servers.js';
import { qmpsh } from './qmpsh.js';

const WARNING = /a secret on the command line .* key=@FILE/g;
const PASSWORD = join(scratchFolder(), 'password');
const SCRIPT = join(scratchFolder(), 'script');

describeReal('a secret on the command line', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S']);
    writeFileSync(PASSWORD, 'hunter2');
    writeFileSync(SCRIPT, 'set_password vnc hunter2');
  });
  const warnings = async (args: readonly string[], input = '') => {
    const run = await qmpsh(
      args.map(word => (word === 'VM' ? vm.socket : word)),
      { input },
    );
    return run.stderr.match(WARNING)?.length ?? 0;
  };

  it.each([
    [['VM', 'set_password', 'vnc', 'hunter2']],
    [['VM', 'set_password vnc hunter2']],
    [['VM', '{"execute": "set_password", "arguments": {"password": "hunter2"}}']],
    [['-k', '-c', 'set_password vnc hunter2', '-c', 'set_password vnc hunter3', 'VM']],
    [['-H', 'VM', 'set_password', 'vnc', 'hunter2']],
    [['-H', '-c', 'set_password vnc hunter2', 'VM']],
    [['-n', 'VM', 'object-add', 'secret', 's0', 'data=hunter2']],
  ])('draws one warning: %j', async args => {
    expect(await warnings(args)).toBe(1);
  });

  it.each([
    [['VM', 'set_password', 'vnc', `password=@${PASSWORD}`]],
    [['VM', 'set_password', 'vnc', `@${PASSWORD}`]],
    [['-f', SCRIPT, 'VM']],
    [['VM']],
    [['VM', 'query-status']],
    [['VM', 'qom-get', '/machine', 'type']],
  ])('is not warned of where it does not stand there: %j', async args => {
    expect(await warnings(args, 'set_password vnc hunter2')).toBe(0);
  });
});
