// What may be a name. The finer conventions on case are naming.ts in schema/, for they have exceptions by pragma.
import type { Position } from '../source/position.js';
import { noteForm } from './forms.js';
import { complain, type Subject } from './subject.js';

/** qapi-code-gen.rst, "Naming rules and reserved names": `__com.redhat_`, `x-`, then a letter. */
const NAME = /^(__[a-z0-9.-]+_)?(x-)?[a-z][a-z0-9_-]*$/i;
/** Enum values may begin with a digit (`1024x768`). */
const VALUE_NAME = /^(__[a-z0-9.-]+_)?(x-)?[a-z0-9][a-z0-9_-]*$/i;

/** What enum values could look like before QEMU 2.6 (`l1_grow.alloc_table`). */
const DOTTED = /^[a-z][a-z0-9_-]*\.[a-z0-9._-]*$/i;

/** Nearly all names: of this form, no rule on any kind of name can object to them. */
const HARMLESS = /^[a-gi-pr-tv-z][a-z0-9-]*$/;

/** A name as C sees it, by which names that differ in `-`, `_` and `.` alone are one. */
export function mappedName(name: string): string {
  return name.replace(/[-.]/g, '_');
}

/** Complains of what is no name, or is reserved for the code generator (`q_...`). */
export function checkName(subject: Subject, position: Position, name: string, what: string): void {
  checkPattern(subject, position, name, `${what} name`, NAME);
}

/** Array types are named so in C. */
export function checkTypeName(subject: Subject, position: Position, name: string): void {
  if (name.endsWith('List')) complain(subject, position, "its name must not end in 'List'");
}

/** The same for a value of an enum. */
export function checkValueName(subject: Subject, position: Position, name: string): void {
  if (HARMLESS.test(name)) return;
  const plain = DOTTED.test(name) ? name.replaceAll('.', '-') : name;
  if (plain !== name) noteForm(subject.findings, position, 'dottedName');
  checkPattern(subject, position, plain, 'value name', VALUE_NAME);
}

/** The same for a member, whose reserved names are more: `u` and `has_...`. */
export function checkMemberName(subject: Subject, position: Position, name: string): void {
  if (HARMLESS.test(name)) return;
  checkName(subject, position, name, 'member');
  const mapped = mappedName(name);
  if (mapped === 'u' || mapped.startsWith('has_')) {
    complain(subject, position, `member name '${name}' is reserved`);
  }
}

function checkPattern(
  subject: Subject,
  position: Position,
  name: string,
  what: string,
  pattern: RegExp,
): void {
  if (!pattern.test(name)) complain(subject, position, `${what} '${name}' is not valid`);
  else if (/^q_/.test(mappedName(name))) {
    complain(subject, position, `${what} '${name}' is reserved: it begins with 'q_'`);
  }
}
