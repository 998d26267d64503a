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

/** `doc` as a property to spread; none where nothing is said. */
export function docProperty(doc: Doc | undefined): { readonly doc?: Doc } {
  return doc === undefined || Object.keys(doc).length === 0 ? {} : { doc };
}
