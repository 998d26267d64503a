// How servers of different ages word what they say of input that is wrong before any command sees it.

import { Refusal, refusal } from '../refusal.js';
import type { Version } from '../version.js';

/** QMP's own error texts. Since 2.12 as today; 1.2 had its own. */
export interface Dialect {
  /** What the parser found wrong: `JSON parse error, ...`. */
  readonly syntax: (problem: string) => Refusal;
  readonly notObject: () => Refusal;
  readonly lacks: (member: string) => Refusal;
  readonly wrongMember: (member: string, expected: 'a string' | 'an object') => Refusal;
  readonly unexpected: (member: string) => Refusal;
  readonly notYet: (command: string) => Refusal;
  readonly notAgain: () => Refusal;
  /** What a command refused, in the words and classes of the time. */
  readonly command: (refused: Refusal) => Refusal;
}

export function commandNotFound(name: string): Refusal {
  return new Refusal(`The command ${name} has not been found`, 'CommandNotFound');
}

const TODAY: Dialect = {
  syntax: refusal,
  notObject: () => refusal('QMP input must be a JSON object'),
  lacks: member => refusal(`QMP input lacks member '${member}'`),
  wrongMember: (member, expected) => refusal(`QMP input member '${member}' must be ${expected}`),
  unexpected: member => refusal(`QMP input member '${member}' is unexpected`),
  notYet: () =>
    new Refusal("Expecting capabilities negotiation with 'qmp_capabilities'", 'CommandNotFound'),
  notAgain: () =>
    new Refusal('Capabilities negotiation is already complete, command ignored', 'CommandNotFound'),
  command: refused => refused,
};

/** Texts of today and what 1.2 said instead. */
const OLD_TEXTS: readonly (readonly [RegExp, (name: string) => Refusal])[] = [
  [/^Parameter '(?:.*\.)?([^.']+)' is unexpected$/, name => refusal(`Invalid parameter '${name}'`)],
  [
    /^Cannot find device='([^']*)' nor /,
    name => new Refusal(`Device '${name}' not found`, 'DeviceNotFound'),
  ],
  [/^Parameter '([^']+)' does not accept value /, name => refusal(`Invalid parameter '${name}'`)],
];

function inOldWords(refused: Refusal): Refusal {
  for (const [pattern, make] of OLD_TEXTS) {
    const name = pattern.exec(refused.message)?.[1];
    if (name !== undefined) return make(name);
  }
  return refused;
}

const THEN: Dialect = {
  syntax: () => refusal('Invalid JSON syntax'),
  notObject: () => refusal("Expected 'object' in QMP input"),
  lacks: member => refusal(`Expected '${member}' in QMP input`),
  wrongMember: (member, expected) =>
    refusal(`QMP input object member '${member}' expects '${expected.split(' ')[1]}'`),
  unexpected: member => refusal(`QMP input object member '${member}' is unexpected`),
  notYet: commandNotFound,
  notAgain: () => commandNotFound('qmp_capabilities'),
  command: inOldWords,
};

export function dialectOf({ isModern }: Version): Dialect {
  return isModern ? TODAY : THEN;
}
