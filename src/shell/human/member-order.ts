// Which members people look for first. QEMU's own order is that of a hash table and says nothing.

const FIRST = ['name', 'id', 'device', 'node-name', 'label', 'qdev', 'type', 'status', 'state'];

/** To sort by: what names a thing, then what state it is in, then the rest, which stays in its order. */
export function memberRank(name: string): number {
  const at = FIRST.indexOf(name);
  return at < 0 ? FIRST.length : at;
}
