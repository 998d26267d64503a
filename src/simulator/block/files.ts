// The files of the simulated host: everything below one folder is there, an image where its name says so; elsewhere
// only what was made in this session.
import { refusal } from '../refusal.js';
import type { ImageFile, Vm } from '../vm/state.js';

/** @throws Refusal where nothing of that name is there. */
export function fileNamed({ files, folder, diskBytes }: Vm, filename: string): ImageFile {
  const made = files.get(filename);
  if (made !== undefined) return made;
  const isAbsolute = filename.startsWith('/');
  if (isAbsolute && !filename.startsWith(`${folder}/`))
    throw refusal(`Could not open '${filename}': No such file or directory`);
  return { format: formatOf(filename), size: diskBytes };
}

function formatOf(filename: string): string {
  return /\.(qcow2|vmdk|vdi|vhdx|qed|luks)$/.exec(filename)?.[1] ?? 'raw';
}
