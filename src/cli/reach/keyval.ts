// QEMU's option syntax, `socket,id=m,path=/run/a,,b.sock,server`, as far as it must be read from command lines.

/** The keys and values; the first word may lack its key, which is `implied` then. The last of a key counts. */
export function keyval(text: string, implied: string): ReadonlyMap<string, string> {
  const parts = text.match(/(?:[^,]|,,)+/g) ?? [];
  return new Map(parts.map((part, index) => pairFrom(part, index === 0 ? implied : '')));
}

/** A comma is doubled within a value; a key alone is a flag, `nowait` the same as `wait=off`. */
function pairFrom(part: string, implied: string): readonly [string, string] {
  const text = part.replaceAll(',,', ',');
  const at = text.indexOf('=');
  if (at >= 0) return [text.slice(0, at), text.slice(at + 1)];
  if (implied !== '') return [implied, text];
  return text.startsWith('no') ? [text.slice(2), 'off'] : [text, 'on'];
}
