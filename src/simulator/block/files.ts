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

/** Folders besides the VM's own that are there, and take new files. */
const OTHER_FOLDERS = /^\/(tmp|var|run|home|root|mnt|srv)\//;

/** Whether a file or socket of that name could be there. */
export function hasFolder({ folder }: Vm, filename: string): boolean {
  if (!filename.startsWith('/')) return true;
  return filename.startsWith(`${folder}/`) || OTHER_FOLDERS.test(filename);
}

/** @throws Refusal where nothing can be made. */
export function checkNewFile(vm: Vm, filename: string): void {
  if (hasFolder(vm, filename)) return;
  throw refusal(`Could not create '${filename}': No such file or directory`);
}

function formatOf(filename: string): string {
  return /\.(qcow2|vmdk|vdi|vhdx|qed|luks)$/.exec(filename)?.[1] ?? 'raw';
}
