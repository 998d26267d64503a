// Ids of commands: short, since QEMU reads byte by byte, and no other client's.

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_';
const BASE = DIGITS.length;

/** Ids of three digits: 258,048 that a session may begin with. It counts on from there, to four digits if need be. */
const FIRST_IDS = { from: BASE ** 2, to: BASE ** 3 };

/**
 * The number of a session's first id. It would have to be near that of a client before it, by 1 in 258,048 for each
 * command, to share ids with what that one left unanswered. QEMU answers those before it negotiates: even then only a
 * server that is not QEMU could have one taken for ours.
 */
export function randomId(): number {
  return FIRST_IDS.from + Math.floor(Math.random() * (FIRST_IDS.to - FIRST_IDS.from));
}

/** The id of a number, in base 64: each byte more costs QEMU some 5 us (measured), of 200 for the command. */
export function idText(id: number): string {
  const last = DIGITS[id % BASE] ?? '';
  return id < BASE ? last : idText(Math.floor(id / BASE)) + last;
}
