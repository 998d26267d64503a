// How a member of a type goes on behind its name: `=`, `.`, `.0.`, or a whole value where nothing need follow.
import {
  type AlternateType,
  type ObjectType,
  objectOf,
  type Schema,
  type SchemaType,
  type TypeName,
  typeOf,
} from '../qapi/model.js';
import { pairOf } from './object-place.js';

/** The ways to go on, the usual one first. */
export function lineForms(schema: Schema, name: TypeName): readonly string[] {
  const type = typeOf(schema, name);
  switch (type?.kind) {
    case 'object':
      return hasMandatory(type) ? ['.'] : ['={} ', '.'];
    case 'array':
      return listForms(schema, type.element);
    case 'alternate':
      return alternateForms(schema, type);
    default:
      return ['='];
  }
}

function hasMandatory(type: ObjectType): boolean {
  return type.members.some(member => !member.optional);
}

function listForms(schema: Schema, element: TypeName): readonly string[] {
  const type = typeOf(schema, element);
  if (type?.kind === 'object') {
    if (isWrittenAsText(schema, type)) return ['='];
    if (pairOf(schema, element) !== undefined) return ['.'];
    return lineForms(schema, element).map(form => `.0${form}`);
  }
  if (type?.kind === 'array') return lineForms(schema, element).map(form => `.0${form}`);
  if (type?.kind !== 'alternate') return ['='];
  const forms = alternateForms(schema, type);
  const parts = forms.filter(form => form !== '=').map(form => `.0${form}`);
  return forms.includes('=') ? ['=', ...parts] : parts;
}

/** A list of keys (`ctrl-alt-f1`), or of objects whose only member is a string. */
export function isWrittenAsText(schema: Schema, type: ObjectType): boolean {
  return keyCodes(schema, type) !== undefined || isStringWrapper(schema, type);
}

/** An object whose only member is a string. */
export function isStringWrapper(schema: Schema, { members, tag }: ObjectType): boolean {
  const [only, ...others] = members;
  if (only === undefined || others.length > 0 || tag !== undefined) return false;
  const type = typeOf(schema, only.type);
  return type?.kind === 'builtin' && type.json === 'string';
}

/** The names of keys, where the type is QEMU's KeyValue. */
export function keyCodes(schema: Schema, type: ObjectType): TypeName | undefined {
  if (type.tag !== 'type') return undefined;
  const branch = type.branches?.find(row => row.value === 'qcode');
  const data = objectOf(schema, branch?.type)?.members.find(member => member.name === 'data');
  return data !== undefined && typeOf(schema, data.type)?.kind === 'enum' ? data.type : undefined;
}

/** A definition comes before a reference to one; flags and null come before a list or object that is one. */
function alternateForms(schema: Schema, { alternatives }: AlternateType): readonly string[] {
  const types = alternatives.flatMap(row => typeOf(schema, row.type) ?? []);
  const parts = types.flatMap(type => partForms(schema, type));
  const hasScalar = types.some(type => type.kind === 'enum' || type.kind === 'builtin');
  const hasText = types.some(type => type.kind === 'builtin' && type.json === 'string');
  const scalar = hasScalar ? ['='] : [];
  const forms = hasText ? [...parts, ...scalar] : [...scalar, ...parts];
  return [...new Set(forms)];
}

function partForms(schema: Schema, type: SchemaType): readonly string[] {
  if (type.kind === 'object') return ['.'];
  return type.kind === 'array' ? listForms(schema, type.element) : [];
}

/** The same in JSON, behind `"name": `. */
export function jsonForm(schema: Schema, name: TypeName): string {
  const type = typeOf(schema, name);
  if (type?.kind === 'object') return '{';
  return type?.kind === 'array' ? '[' : '';
}
