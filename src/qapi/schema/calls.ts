// Rules of the arguments and results of commands and events.
import type { CommandDefinition, EventDefinition } from '../expressions/definition.js';
import type { Pragmas } from '../expressions/pragma.js';
import { type Checking, complain } from './checking.js';
import { flattenUse } from './flatten.js';
import { checkClashes } from './structs.js';
import { describeType, typeKind } from './symbols.js';

/** Arguments are an object; a union only where it is passed whole (`boxed`). */
export function checkArguments(
  checking: Checking,
  call: CommandDefinition | EventDefinition,
): void {
  const { data, position } = call;
  if (data === undefined) return;
  if (typeof data !== 'string') {
    checkClashes(checking, call, flattenUse(checking.symbols, data, call.name));
    return;
  }
  const kind = typeKind(checking.symbols, data);
  const found = describeType(checking.symbols, data);
  if (kind === 'union' && !call.boxed) {
    complain(checking, call, position, `'data' may be ${found} only with 'boxed'`);
  } else if (kind !== 'struct' && kind !== 'union' && kind !== 'unknown') {
    complain(checking, call, position, `'data' must be an object type, ${found} is none`);
  }
}

/** Today arguments that have conditions of their own are passed whole. QEMU de3b3f529d (8.1). */
export function checkConditions(
  checking: Checking,
  call: CommandDefinition | EventDefinition,
): void {
  if (call.boxed) return;
  const members = flattenUse(checking.symbols, call.data, call.name);
  const conditional = members.find(({ row }) => row.condition !== undefined)?.row;
  if (conditional === undefined) return;
  const detail = `'${conditional.name}' of 'data' may have a condition only with 'boxed'`;
  complain(checking, call, call.position, detail);
}

/** Today a command returns an object or an array of objects, so that members can be added; exceptions by pragma. */
export function checkReturns(
  checking: Checking,
  command: CommandDefinition,
  pragmas: Pragmas,
): void {
  const { returns, name, position } = command;
  if (returns === undefined || pragmas.exceptions['command-returns-exceptions'].has(name)) return;
  const element = returns.startsWith('[') ? returns.slice(1, -1) : returns;
  const kind = typeKind(checking.symbols, element);
  if (kind === 'struct' || kind === 'union' || kind === 'unknown') return;
  const found = describeType(checking.symbols, returns);
  complain(
    checking,
    command,
    position,
    `'returns' must be an object or array of objects, not ${found}`,
  );
}
