// The recipes of docs/scripting.md, run on the simulated VM as they are on real servers.
import { spawn } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scratchFolder, until } from '../../lab/lifetime.js';
import { isListening } from '../../lab/servers.js';
import { BIN, endOf, environment, qmpsh, type Run, startQmpsh } from '../qmpsh.js';

const page = readFileSync(new URL('../../../docs/scripting.md', import.meta.url), 'utf8');

function recipe(name: string): string {
  const found = new RegExp(`<!-- recipe: ${name} -->\\n\`\`\`bash\\n(.*?)\`\`\``, 's').exec(
    page,
  )?.[1];
  if (found === undefined) throw new Error(`no recipe '${name}'`);
  return found;
}

/** Runs a recipe in a shell of its own. */
function cook(name: string, env: NodeJS.ProcessEnv): Promise<Run> {
  const folder = scratchFolder();
  symlinkSync(BIN, join(folder, 'qmpsh'));
  const PATH = [folder, process.env.PATH].join(delimiter);
  const child = spawn('bash', ['-c', recipe(name)], {
    cwd: folder,
    env: environment({ ...env, PATH }),
  });
  child.stdin.end();
  return endOf(child);
}

describe('the recipe, on the simulated VM,', () => {
  let VM: string;
  beforeAll(async () => {
    VM = join(scratchFolder(), 'vm');
    startQmpsh(['demo', '--listen', VM]);
    await until('it listens', () => isListening(VM));
    await qmpsh([VM, '.demo clock off']);
  });

  it('for a value reads it', async () => {
    expect(await cook('value', { VM })).toMatchObject({ code: 0, stderr: '' });
  });

  it('for a job waits for its end', async () => {
    await qmpsh([VM, 'block_resize', 'node-name=disk0', 'size=64M']);
    await qmpsh([VM, 'block_resize', 'node-name=backup0', 'size=64M']);
    const { code, lines } = await cook('job', { VM });
    expect(code).toBe(0);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ id: 'nightly', type: 'backup' });
  });

  it('for a snapshot takes it, or fails loudly', async () => {
    expect(await cook('snapshot', { VM, DIR: '/tmp' })).toMatchObject({ code: 0, stderr: '' });
    const { code, stderr } = await cook('snapshot', { VM, DIR: '/nonexistent' });
    expect(code).toBe(1);
    expect(stderr).toContain('no snapshot');
  });

  it('for many commands gets all their replies', async () => {
    expect(await cook('pipeline', { VM })).toMatchObject({ code: 0, stdout: '500\n' });
  });

  it('for a coprocess keeps step', async () => {
    const { lines } = await cook('coprocess', { VM });
    expect(lines.map(line => Object.keys(JSON.parse(line)))).toEqual([
      ['return'],
      ['error'],
      ['error'],
      ['return'],
    ]);
  });

  it('for events ends in time', async () => {
    expect(await cook('events', { VM, FOR: '200ms' })).toMatchObject({ code: 0, stderr: '' });
  });

  it('for a hang gets the VM out of it', async () => {
    await qmpsh([VM, '.demo stall nbd0']);
    const { code, stderr } = await cook('yank', { VM, PATIENCE: '2' });
    expect(code).toBe(5);
    expect(stderr).toContain('--on-timeout: {"return": {}}');
  });

  it('for a migration tells failure from success', async () => {
    const lost = await cook('migrate', { VM, TO: 'unix:/nonexistent/there' });
    expect(lost).toMatchObject({ code: 1, stdout: '' });
    await qmpsh([VM, 'migrate-set-parameters', 'max-bandwidth=100G']);
    expect(await cook('migrate', { VM, TO: 'exec:cat' })).toMatchObject({ stdout: 'migrated\n' });
  });

  it('for a shutdown waits for the guest that obeys', async () => {
    const other = join(scratchFolder(), 'vm');
    startQmpsh(['demo', '--listen', other]);
    await until('it listens', () => isListening(other));
    const { code, stderr } = await cook('shutdown', { VM: other, GRACE: '10' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
