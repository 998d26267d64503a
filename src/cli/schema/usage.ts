// What the schema subcommands are for and how they are called, and what is wrong with how one was called.

export interface Usage {
  readonly usage: string;
  readonly about: string;
}

export const USAGES = {
  check: {
    usage: 'check FILE [--strict] [--fragment]',
    about: 'reads FILE and what it includes: exit 0, or 2 with file:line: message',
  },
  introspect: {
    usage: 'introspect FILE|TARGET',
    about: 'the schema as query-qmp-schema would answer it, names not masked',
  },
  show: {
    usage: 'show NAME [member=value...] [--target T]',
    about: 'a command, event or type with its members, as ?NAME shows it',
  },
  diff: { usage: 'diff A B', about: 'what changed from one to the other, as a release note' },
  list: {
    usage: 'list [--kind command|event|type] [--target T]',
    about: 'the names, one a line',
  },
} as const satisfies Record<string, Usage>;

export type ActionName = keyof typeof USAGES;

export function isActionName(name: string): name is ActionName {
  return Object.hasOwn(USAGES, name);
}

/** `expected qmpsh schema check FILE ...`: of one subcommand, or of all. */
export function expectedText(name: ActionName | undefined): string {
  const rows = name === undefined ? Object.values(USAGES) : [USAGES[name]];
  return `expected ${rows.map(row => `qmpsh schema ${row.usage}`).join('\n  or ')}`;
}

const OPTIONS_TEXT = `
FILE, A, B, T: a document in the QAPI language, a QEMU source tree, a recorded reply, a release such as 7.2,
or a target: a socket, host:port, vm:NAME and so on (qmpsh --help).

  --strict             check: today's forms only, QEMU's rules on documentation and names
  --fragment           check: types and files that are not there are warnings
  -T, --target T       what it is about; else the bundled schema, that of QEMU 10.2
  --schema PATH        a schema to take names and descriptions from
  --kind KIND          list: command, event or type
  --guest-agent        the target is a guest agent; without a target, its bundled schema
  -t, --timeout S      for connecting
  -h, --help           print this
`;

/** What `--help` prints. */
export function helpText(name: ActionName | undefined): string {
  const names: readonly string[] = name === undefined ? Object.keys(USAGES) : [name];
  const rows = names.filter(isActionName).map(each => USAGES[each]);
  const lines = rows.map(row => `  qmpsh schema ${row.usage}\n      ${row.about}`);
  return `usage:\n${lines.join('\n')}\n${OPTIONS_TEXT}`;
}

/** Options that take a value. */
const VALUED: readonly string[] = ['--target', '--kind', '--schema', '--timeout'];

/** What is wrong with the options, where node:util refused them; undefined for any other error. */
export function optionTrouble(error: Error): string | undefined {
  const code = 'code' in error ? error.code : undefined;
  const [, name = ''] = /'(?:-\w, )?(-[^'\s=]*)/.exec(error.message) ?? [];
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `unknown option '${name}'`;
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return undefined;
  return VALUED.includes(name) ? `'${name}' needs a value` : `'${name}' takes no value`;
}
