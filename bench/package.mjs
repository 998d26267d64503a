// The package as it would be published: one tarball, nothing to install with it, no script that runs.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { row } from './lib.mjs';

const BAR_MB = 1;

export function measure() {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = spawnSync('npm', args, { encoding: 'utf8' });
  const [{ size, unpackedSize }] = JSON.parse(stdout);
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  const needed = Object.keys(manifest.dependencies ?? {}).length;
  const hooks = ['preinstall', 'install', 'postinstall'].filter(name => name in manifest.scripts);
  const megabytes = size / 1e6;
  const told = `${megabytes.toFixed(2)} MB, unpacked ${(unpackedSize / 1e6).toFixed(1)} MB`;
  return [
    row('the tarball', told, '-', megabytes / BAR_MB, `≤ ${BAR_MB} MB`, megabytes <= BAR_MB),
    row('dependencies to install', String(needed), '-', needed, '0', needed === 0),
    row('install scripts', String(hooks.length), '-', hooks.length, '0', hooks.length === 0),
  ];
}
