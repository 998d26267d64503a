// Pragmas: rules of the compiler that a schema relaxes for itself. They hold for the whole schema, wherever they
// stand, and matter to a strict reading alone.
import { type Entry, isListNode, isObjectNode, type Node } from '../parser/tree.js';
import { type Findings, report } from '../source/findings.js';
import { noteForm } from './forms.js';
import { showKind } from './keys.js';

export type ExceptionList =
  | 'command-name-exceptions'
  | 'command-returns-exceptions'
  | 'documentation-exceptions'
  | 'member-name-exceptions';

export interface Pragmas {
  /** Every definition must have documentation. */
  docRequired: boolean;
  /** The names of the definitions that may break a rule, by the rule. */
  readonly exceptions: Readonly<Record<ExceptionList, Set<string>>>;
}

/** Under which of today's names each list of names is kept: two had another until QEMU 6.0. */
const LISTS: ReadonlyMap<string, ExceptionList> = new Map([
  ['command-name-exceptions', 'command-name-exceptions'],
  ['command-returns-exceptions', 'command-returns-exceptions'],
  ['documentation-exceptions', 'documentation-exceptions'],
  ['member-name-exceptions', 'member-name-exceptions'],
  ['returns-whitelist', 'command-returns-exceptions'],
  ['name-case-whitelist', 'member-name-exceptions'],
]);

export function noPragmas(): Pragmas {
  return {
    docRequired: false,
    exceptions: {
      'command-name-exceptions': new Set(),
      'command-returns-exceptions': new Set(),
      'documentation-exceptions': new Set(),
      'member-name-exceptions': new Set(),
    },
  };
}

/** Adds what a `{ 'pragma': {...} }` says. */
export function readPragma(pragmas: Pragmas, entry: Entry, findings: Findings): void {
  if (!isObjectNode(entry.value)) {
    report(findings, entry.position, `'pragma' must be an object, found ${showKind(entry.value)}`);
    return;
  }
  for (const setting of entry.value.entries) readSetting(pragmas, setting, findings);
}

function readSetting(pragmas: Pragmas, setting: Entry, findings: Findings): void {
  const { key, position, value } = setting;
  const list = LISTS.get(key);
  if (key === 'doc-required') {
    if (typeof value === 'boolean') pragmas.docRequired = value;
    else report(findings, position, `pragma '${key}' must be true or false`);
  } else if (list === undefined) {
    report(findings, position, `unknown pragma '${key}'`);
  } else {
    if (key !== list) noteForm(findings, position, 'whitelist');
    const names = isListNode(value) ? value.items.map(item => item.value) : [undefined];
    for (const name of names) addName(pragmas.exceptions[list], name, setting, findings);
  }
}

function addName(
  names: Set<string>,
  name: Node | undefined,
  setting: Entry,
  findings: Findings,
): void {
  if (typeof name === 'string') names.add(name);
  else report(findings, setting.position, `pragma '${setting.key}' must be a list of strings`);
}
