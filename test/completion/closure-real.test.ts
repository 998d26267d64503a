// The closure promise against real servers: what completion leads to is sent, and the server's input check takes it.
import { beforeAll, expect, it } from 'vitest';
import annotations from '../../schema/annotations.json' with { type: 'json' };
import type { Schema } from '../../src/qapi/model.js';
import type { QmpClient } from '../../src/qmp/client.js';
import { Session } from '../../src/session/session.js';
import { connected } from '../lab/clients.js';
import {
  describeReal,
  type Server,
  STORAGE_DAEMON,
  startQemu,
  startStorageDaemon,
} from '../lab/servers.js';
import { bind } from '../shell/lines.js';
import { branchLines, closed } from './closing.js';

/** How QEMU words what its input check refuses. */
const INPUT_ERROR =
  /^Parameter '.*' (is missing|is unexpected|does not accept value|expects)|^Invalid parameter type/;

/** How lines begin that are bound but not sent, besides what ends the guest's run by its effect. */
const NOT_SENT: readonly string[] = [
  'xen-load-devices-state ', // ends QEMU 7.2: SIGABRT
  'calc-dirty-rate ', // ends QEMU 7.2 under TCG
  'transaction actions.0.type=block-dirty-bitmap-enable ', // ends QEMU 7.2 where the node is unknown: SIGSEGV
  'object-add qom-type=colo-compare ', // ends QEMU 7.2 where its chardevs are unknown: SIGABRT
  'object-add qom-type=x-remote-object ', // ends QEMU 7.2 where its device is unknown
  'memsave ', // without a machine there is no CPU, and its number is wrong
];

function isSent(line: string, name: string): boolean {
  const rows: Readonly<Record<string, { readonly effect: string }>> = annotations.commands;
  return rows[name]?.effect !== 'end' && !NOT_SENT.some(start => line.startsWith(start));
}

/** Lines that the server's input check refused, each with what it said. */
async function refusals(
  client: QmpClient,
  schema: Schema,
  starts: readonly string[],
  folder: string,
): Promise<string[]> {
  const found: string[] = [];
  for (const start of starts) {
    const line = closed(start, schema, { folder });
    const { request } = bind(line, schema);
    if (request === undefined || !isSent(line, request.name)) continue;
    const reply = await client.send(request);
    const said = reply.kind === 'error' ? (reply.desc ?? '') : '';
    if (INPUT_ERROR.test(said)) found.push(`${line}: ${said}`);
  }
  return found;
}

function promise(title: string, start: () => Promise<Server>, program?: string): void {
  describeReal(
    `accepting mandatory candidates alone, sent to ${title}`,
    () => {
      let server: Server;
      let client: QmpClient;
      let schema: Schema;
      beforeAll(async () => {
        server = await start();
        client = await connected(server.socket);
        const named = await new Session(client).namedSchema();
        if (named === undefined) throw new Error('no schema');
        schema = named;
      });

      it('passes the input check with every command', async () => {
        const starts = [...schema.commands.keys()].map(name => `${name} `);
        expect(await refusals(client, schema, starts, server.folder)).toEqual([]);
      });

      it('passes it with every branch of every union', async () => {
        const starts = branchLines(schema).map(row => row.start);
        expect(await refusals(client, schema, starts, server.folder)).toEqual([]);
      });
    },
    program === undefined ? undefined : [program],
  );
}

promise('QEMU without a machine', () => startQemu());
promise('QEMU with a q35 machine', () =>
  startQemu(['-accel', 'tcg', '-S', '-m', '64'], { machine: 'q35' }),
);
promise('the storage daemon', () => startStorageDaemon(), STORAGE_DAEMON);
