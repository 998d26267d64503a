// What each kind of definition has beside its name, features and condition.
import {
  entryOf,
  isListNode,
  isObjectNode,
  type ListNode,
  type ObjectNode,
} from '../parser/tree.js';
import type {
  AlternateDefinition,
  CommandDefinition,
  DefinitionShared,
  EnumDefinition,
  EventDefinition,
  StructDefinition,
  TypeUse,
  UnionDefinition,
} from './definition.js';
import { isFlagSet } from './flags.js';
import { noteForm } from './forms.js';
import { showKind } from './keys.js';
import { readBranches, readMembers, readObjectUse, readTypeName, readValue } from './members.js';
import { complain, type Subject } from './subject.js';

/** What is left of a definition without what all kinds have. */
type Own<T> = Omit<T, keyof DefinitionShared | 'kind'>;

export function readStruct(subject: Subject, node: ObjectNode): Own<StructDefinition> {
  const data = dataObject(subject, node);
  const base = entryOf(node, 'base');
  const members = data === undefined ? [] : readMembers(subject, data);
  if (base === undefined) return { members };
  if (typeof base.value === 'string') return { base: base.value, members };
  complain(subject, base.position, `'base' must be a type's name, found ${showKind(base.value)}`);
  return { members };
}

/** A union; or an alternate, which was an anonymous union (`'discriminator': {}`) from QEMU 1.6 to 2.3. */
export function readUnion(
  subject: Subject,
  node: ObjectNode,
):
  | ({ readonly kind: 'union' } & Own<UnionDefinition>)
  | ({ readonly kind: 'alternate' } & Own<AlternateDefinition>) {
  const discriminator = entryOf(node, 'discriminator');
  if (isObjectNode(discriminator?.value) && discriminator.value.entries.length === 0) {
    noteForm(subject.findings, discriminator.position, 'anonymousUnion');
    return { kind: 'alternate', ...readAlternate(subject, node) };
  }
  const base = entryOf(node, 'base');
  const data = dataObject(subject, node);
  return {
    kind: 'union',
    ...(base && { base: readObjectUse(subject, base) }),
    ...readDiscriminator(subject, node),
    branches: data === undefined ? [] : readBranches(subject, data),
  };
}

function readDiscriminator(
  subject: Subject,
  node: ObjectNode,
): { readonly discriminator?: string } {
  const entry = entryOf(node, 'discriminator');
  if (entry === undefined) {
    noteForm(subject.findings, node.position, 'simpleUnion');
    return {};
  }
  const { position, value } = entry;
  if (typeof value !== 'string') {
    complain(
      subject,
      position,
      `'discriminator' must be a member's name, found ${showKind(value)}`,
    );
    return {};
  }
  if (entryOf(node, 'base') === undefined)
    complain(subject, position, "'discriminator' needs a 'base'");
  return { discriminator: value };
}

export function readAlternate(subject: Subject, node: ObjectNode): Own<AlternateDefinition> {
  const data = dataObject(subject, node);
  return { branches: data === undefined ? [] : readBranches(subject, data) };
}

export function readEnum(subject: Subject, node: ObjectNode): Own<EnumDefinition> {
  const prefix = entryOf(node, 'prefix');
  if (prefix !== undefined && typeof prefix.value !== 'string') {
    complain(
      subject,
      prefix.position,
      `'prefix' must be a string, found ${showKind(prefix.value)}`,
    );
  }
  const items = dataList(subject, node)?.items ?? [];
  const values = items.map(item => readValue(subject, item));
  return { values: values.filter(value => value !== undefined) };
}

export function readCommand(subject: Subject, node: ObjectNode): Own<CommandDefinition> {
  const returns = entryOf(node, 'returns');
  const command = {
    ...readArguments(subject, node),
    ...(returns && {
      returns: readTypeName(subject, returns.position, returns.value, "'returns'"),
    }),
    gen: isFlagSet(subject, node, 'gen'),
    successResponse: isFlagSet(subject, node, 'success-response'),
    allowOob: isFlagSet(subject, node, 'allow-oob'),
    allowPreconfig: isFlagSet(subject, node, 'allow-preconfig'),
  };
  if (isFlagSet(subject, node, 'coroutine') && command.allowOob) {
    complain(subject, node.position, "'allow-oob' and 'coroutine' exclude each other");
  }
  return command;
}

export function readEvent(subject: Subject, node: ObjectNode): Own<EventDefinition> {
  return readArguments(subject, node);
}

function readArguments(
  subject: Subject,
  node: ObjectNode,
): { readonly data?: TypeUse; readonly boxed: boolean } {
  const boxed = isFlagSet(subject, node, 'boxed');
  const entry = entryOf(node, 'data');
  if (boxed && typeof entry?.value !== 'string') {
    complain(subject, (entry ?? node).position, "'boxed' needs the name of a type as 'data'");
  }
  return entry === undefined ? { boxed } : { data: readObjectUse(subject, entry), boxed };
}

function dataObject(subject: Subject, node: ObjectNode): ObjectNode | undefined {
  const entry = entryOf(node, 'data');
  if (isObjectNode(entry?.value)) return entry.value;
  if (entry)
    complain(subject, entry.position, `'data' must be an object, found ${showKind(entry.value)}`);
  return undefined;
}

function dataList(subject: Subject, node: ObjectNode): ListNode | undefined {
  const entry = entryOf(node, 'data');
  if (isListNode(entry?.value)) return entry.value;
  if (entry)
    complain(subject, entry.position, `'data' must be a list, found ${showKind(entry.value)}`);
  return undefined;
}
