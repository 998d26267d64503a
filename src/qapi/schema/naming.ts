// Today's conventions on the case of names, which a strict reading enforces; exceptions by pragma.
import type { Definition } from '../expressions/definition.js';
import { innerRows } from '../expressions/inner-rows.js';
import type { Pragmas } from '../expressions/pragma.js';
import type { Position } from '../source/position.js';
import { type Checking, complain } from './checking.js';

/** What a downstream's or experimental name has before its stem: `__com.redhat_`, `x-`. */
const PREFIX = /^(__[a-zA-Z0-9.-]+_)?(x-)?/;
const CAMEL = /^[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*$/;

/** qapi-code-gen.rst, "Naming rules and reserved names". */
export function checkNaming(checking: Checking, definition: Definition, pragmas: Pragmas): void {
  const { position, features } = definition;
  const wrong = (at: Position, detail: string): void => complain(checking, definition, at, detail);
  for (const detail of ownFaults(definition, pragmas)) wrong(position, `its name ${detail}`);
  for (const feature of features.filter(isNotLower)) wrong(position, notLower('feature', feature));
  const isLax = pragmas.exceptions['member-name-exceptions'].has(definition.name);
  for (const inner of innerRows(definition)) {
    if (!isLax && isNotLower(inner.name)) wrong(inner.position, notLower(inner.what, inner.name));
    const shouting = inner.features?.filter(isNotLower) ?? [];
    for (const feature of shouting) wrong(inner.position, notLower('feature', feature));
  }
}

function isNotLower(name: string): boolean {
  return /[A-Z_]/.test(name.replace(PREFIX, ''));
}

function notLower(what: string, name: string): string {
  return `${what} '${name}' must have no upper case and no '_'`;
}

/** What is wrong with the name of a definition itself. */
function ownFaults(definition: Definition, pragmas: Pragmas): readonly string[] {
  const stem = definition.name.replace(PREFIX, '');
  if (definition.kind === 'event') {
    return /[a-z-]/.test(stem) ? ["must have no lower case and no '-'"] : [];
  }
  if (definition.kind === 'command') {
    const mayHaveUnderscore = pragmas.exceptions['command-name-exceptions'].has(definition.name);
    const wrong = mayHaveUnderscore ? /[A-Z]/ : /[A-Z_]/;
    return wrong.test(stem) ? ["must have no upper case and no '_'"] : [];
  }
  return CAMEL.test(stem) ? [] : ['must be in CamelCase'];
}
