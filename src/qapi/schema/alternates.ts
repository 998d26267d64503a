// Rules of alternates: the first character of the JSON must tell which alternative it is.
import type { AlternateDefinition, BranchRow, Definition } from '../expressions/definition.js';
import { BUILTIN_TYPES } from '../model.js';
import { type Checking, complain } from './checking.js';
import { checkBranchNames } from './name-clashes.js';
import { describeType, typeKind } from './symbols.js';

/** What JSON an alternative looks like; one of text also looks like what a command line may mean by that text. */
type Look = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';

export function checkAlternate(checking: Checking, alternate: AlternateDefinition): void {
  const { branches, position } = alternate;
  if (branches.length === 0) complain(checking, alternate, position, 'it has no branches');
  checkBranchNames(checking, alternate);
  const seen = new Map<Look, string>();
  for (const branch of branches) checkLooks(checking, alternate, branch, seen);
}

function checkLooks(
  checking: Checking,
  alternate: AlternateDefinition,
  branch: BranchRow,
  seen: Map<Look, string>,
): void {
  const looks = looksOf(checking, branch.type);
  if (looks === undefined) {
    const found = describeType(checking.symbols, branch.type);
    complain(checking, alternate, branch.position, `branch '${branch.name}' cannot be ${found}`);
    return;
  }
  const clash = looks.find(look => seen.has(look));
  if (clash !== undefined) {
    const detail = `branch '${branch.name}' cannot be told from branch '${seen.get(clash)}'`;
    complain(checking, alternate, branch.position, detail);
  }
  for (const look of looks) seen.set(look, branch.name);
}

/** None for a type that is not there; undefined for one that no alternate may have. */
function looksOf(checking: Checking, type: string): readonly Look[] | undefined {
  const { symbols } = checking;
  switch (typeKind(symbols, type)) {
    case 'array':
      return ['array'];
    case 'struct':
    case 'union':
      return ['object'];
    case 'enum':
      return enumLooks(symbols.get(type));
    case 'builtin':
      return builtinLooks(type);
    case 'alternate':
      return undefined;
    case 'unknown':
      return [];
  }
}

function builtinLooks(name: string): readonly Look[] | undefined {
  const json = BUILTIN_TYPES.get(name)?.json;
  if (json === undefined || json === 'any') return undefined;
  if (json === 'string') return ['string', 'number', 'boolean'];
  return [json === 'int' ? 'number' : json];
}

/** Text such as `on` or `-1` is ambiguous on a command line, where everything is text. */
function enumLooks(definition: Definition | undefined): readonly Look[] {
  if (definition?.kind !== 'enum') return [];
  const names = definition.values.map(value => value.name);
  const looks: Look[] = ['string'];
  if (names.some(name => name === 'on' || name === 'off')) looks.push('boolean');
  if (names.some(name => /^[-+0-9.]/.test(name))) looks.push('number');
  return looks;
}
