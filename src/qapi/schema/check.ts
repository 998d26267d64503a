// The semantic checks in their order: names first, then each definition by its kind, then what strictness adds.
import type { Definition } from '../expressions/definition.js';
import type { Document } from '../expressions/load.js';
import type { Pragmas } from '../expressions/pragma.js';
import type { Findings } from '../source/findings.js';
import { checkAlternate } from './alternates.js';
import { checkArguments, checkConditions, checkReturns } from './calls.js';
import { type Checking, complain } from './checking.js';
import { checkEnum } from './name-clashes.js';
import { checkNaming } from './naming.js';
import { checkReferences } from './references.js';
import { checkStruct } from './structs.js';
import type { Symbols } from './symbols.js';
import { checkUnion } from './unions.js';

/** Checks what a document defines, all of it. */
export function checkDocument(document: Document, symbols: Symbols, findings: Findings): void {
  const checking: Checking = { symbols, findings };
  for (const definition of document.definitions) {
    checkReferences(checking, definition);
    checkTypeFeatures(checking, definition);
    checkKind(checking, definition);
    if (findings.strict) checkStrictly(checking, definition, document.pragmas);
  }
}

function checkKind(checking: Checking, definition: Definition): void {
  switch (definition.kind) {
    case 'struct':
      checkStruct(checking, definition);
      break;
    case 'union':
      checkUnion(checking, definition);
      break;
    case 'alternate':
      checkAlternate(checking, definition);
      break;
    case 'enum':
      checkEnum(checking, definition);
      break;
    default:
      checkArguments(checking, definition);
  }
}

/** Features that QEMU itself acts on, which it can for what is sent, and not for a type. */
const SPECIAL_FEATURES: readonly string[] = ['deprecated', 'unstable'];

function checkTypeFeatures(checking: Checking, definition: Definition): void {
  if (definition.kind === 'command' || definition.kind === 'event') return;
  for (const feature of definition.features) {
    if (!SPECIAL_FEATURES.includes(feature)) continue;
    complain(
      checking,
      definition,
      definition.position,
      `a type cannot have the feature '${feature}'`,
    );
  }
}

function checkStrictly(checking: Checking, definition: Definition, pragmas: Pragmas): void {
  checkNaming(checking, definition, pragmas);
  const isCall = definition.kind === 'command' || definition.kind === 'event';
  if (isCall) checkConditions(checking, definition);
  if (definition.kind === 'command') checkReturns(checking, definition, pragmas);
}
