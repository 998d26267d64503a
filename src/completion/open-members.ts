// Where a server takes members that no schema names, or tells what members are set to: which live values these are.
import { type JsonObject, own } from '../json/value.js';
import { typeOf } from '../qapi/model.js';
import type { Annotations } from '../shell/annotations.js';
import { isSecretProperty } from '../shell/secret-commands.js';
import type { Want } from './candidate.js';
import { notesAt, type Scope, type Target, wantAt } from './object-place.js';
import type { PropertyOffer } from './slot.js';

/** By command: the member that says what the others are, and the kind of live values that they are. */
const OPEN_COMMANDS: Readonly<Record<string, { readonly of: string; readonly kind: string }>> = {
  device_add: { of: 'driver', kind: 'device-property' },
  netdev_add: { of: 'type', kind: 'netdev-property' },
  'object-add': { of: 'qom-type', kind: 'object-property' },
};

/** The live names that may stand as members at a place, if it is open and they are known of. */
export function openMembers(scope: Scope, target: Target): Want | undefined {
  if (target.path.length === 0) return scope.isOpen ? commandMembers(scope) : undefined;
  const type = typeOf(scope.schema, target.type);
  if (type?.kind !== 'builtin' || type.json !== 'any') return undefined;
  return wantAt(scope, target, notesAt(scope, target)) ?? propsWant(scope, target);
}

function commandMembers({ command, arguments: args }: Scope): Want | undefined {
  const row = own(OPEN_COMMANDS, command);
  const of = row === undefined ? undefined : own(args, row.of);
  return row !== undefined && typeof of === 'string' ? { kind: row.kind, of } : undefined;
}

/** The value at a place that is open, as a property: what the server says of it types it. */
export function propertyAt(scope: Scope, target: Target): PropertyOffer | undefined {
  const { command, arguments: args } = scope;
  const [name = '', ...below] = target.path.toReversed();
  if (command === 'qom-set')
    return name === 'value' ? setProperty(scope.annotations, args) : undefined;
  if (target.holder === undefined) return undefined;
  const want = openMembers(scope, { path: below.toReversed(), type: target.holder });
  return want && { kind: 'property', want, name };
}

/** `qom-set`'s value is its property's; nobody asks for what a secret one is set to now. */
function setProperty(
  annotations: Annotations,
  { path, property }: JsonObject,
): PropertyOffer | undefined {
  if (typeof path !== 'string' || typeof property !== 'string') return undefined;
  if (isSecretProperty(annotations, property)) return undefined;
  const now = { kind: 'qom-value', of: `${path} ${property}` };
  return { kind: 'property', want: { kind: 'qom-property', of: path }, name: property, now };
}

/** `props` of object-add before QEMU 6.0. */
function propsWant(scope: Scope, target: Target): Want | undefined {
  return target.path.join('.') === 'props' ? commandMembers(scope) : undefined;
}

/** By command, then by path of the object: live values that say what each of its members is set to now. */
const SETTINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'migrate-set-parameters': { '': 'migration-parameter' },
  'migrate-set-capabilities': { capabilities: 'migration-capability' },
};

/** Where the present settings of a place's members come from. */
export function settingsOf({ command }: Scope, { path }: Target): Want | undefined {
  const kind = own(own(SETTINGS, command) ?? {}, path.join('.'));
  return kind === undefined ? undefined : { kind };
}
