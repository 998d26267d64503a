// What simulated servers announce, beside what real ones of their release did.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import annotations from '../../schema/annotations.json' with { type: 'json' };
import { complete } from '../../src/completion/complete.js';
import { parseJson } from '../../src/json/parse.js';
import { diffSchemas } from '../../src/qapi/diff.js';
import { introspect } from '../../src/qapi/introspect.js';
import { importIntrospection } from '../../src/qapi/introspection/import.js';
import type { Schema } from '../../src/qapi/model.js';
import { overlaySchema } from '../../src/qapi/overlay.js';
import { bundledSchema } from '../../src/session/bundled.js';
import { annotationsFrom } from '../../src/shell/annotations.js';
import { COMMANDS } from '../../src/simulator/commands.js';
import { DEMO_DIRECTIVES } from '../../src/simulator/demo-directives.js';
import { readRecording } from '../../src/simulator/recorded/recording.js';
import { findVersion, VERSIONS } from '../../src/simulator/version.js';
import introspection from '../fixtures/introspection-7.2.json' with { type: 'json' };
import { hasShared, SHARED } from '../shared.js';
import { Simulated, schemaOf } from './simulated.js';

const TABLE = annotationsFrom(annotations);

function announcedBy(version: string): string[] {
  const reply = new Simulated({ version }).negotiated().returned('query-commands');
  return (Array.isArray(reply) ? reply : []).map(row => String(Object(row).name)).toSorted();
}

const lacking = (one: readonly string[], other: readonly string[]) =>
  one.filter(name => !other.includes(name));

const SHARED_TYPE = 'one type is set and queried today; then it was null only where it is set';
const SAME = 'the same members by another name, which the real one masks';
const UNION = 'the type is a union today, and was none';

/** A type that only the bundled schema tells apart: on the wire it is an integer. */
const isSizeOfInteger = (text: string) => /type int is now (size|u?int\d+)$/.test(text);

/** What demo:7.2 announces otherwise than QEMU 7.2.22, and why. */
const TYPED_OTHERWISE: Readonly<Record<string, string>> = {
  "ChardevBackendKind value 'console'": 'it is of Windows alone today',
  'ChardevPty added': 'a pty takes a path today, and has options of its own for it',
  'ChardevPtyWrapper added': 'as ChardevPty',
  'CompressionStats added': 'named here, masked there',
  "MigrationParameters member 'tls-authz': type str is now StrOrNull": SHARED_TYPE,
  "MigrationParameters member 'tls-creds': type str is now StrOrNull": SHARED_TYPE,
  "MigrationParameters member 'tls-hostname': type str is now StrOrNull": SHARED_TYPE,
  "NetdevUserOptions member 'dnssearch': type [FdSocketAddress] is now [String]": SAME,
  "NetdevUserOptions member 'guestfwd': type [FdSocketAddress] is now [String]": SAME,
  "NetdevUserOptions member 'hostfwd': type [FdSocketAddress] is now [String]": SAME,
  'SevGuestInfo added': UNION,
  'SevGuestType added': UNION,
  "SevInfo branch 'sev-type=sev'": UNION,
  "SevInfo branch 'sev-type=sev-snp'": UNION,
  "SevInfo member 'handle'": UNION,
  "SevInfo member 'policy'": UNION,
  "SevInfo member 'sev-type': SevGuestType": UNION,
  'SevSnpGuestInfo added': UNION,
  'String added': SAME,
};

describe('demo:7.2', () => {
  const real = introspection.schema
    .filter(entry => entry['meta-type'] === 'command')
    .map(entry => String(entry.name));
  const ours = announcedBy('7.2');

  it('has the commands of QEMU 7.2.22 on x86', () => {
    expect(lacking(real, ours)).toEqual([]);
  });

  it('has none besides', () => {
    expect(lacking(ours, real)).toEqual([]);
  });

  it('types them as QEMU 7.2.22 did, but for what is listed', () => {
    const named = (schema: Schema) => overlaySchema(schema, bundledSchema('qmp'));
    const theirs = importIntrospection(parseJson(JSON.stringify(introspection.schema)));
    const version = findVersion('7.2');
    const own = version && schemaOf(version)();
    const ours = importIntrospection(own === undefined ? [] : introspect(own));
    const rows = diffSchemas(named(theirs), named(ours)).flatMap(({ name, change, details }) =>
      change === 'changed' ? details.map(({ text }) => `${name} ${text}`) : [`${name} ${change}`],
    );
    const told = rows.filter(row => !isSizeOfInteger(row));
    expect(told.toSorted()).toEqual(Object.keys(TYPED_OTHERWISE).toSorted());
  });

  it('does most of them itself, and says of the others that it does not', () => {
    const done = ours.filter(name => name in COMMANDS);
    expect(done.length / ours.length).toBeGreaterThan(0.85);
  });
});

it('.demo is completed with all that there is', () => {
  const line = '.demo ';
  const schema = schemaOf(VERSIONS[0] ?? { name: '', numbers: [0, 0, 0], isModern: true })();
  const { candidates } = complete({ line, cursor: line.length, schema, annotations: TABLE });
  const names = DEMO_DIRECTIVES.map(row => row.name);
  expect(candidates.map(row => row.label).toSorted()).toEqual(names.toSorted());
});

describe.skipIf(!hasShared)('demo:1.2.2', () => {
  it('has the commands of QEMU 1.2.2', () => {
    const file = join(SHARED, 'servers', 'qemu-1.2.2.replies');
    const real = [...readRecording(readFileSync(file, 'utf8')).commands];
    expect(lacking(real, announcedBy('1.2.2'))).toEqual([]);
    expect(lacking(announcedBy('1.2.2'), real)).toEqual([]);
  });
});
