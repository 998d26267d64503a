// Live values of the block layer. A query of it can freeze a guest whose storage hangs: on Tab only.
import type { JsonObject, JsonValue } from '../../json/value.js';
import { integerIn, memberIn, objectsIn, textIn } from '../../session/session-input.js';
import { bytesText } from '../../shell/numbers.js';
import type { LiveValue } from '../candidate.js';
import { type Answers, distinct, query, type SourceRow } from './source-row.js';

/** Without its backing chains repeated; the runner drops `flat` where the server has no such argument. */
const NODES: SourceRow['ask'][number] = () => ({
  command: 'query-named-block-nodes',
  args: { flat: true },
});
const DEVICES = query('query-block');

function row(
  ask: SourceRow['ask'],
  read: SourceRow['read'],
  groups: SourceRow['groups'] = ['block', 'device', 'job'],
): SourceRow {
  return { ask, read, groups, onTab: true };
}

export const BLOCK_SOURCES: Readonly<Record<string, SourceRow>> = {
  'block-node': row([NODES], ([nodes]) => nodeValues(nodes)),
  'block-device': row([DEVICES], ([devices]) => deviceValues(devices, 'device')),
  'block-qdev': row([DEVICES], ([devices]) => deviceValues(devices, 'qdev')),
  'block-any': row([DEVICES, NODES], ([devices, nodes]) => [
    ...deviceValues(devices, 'device'),
    ...nodeValues(nodes),
  ]),
  bitmap: row([NODES, DEVICES], bitmapValues),
  snapshot: row([NODES], ([nodes]) => snapshotValues(nodes, 'name')),
  'snapshot-id': row([NODES], ([nodes]) => snapshotValues(nodes, 'id')),
};

function nodeValue(node: JsonObject): readonly LiveValue[] {
  return named(textIn(node, 'node-name'), imageDetail(node));
}

function named(name: string | undefined, detail: string): readonly LiveValue[] {
  return name === undefined || name === '' ? [] : [{ name, detail }];
}

/** Nodes that nobody gave a name come last. */
function nodeValues(nodes: JsonValue | undefined): readonly LiveValue[] {
  const values = objectsIn(nodes).flatMap(nodeValue);
  const isNamed = ({ name }: LiveValue) => !name.startsWith('#');
  return [...values.filter(isNamed), ...values.filter(value => !isNamed(value))];
}

/** `qcow2, 20 GiB, /vm/root.qcow2` */
function imageDetail(node: JsonValue | undefined): string {
  const size = integerIn(memberIn(node, 'image'), 'virtual-size');
  const bytes = size === undefined ? undefined : bytesText(BigInt(size));
  return [textIn(node, 'drv'), bytes, textIn(node, 'file')].filter(Boolean).join(', ');
}

function deviceValues(devices: JsonValue | undefined, member: string): readonly LiveValue[] {
  return objectsIn(devices).flatMap(device => {
    const inserted = memberIn(device, 'inserted');
    const detail = inserted === undefined ? 'no medium' : imageDetail(inserted);
    return named(textIn(device, member), detail);
  });
}

/** The bitmaps of one node; of all where the line does not say which. A device's are told with it before 5.2. */
function bitmapValues([nodes, devices]: Answers, of: string): readonly LiveValue[] {
  const inserted = objectsIn(devices).flatMap(device => [
    { names: [textIn(device, 'device')], holder: device },
    {
      names: [textIn(device, 'device'), textIn(memberIn(device, 'inserted'), 'node-name')],
      holder: memberIn(device, 'inserted'),
    },
  ]);
  const own = objectsIn(nodes).map(node => ({ names: [textIn(node, 'node-name')], holder: node }));
  const meant = [...own, ...inserted].filter(({ names }) => of === '' || names.includes(of));
  const bitmaps = meant.flatMap(({ holder }) => objectsIn(memberIn(holder, 'dirty-bitmaps')));
  return distinct(bitmaps.flatMap(bitmapValue));
}

function bitmapValue(bitmap: JsonObject): readonly LiveValue[] {
  const count = integerIn(bitmap, 'count');
  const dirty = count === undefined ? '?' : bytesText(BigInt(count));
  const idle = memberIn(bitmap, 'recording') === false ? ', disabled' : '';
  return named(textIn(bitmap, 'name'), `${dirty} dirty${idle}`);
}

function snapshotValues(nodes: JsonValue | undefined, member: string): readonly LiveValue[] {
  const images = objectsIn(nodes).map(node => memberIn(node, 'image'));
  const rows = images.flatMap(image => objectsIn(memberIn(image, 'snapshots')));
  return distinct(rows.flatMap(row => snapshotValue(row, member)));
}

function snapshotValue(snapshot: JsonObject, member: string): readonly LiveValue[] {
  const seconds = memberIn(snapshot, 'date-sec');
  const date = typeof seconds === 'number' ? new Date(seconds * 1000).toISOString() : '';
  const other = member === 'id' ? textIn(snapshot, 'name') : undefined;
  return named(
    textIn(snapshot, member),
    [other, date.slice(0, 16).replace('T', ' ')].filter(Boolean).join(', '),
  );
}
