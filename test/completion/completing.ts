// One helper for tests of completion: a line with its cursor as `|` -> what is offered there.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import annotations from '../../schema/annotations.json' with { type: 'json' };
import type {
  Candidate,
  Completion,
  CompletionInput,
  Facts,
  Sources,
} from '../../src/completion/candidate.js';
import { complete } from '../../src/completion/complete.js';
import type { Schema } from '../../src/qapi/model.js';
import { overlaySchema } from '../../src/qapi/overlay.js';
import { readSchema } from '../../src/qapi/read-schema.js';
import { annotationsFrom } from '../../src/shell/annotations.js';
import { schema as served } from '../shell/lines.js';

const PATH = fileURLToPath(new URL('../../schema/qapi-schema.json', import.meta.url));

/** QEMU 7.2's schema with the names and descriptions of the bundled one, as a session has it. */
export const schema: Schema = overlaySchema(
  served,
  readSchema(PATH, { readFile: path => readFileSync(path, 'utf8') }).schema,
);

export interface Setting {
  readonly schema?: CompletionInput['schema'];
  readonly facts?: Facts;
  readonly sources?: Sources;
}

/** What completion gives at the last `|` of the text. */
export function at(text: string, setting: Setting = {}): Completion {
  const cursor = text.lastIndexOf('|');
  const line = text.slice(0, cursor) + text.slice(cursor + 1);
  return complete({ schema, ...setting, line, cursor, annotations: annotationsFrom(annotations) });
}

export function labels(text: string, setting: Setting = {}): string[] {
  return at(text, setting).candidates.map(row => row.label);
}

export function inserts(text: string, setting: Setting = {}): string[] {
  return at(text, setting).candidates.map(row => row.insert);
}

/** The candidate of that label; fails where there is none. */
export function candidate(text: string, label: string, setting: Setting = {}): Candidate {
  const found = at(text, setting).candidates.find(row => row.label === label);
  if (found === undefined) throw new Error(`no '${label}' at ${text}`);
  return found;
}

/** The line after the candidate is put in, with the cursor behind it. */
export function accept(text: string, { insert }: Candidate, setting: Setting = {}): string {
  const { replace } = at(text, setting);
  const line = text.replace(/\|(?!.*\|)/, '');
  return `${line.slice(0, replace[0])}${insert}|${line.slice(replace[1])}`;
}
