// The name of a simulated server, as in `demo:7.2` -> the server, with the schema of its release.
import { readFileSync } from 'node:fs';

import type { Schema } from '../../qapi/model.js';
import { schemaOfVersion } from '../../session/version-schema.js';
import { announced } from '../../simulator/announced.js';
import { type Endpoint, openStream } from '../../simulator/open.js';
import { readRecording } from '../../simulator/recorded/recording.js';
import { RecordedServer } from '../../simulator/server/recorded-server.js';
import { SimulatedServer } from '../../simulator/server/simulated-server.js';
import { findVersion, type Version, versionList } from '../../simulator/version.js';
import { DEMO_SPEC } from '../../simulator/vm/spec.js';
import { UsageError } from '../report.js';

/** A server whose monitors have numbers. */
export interface DemoServer {
  addMonitor(filename: string): number;
  endpoint(number: number): Endpoint;
  /** Settles when a client has had it quit. */
  readonly ended: Promise<void>;
}

/**
 * A version, or the path of a recording, which has a slash in it.
 * @throws UsageError where there is no simulated server of that name.
 */
export function demoServer(name: string | undefined): DemoServer {
  if (name?.includes('/')) return recordedServer(name);
  const version = findVersion(name);
  if (version === undefined)
    throw new UsageError(`no simulated server 'demo:${name}': expected one of ${versionList()}`);
  return numbered(new SimulatedServer({ spec: DEMO_SPEC, version, schema: schemaFor(version) }));
}

/** A simulated server of this process alone, as a stream. */
export function openDemo(name: string | undefined) {
  const server = demoServer(name);
  return openStream(server.endpoint(server.addMonitor('unix:demo,server=on')));
}

function recordedServer(path: string): DemoServer {
  try {
    const server = new RecordedServer(readRecording(readFileSync(path, 'utf8')));
    return { ended: server.ended, addMonitor: () => 0, endpoint: () => server };
  } catch (failure) {
    const why = failure instanceof Error ? failure.message : String(failure);
    throw new UsageError(`cannot read the recording '${path}': ${why}`);
  }
}

function numbered(server: SimulatedServer): DemoServer {
  return {
    ended: server.ended,
    addMonitor: filename => server.addMonitor(filename),
    endpoint: number => ({
      connect: peer => server.connect(number, peer),
      disconnect: session => server.disconnect(session),
    }),
  };
}

/** Read when a client first needs it, and kept. */
export function schemaFor(version: Version): () => Schema {
  let schema: Schema | undefined;
  return () => {
    schema ??= announced(schemaOfVersion(version.numbers.slice(0, 2).join('.')));
    return schema;
  };
}
