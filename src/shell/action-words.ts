// What an action of a transaction will do, in words.
import { printJson } from '../json/print.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, own } from '../json/value.js';

/** `{member}` stands for the member's value; the first text whose members are all given is taken. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  abort: ['fails on purpose: nothing of the transaction is done'],
  'block-dirty-bitmap-add': ["adds the dirty bitmap '{name}' to '{node}'"],
  'block-dirty-bitmap-remove': ["removes the dirty bitmap '{name}' of '{node}'"],
  'block-dirty-bitmap-clear': ["clears the dirty bitmap '{name}' of '{node}'"],
  'block-dirty-bitmap-enable': ["lets the dirty bitmap '{name}' of '{node}' record"],
  'block-dirty-bitmap-disable': ["stops the dirty bitmap '{name}' of '{node}' from recording"],
  'block-dirty-bitmap-merge': [
    "adds to the dirty bitmap '{target}' of '{node}' what is in {bitmaps}",
  ],
  'blockdev-backup': [
    "begins the job '{job-id}', a backup of '{device}' to '{target}' (sync={sync})",
    "begins a backup of '{device}' to '{target}' (sync={sync})",
  ],
  'drive-backup': [
    "begins the job '{job-id}', a backup of '{device}' to the file {target} (sync={sync})",
    "begins a backup of '{device}' to the file {target} (sync={sync})",
  ],
  'blockdev-snapshot': ["lays '{overlay}' over '{node}', which keeps what it holds now"],
  'blockdev-snapshot-sync': [
    "makes {snapshot-file}, the node '{snapshot-node-name}', and lays it over '{node-name}'",
    "makes {snapshot-file} and lays it over '{node-name}'",
    "makes {snapshot-file} and lays it over the disk of '{device}'",
  ],
  'blockdev-snapshot-internal-sync': ["takes the snapshot '{name}' within the image of '{device}'"],
};

/** `adds the dirty bitmap 'b1' to 'disk0'`; its members for an action that has no words. Not escaped. */
export function actionWords({ type, data }: JsonObject): string {
  const members = isJsonObject(data) ? data : {};
  const name = typeof type === 'string' ? type : '';
  const texts = own(WORDS, name) ?? [];
  const text = texts.find(row => placesOf(row).every(key => Object.hasOwn(members, key)));
  return text === undefined ? memberWords(members) : filled(text, members);
}

/** `node=d1 name=b0`: as they would be typed. */
export function memberWords(members: JsonObject): string {
  return Object.entries(members)
    .map(([key, value]) => `${key}=${valueWords(value)}`)
    .join(' ');
}

const PLACE = /\{([a-z-]+)\}/g;

function placesOf(text: string): string[] {
  return [...text.matchAll(PLACE)].map(([, key = '']) => key);
}

function filled(text: string, members: JsonObject): string {
  return text.replace(PLACE, (_, key: string) => valueWords(members[key] ?? null));
}

function valueWords(value: JsonValue): string {
  if (isJsonArray(value)) return value.map(valueWords).join(', ');
  return typeof value === 'string' ? value : printJson(value);
}
