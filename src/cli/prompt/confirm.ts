// The question before harm is done, and the answer.
import { statSync } from 'node:fs';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../json/value.js';
import type { ReadyRequest } from '../../session/prepared.js';
import type { Session } from '../../session/session.js';
import { annotations } from '../../shell/annotations-table.js';
import { escapeLine } from '../../shell/escape.js';
import { guardQuestion } from '../../shell/guard.js';
import type { LinePrompt } from '../../tui/line/prompt.js';

export interface Confirmation {
  readonly session: Session;
  /** The VM's name, where it has one. */
  readonly vm: string | undefined;
  /** Off: only what ends the server is asked about. */
  readonly asksAll: boolean;
  readonly prompt: LinePrompt;
}

/** Whether a request may be sent: nothing is lost by it, or the person said so. */
export async function confirmed(
  { request, arguments: args }: ReadyRequest,
  { session, vm, asksAll, prompt }: Confirmation,
): Promise<boolean> {
  const sizeNow =
    request.name === 'block_resize' && asksAll ? await sizeOf(session, args) : undefined;
  const question = guardQuestion({
    annotations,
    command: request.name,
    args,
    vm,
    sizeNow,
    fileExists,
  });
  if (question === undefined || !(asksAll || question.always)) return true;
  const answer = await prompt.ask({ text: escapeLine(question.text) });
  return answer?.trim() === 'yes';
}

/** Whether that is a file, or a disk, of this host: `/dev/null` may be written over. */
function fileExists(path: string): boolean {
  try {
    const found = statSync(path);
    return found.isFile() || found.isBlockDevice();
  } catch {
    return false;
  }
}

/** How long the guard waits to be told a size, in ms: storage that hangs must not hang the prompt. */
const PATIENCE_MS = 1_000;

/** The size that an image has now, in bytes, if the server tells in time. */
async function sizeOf({ client }: Session, args: JsonObject): Promise<bigint | undefined> {
  const request = { name: 'query-named-block-nodes', argumentsText: '{"flat": true}' };
  const reply = await client
    .send(request, { signal: AbortSignal.timeout(PATIENCE_MS) })
    .catch(() => undefined);
  const devices = await client
    .send({ name: 'query-block' }, { signal: AbortSignal.timeout(PATIENCE_MS) })
    .catch(() => undefined);
  const node = rows(reply?.value).find(row => row['node-name'] === args['node-name']);
  const device = rows(devices?.value).find(row => row.device === args.device);
  const image = node ?? (device === undefined ? undefined : device.inserted);
  const size =
    isJsonObject(image) && isJsonObject(image.image) ? image.image['virtual-size'] : undefined;
  return typeof size === 'number' || typeof size === 'bigint' ? BigInt(size) : undefined;
}

function rows(value: JsonValue | undefined): readonly JsonObject[] {
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}
