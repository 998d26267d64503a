// Servers that claim an absurd schema: qmpsh takes what it can of it, and comes to an end.
import { describe, expect, it } from 'vitest';
import { complete } from '../../src/completion/complete.js';
import { parseJson } from '../../src/json/parse.js';
import { compileSchema, loadCompiled } from '../../src/qapi/compiled.js';
import { diffSchemas } from '../../src/qapi/diff.js';
import { IntrospectionError } from '../../src/qapi/errors.js';
import { introspect } from '../../src/qapi/introspect.js';
import { importIntrospection } from '../../src/qapi/introspection/import.js';
import type { Schema } from '../../src/qapi/model.js';
import { helpText } from '../../src/session/help.js';
import { namedSchema } from '../../src/session/knowledge.js';
import { annotations } from '../../src/shell/annotations-table.js';
import { qmpsh } from '../cli/qmpsh.js';
import { fakeServer } from '../lab/fake-server.js';
import { schema as real } from '../shell/lines.js';
import { ABSURD_SCHEMAS, schemaReply } from './absurd-schemas.js';
import { expectSeen } from './seen.js';

let servers = 0;

function serverOf(schema: unknown): Promise<string> {
  // Schemas are remembered by what commands there are.
  const commands = [{ name: 'go' }, { name: `made-for-test-${servers++}` }];
  return fakeServer(async peer => {
    await peer.negotiate();
    for (;;) {
      const next = await peer.command();
      if (next.execute === 'query-qmp-schema') peer.reply(next, schema);
      else if (next.execute === 'query-commands') peer.reply(next, commands);
      else peer.reply(next, {});
    }
  });
}

const LINES = [
  'go',
  'go a=1',
  'go a.a.a.a.a=1',
  'go a={"a": {"a": 1}}',
  '?go',
  '{"execute": "go", "arguments": {"a": [[1]]}}',
];

const TITLES = Object.keys(ABSURD_SCHEMAS);

describe('a server with an absurd schema', () => {
  it.each(TITLES)('%s', async title => {
    const path = await serverOf(schemaReply(title));
    const told = await qmpsh(['-k', path], { input: `${LINES.join('\n')}\n` });
    expect(told.stderr).not.toMatch(/\n\s+at |call stack|RangeError|TypeError|undefined/);
    expect([0, 1, 2]).toContain(told.code);
    expect(told.lines).toHaveLength(LINES.length);
    await expectSeen('a script with -k', told);
  });
});

const TYPED = [
  'g',
  'go ',
  'go a',
  'go a=',
  'go a.a.a.',
  'go a={"a',
  '{"execute": "go", "arguments": {"',
];

/** All that reads types to their end. */
function lookAtAll(schema: Schema): void {
  for (const line of TYPED) complete({ line, cursor: line.length, schema, annotations });
  const named = namedSchema(schema, { isGuestAgent: false, version: '9.0.0' });
  helpText({ schema: named, usesManual: false, columns: 80 }, 'go');
  helpText({ schema: named, usesManual: false, columns: 80 }, 'go a=b');
  loadCompiled(compileSchema(schema));
  introspect(schema);
  diffSchemas(real, schema);
  diffSchemas(schema, real);
}

describe('an absurd schema looked at from all sides', () => {
  it.each(TITLES)('%s', title => {
    try {
      lookAtAll(importIntrospection(parseJson(JSON.stringify(schemaReply(title)))));
    } catch (error) {
      expect(error).toBeInstanceOf(IntrospectionError);
    }
  });
});
