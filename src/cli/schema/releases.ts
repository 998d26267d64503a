// Which releases of QEMU there are, as far as the bundled schema can tell of them.
import { BUNDLED_VERSION } from '../../session/bundled-version.js';

/** By the major number, the minor numbers of the first and last release that is known. */
const RELEASES: readonly (readonly [major: number, first: number, last: number])[] = [
  [0, 14, 15],
  [1, 0, 7],
  [2, 0, 12],
  [3, 0, 1],
  [4, 0, 2],
  [5, 0, 2],
  [6, 0, 2],
  [7, 0, 2],
  [8, 0, 2],
  [9, 0, 2],
  [10, 0, 2],
];

/** Whether there was such a release (`7.2`), or a fix of one (`7.2.22`). */
export function isRelease(version: string): boolean {
  const [major = -1, minor = -1] = version.split('.').map(Number);
  return RELEASES.some(([of, first, last]) => of === major && minor >= first && minor <= last);
}

/** `QEMU 99.9 is not known; known are 0.14, 0.15, 1.0 to 1.7, ...`. */
export function unknownRelease(version: string): string {
  const spans = RELEASES.map(([major, first, last]) => `${major}.${first} to ${major}.${last}`);
  return `QEMU ${version} is not known: the bundled schema is that of ${BUNDLED_VERSION}, known are ${spans.join(', ')}`;
}
