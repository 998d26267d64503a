// What is different with guest agents: commands that are not answered when they succeed. qemu-ga's schema,
// `success-response`.

/**
 * Commands whose success is silence: the guest goes down. Their errors are answered. Behind each of them a ping is
 * sent, whose answer says that there was none; so a suspended guest has answered when it wakes up. The end of the
 * connection says it too.
 */
const SILENT: ReadonlySet<string> = new Set([
  'guest-shutdown',
  'guest-suspend-disk',
  'guest-suspend-ram',
  'guest-suspend-hybrid',
]);

/** Whether the agent does not answer the command when it has done it. */
export function isSilent(name: string): boolean {
  return SILENT.has(name);
}
