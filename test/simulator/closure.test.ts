// The closure promise on the simulated VM: what accepting candidates alone leads to passes the input check of each version.
import { describe, expect, it } from 'vitest';
import { introspect } from '../../src/qapi/introspect.js';
import { importIntrospection } from '../../src/qapi/introspection/import.js';
import type { Schema } from '../../src/qapi/model.js';
import { overlaySchema } from '../../src/qapi/overlay.js';
import { bundledSchema } from '../../src/session/bundled.js';
import { findVersion } from '../../src/simulator/version.js';
import { DEMO_SPEC } from '../../src/simulator/vm/spec.js';
import { branchLines, closed } from '../completion/closing.js';
import { bind } from '../shell/lines.js';
import { Simulated, schemaOf } from './simulated.js';

const INPUT_ERROR =
  /^Parameter '.*' (is missing|is unexpected|does not accept value)|^Invalid parameter type/;
/** What would end the server, or the session with it. */
const NOT_SENT = /^(quit|yank)$/;

/** What a client of that version knows: what the server announces, with names and descriptions. */
function schemaSeen(name: string): Schema {
  const version = findVersion(name);
  if (version === undefined) throw new Error(name);
  const own = schemaOf(version)();
  if (!version.isModern) return own;
  return overlaySchema(importIntrospection(introspect(own)), bundledSchema('qmp'));
}

/** Lines that the input check refused, each with what it said. */
function refusals(version: string, schema: Schema, starts: readonly string[]): string[] {
  const client = new Simulated({ version, spec: DEMO_SPEC }).negotiated();
  const found: string[] = [];
  for (const start of starts) {
    const line = closed(start, schema);
    const { request } = bind(line, schema);
    if (request === undefined || NOT_SENT.test(request.name)) continue;
    const args = request.argumentsText ?? '{}';
    client.write(`{"execute": "${request.name}", "arguments": ${args}}`);
    client.write('{"execute": "__org.qmpsh_demo", "arguments": {"line": "release"}}');
    const said = client.takeMessages().flatMap(message => JSON.stringify(message.error ?? ''));
    const desc = said.map(text => /"desc":"(.*)"/.exec(text)?.[1] ?? '');
    found.push(...desc.filter(text => INPUT_ERROR.test(text)).map(text => `${line}: ${text}`));
  }
  return found;
}

describe.each(['7.2', '10.2', '1.2.2'])('accepting candidates alone on demo:%s', version => {
  const schema = schemaSeen(version);

  it('passes the input check with every command', () => {
    const starts = [...schema.commands.keys()].map(name => `${name} `);
    expect(starts.length).toBeGreaterThan(70);
    expect(refusals(version, schema, starts)).toEqual([]);
  });

  it('passes it with every branch of every union', () => {
    const starts = branchLines(schema).map(row => row.start);
    expect(refusals(version, schema, starts)).toEqual([]);
  });
});
