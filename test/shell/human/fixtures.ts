// Real replies (QEMU 7.2.22, some shortened) and how they look: fixtures/NAME.json, NAME.80.txt, NAME.120.txt.
import { readdirSync, readFileSync } from 'node:fs';
import { memberText } from '../../../src/json/text.js';
import { annotations } from '../../../src/shell/annotations-table.js';
import { humanError, humanReply } from '../../../src/shell/human/human-reply.js';

export const FIXTURES = new URL('fixtures/', import.meta.url);

export const fixtureNames = readdirSync(FIXTURES)
  .filter(name => name.endsWith('.json'))
  .map(name => name.slice(0, -'.json'.length));

export interface Fixture {
  readonly command: string;
  /** The value under `return`, or undefined for an error. */
  readonly json: string | undefined;
  readonly error: { readonly class: string; readonly desc: string } | undefined;
}

export function readFixture(name: string): Fixture {
  const text = readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8');
  return { ...JSON.parse(text), json: memberText(text, 'return') };
}

/** The lines of a fixture, without colours. */
export function linesOf({ command, json, error }: Fixture, columns: number): readonly string[] {
  const terminal = { columns, colour: false };
  if (json !== undefined) return humanReply({ json, command, annotations, ...terminal });
  return humanError(`${error?.class}: ${error?.desc}`, terminal);
}
