// The documentation of each definition, parsed when it is first asked for.
import { parseDocBlock } from '../docs/doc-block.js';
import { type DocParts, docParts, NO_DOCS } from '../docs/doc-parts.js';
import type { Definition } from '../expressions/definition.js';
import { mappedName } from '../expressions/names.js';
import type { Doc } from '../model.js';

/** Gives what a definition's own comment says. */
export type DocSource = (definition: Definition) => DocParts;

/** A source that parses each comment once; a comment that names another definition says nothing. */
export function docSource(): DocSource {
  const known = new Map<Definition, DocParts>();
  return definition => {
    const parts = known.get(definition) ?? readParts(definition);
    known.set(definition, parts);
    return parts;
  };
}

function readParts(definition: Definition): DocParts {
  if (definition.comment === undefined) return NO_DOCS;
  const block = parseDocBlock(definition.comment);
  const isIts = mappedName(block.symbol) === mappedName(definition.name);
  return isIts ? docParts(block) : NO_DOCS;
}

/**
 * Adds `doc` to a part of the model, read when it is first looked at: documentation is most of the text, and most
 * of it is never shown. `member` is the member it is of; none for the definition itself.
 */
export function withDoc<T extends { readonly doc?: Doc }>(
  part: T,
  docs: DocSource,
  definition: Definition | undefined,
  member?: string,
): T {
  if (definition?.comment === undefined) return part;
  const get = (): Doc | undefined => {
    const parts = docs(definition);
    return member === undefined ? parts.doc : parts.members.get(member);
  };
  return Object.defineProperty(part, 'doc', { get, enumerable: true, configurable: true });
}
