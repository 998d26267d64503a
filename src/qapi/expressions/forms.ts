// The forms of the schema language that came and went, one row each: everything the reader takes but today's QEMU
// does not.
import { type Findings, report } from '../source/findings.js';
import type { Position } from '../source/position.js';

interface FormRow {
  /** What it is, as a message names it. */
  readonly form: string;
  /** The first release of QEMU whose own schema compiler refused it. */
  readonly until: string;
  readonly today: string;
}

export type HistoricalForm = keyof typeof FORMS;

const FORMS = {
  // QEMU 5223070c47
  textDiscriminator: { form: 'a discriminator of type str', until: '2.0', today: 'an enum' },
  // QEMU 895a2a80e0
  typeKeyword: { form: "the keyword 'type'", until: '2.4', today: "'struct'" },
  // QEMU ab916faddd
  anonymousUnion: { form: "'discriminator': {}", until: '2.4', today: "'alternate'" },
  nestedStruct: { form: 'a struct nested in a member', until: '2.4', today: 'a type of its own' },
  // QEMU e53188ada5
  flagWord: { form: "a flag written 'no'", until: '2.4', today: 'false' },
  openType: { form: 'this type name', until: '2.5', today: "'any'" },
  dottedName: { form: "a '.' in a name", until: '2.6', today: "'-'" },
  // QEMU b86df37478
  whitelist: { form: "a pragma named '*-whitelist'", until: '6.0', today: "'*-exceptions'" },
  // QEMU 8a9f1e1d9c
  conditionText: { form: 'a condition in C', until: '6.2', today: 'an identifier' },
  // QEMU 5d83b9a130
  conditionList: { form: 'a list of conditions', until: '6.2', today: "{'all': [...]}" },
  // QEMU 4e99f4b12c
  simpleUnion: { form: 'a union without discriminator', until: '6.2', today: 'a flat union' },
} as const satisfies Record<string, FormRow>;

/** Notes the use of a historical form: nothing, unless the reader is strict. */
export function noteForm(findings: Findings, position: Position, name: HistoricalForm): void {
  if (!findings.strict) return;
  const row: FormRow = FORMS[name];
  report(findings, position, `${row.form} went with QEMU ${row.until}; today it is ${row.today}`);
}

/** Type names of old for a value of any type: `visitor` until 1.1, `**` until 2.4. */
export const OPEN_TYPES: ReadonlySet<string> = new Set(['visitor', '**']);
