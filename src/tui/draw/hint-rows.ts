// What helps below the line: what is wrong with it, or its command's members with the current one lit, and the JSON
// that would be sent. Pure.

import type { Hint, SignaturePart } from '../../completion/line-hint.js';
import { escapeLine } from '../../shell/escape.js';
import { type Spans, type Style, span } from './spans.js';

const STYLES: Readonly<Record<SignaturePart['kind'], Style>> = {
  command: 'strong',
  mandatory: 'plain',
  optional: 'dim',
  given: 'dim',
  current: 'chosen',
};

/** `blockdev-backup device= target= sync= [job-id=] ...`, and what the member at the cursor is. */
export function signatureRows({ signature, about }: Hint): Spans[] {
  if (signature.length === 0) return [];
  const parts = signature.flatMap(({ text, kind }) => [
    span(' '),
    span(escapeLine(text), STYLES[kind]),
  ]);
  const told = about === undefined ? [] : [[span(`   ${escapeLine(about)}`, 'dim')]];
  return [[span(' '), ...parts], ...told];
}

export function previewRows({ preview }: Hint): Spans[] {
  return preview === undefined ? [] : [[span(` ${escapeLine(preview)}`, 'dim')]];
}
