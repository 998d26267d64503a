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
};

const THEN: Dialect = {
  syntax: () => refusal('Invalid JSON syntax'),
  notObject: () => refusal("Expected 'object' in QMP input"),
  lacks: member => refusal(`Expected '${member}' in QMP input`),
  wrongMember: (member, expected) =>
    refusal(`QMP input object member '${member}' expects '${expected.split(' ')[1]}'`),
  unexpected: member => refusal(`QMP input object member '${member}' is unexpected`),
  notYet: commandNotFound,
  notAgain: () => commandNotFound('qmp_capabilities'),
};

export function dialectOf({ isModern }: Version): Dialect {
  return isModern ? TODAY : THEN;
}
