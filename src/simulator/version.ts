// The versions there are a simulated VM of: what each says of itself, and how it speaks.

export interface Version {
  /** As in `demo:7.2`. */
  readonly name: string;
  readonly numbers: readonly [major: number, minor: number, micro: number];
  /** Whether it offers out-of-band execution and describes itself, and words errors as QEMU 2.12 and later do. */
  readonly isModern: boolean;
}

/** What the package string says: this is no QEMU. */
export const PACKAGE = 'simulated by qmpsh';

/** The first is what `demo:` is. */
export const VERSIONS: readonly Version[] = [
  { name: '7.2', numbers: [7, 2, 22], isModern: true },
  { name: '10.2', numbers: [10, 2, 0], isModern: true },
  { name: '1.2.2', numbers: [1, 2, 2], isModern: false },
];

/** The version of that name; of no name, the usual one; undefined where there is none. */
export function findVersion(name: string | undefined): Version | undefined {
  return name === undefined ? VERSIONS[0] : VERSIONS.find(version => version.name === name);
}

/** What may be asked for, for a message. */
export function versionList(): string {
  const names = VERSIONS.map(({ name }) => `demo:${name}`);
  return ['demo:', ...names, 'demo:FILE of a recording, with its folder'].join(', ');
}

export function isAtLeast({ numbers }: Version, major: number, minor: number): boolean {
  return numbers[0] > major || (numbers[0] === major && numbers[1] >= minor);
}
