// Commands of the five systems that are gone, and what a server of today is told of them.

export interface Explained {
  readonly name: string;
  readonly line: string;
  /** The version without it, and what to use. */
  readonly words: readonly string[];
}

export const EXPLAINED: readonly Explained[] = [
  row('query-cpus', 'query-cpus', '6.0', 'query-cpus-fast'),
  row('cpu', 'cpu index=0', '2.12', 'cpu-index'),
  row('block_passwd', 'block_passwd device=d password=@password.txt', '6.0', 'object-add'),
  row('change', 'change device=cd0 target=x.iso', '6.0', 'blockdev-change-medium'),
  row('migrate_set_downtime', 'migrate_set_downtime value=1', '6.0', 'downtime-limit'),
  row('migrate_set_speed', 'migrate_set_speed value=1M', '6.0', 'max-bandwidth'),
];

/** Spelt with `_` in the document, with `-` since the release: either way of writing is understood. */
export const RENAMED: ReadonlyMap<string, string> = new Map([
  ['block_stream', 'block-stream'],
  ['block_job_set_speed', 'block-job-set-speed'],
  ['block_job_cancel', 'block-job-cancel'],
]);

function row(name: string, line: string, ...words: readonly string[]): Explained {
  return { name, line, words };
}
