// The files on the server's host that a request writes anew, by the table of annotations.
import { type JsonObject, own } from '../json/value.js';
import { type Annotations, commandNotes } from './annotations.js';

/** Their paths; what is no file (`fd:`, `tcp:`, an image that is to be kept) is left out. */
export function filesWritten(
  annotations: Annotations,
  command: string,
  args: JsonObject,
): readonly string[] {
  if (command === 'human-monitor-command') {
    const line = args['command-line'];
    return typeof line === 'string' ? filesOfHmp(annotations, line) : [];
  }
  const member = commandNotes(annotations, command)?.writes;
  const place = member === undefined ? undefined : own(args, member);
  // NewImageMode: `existing` takes the image as it is.
  if (typeof place !== 'string' || args.mode === 'existing') return [];
  return [pathOf(place)];
}

/** `file:/vm/core`, `file:/vm/state,offset=0` or a path alone. */
function pathOf(place: string): string {
  return place.startsWith('file:') ? place.slice(5).replace(/,offset=.*$/, '') : place;
}

/** `-n` of snapshot_blkdev keeps the image that is there. */
const KEEPS_IMAGE = /^snapshot_blkdev\s+-n\s/;

function filesOfHmp(annotations: Annotations, line: string): string[] {
  const text = line.trim();
  const words = text.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  const named = words.filter(word => !/^-[A-Za-z]$/.test(word));
  const rows = annotations.hmp.writes ?? {};
  const [command = ''] = named;
  const at = own(rows, command);
  const found = at === undefined || KEEPS_IMAGE.test(text) ? undefined : named[at];
  return found === undefined ? [] : [pathOf(found.replace(/^"(.*)"$/, '$1'))];
}
