// Ids of commands: short, since QEMU reads byte by byte, and no other client's.

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_';
const BASE = DIGITS.length;

/**
 * Makes 4,096 prefixes. What an earlier client left unanswered is answered before negotiation is, so that even one of
 * the same prefix could only be taken for ours by a server that is not QEMU.
 */
const PREFIX_LENGTH = 2;

/** What the ids of a session begin with; unlike that of any other client, with all but certainty. */
export function randomPrefix(): string {
  const digits = Array.from({ length: PREFIX_LENGTH }, () => Math.floor(Math.random() * BASE));
  return digits.map(digitText).join('');
}

/** A command's number, from 0, in base 64: each byte more costs QEMU some 5 us (measured), of 200 for the command. */
export function serialText(serial: number): string {
  const last = digitText(serial % BASE);
  return serial < BASE ? last : serialText(Math.floor(serial / BASE)) + last;
}

function digitText(value: number): string {
  return DIGITS[value] ?? '';
}
