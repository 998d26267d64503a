// Every secret that the table of commands knows, typed in every form: nothing that is stored or shown again has it.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import table from '../../schema/annotations.json' with { type: 'json' };
import { annotationsFrom } from '../../src/shell/annotations.js';
import { parseLine } from '../../src/shell/line.js';
import { isPrivate, maskLine } from '../../src/shell/secret-lines.js';
import { qmpsh } from '../cli/qmpsh.js';
import { openAtTerminal } from '../lab/at-terminal.js';
import { scratchFolder } from '../lab/lifetime.js';
import { describeReal, startQemu } from '../lab/servers.js';

const SECRET = 'Tr0ub4dor-hunter2';
const annotations = annotationsFrom(table);

interface Row {
  readonly effect: string;
  readonly positional?: readonly string[];
  readonly members?: Readonly<Record<string, object>>;
}

interface SecretMember {
  readonly command: string;
  readonly member: string;
  readonly positional: readonly string[];
}

const MEMBERS: readonly SecretMember[] = [table.commands, table['guest-agent']].flatMap(rows =>
  Object.entries<Row>(rows).flatMap(([command, { positional = [], members = {} }]) =>
    Object.entries(members)
      .filter(([, notes]) => 'secret' in notes && notes.secret === true)
      .map(([member]) => ({ command, member, positional })),
  ),
);

/** `props.data` as an object. */
function nested(path: string): string {
  return path
    .split('.')
    .reduceRight((value, key) => `{"${key}": ${value}}`, JSON.stringify(SECRET));
}

/** A value for what stands before a secret among the positional members. */
const BEFORE = 'vnc';

/** The lines by which a user may give the secret, right and mistyped. */
function linesOf({ command, member, positional }: SecretMember): string[] {
  const args = nested(member);
  const place = positional.indexOf(member);
  const bare = place < 0 ? [] : [[command, ...Array(place).fill(BEFORE), SECRET].join(' ')];
  const raw = `{"execute": "${command}", "arguments": ${args}}`;
  return [
    `${command} ${member}=${SECRET}`,
    `${command} a=b ${member}="${SECRET}" c=d`,
    `!${command} ${member}=${SECRET}`,
    `${command} ${args}`,
    ...bare,
    raw,
    raw.replace('execute', 'exec-oob'),
    `-> ${raw.replaceAll('"', "'")}`,
    raw.slice(0, -1),
    `transaction( ${command} ${member}=${SECRET} )`,
    `{"execute": "transaction", "arguments": {"actions": [{"type": "${command}", "data": ${args}}]}}`,
    `${command.slice(0, -1)} ${member}=${SECRET}`,
    `${command.replaceAll(/[-_]/g, '')} ${member}=${SECRET}`,
    `${command.toUpperCase()} ${member}=${SECRET}`,
  ];
}

const HMP = [
  ...table.hmp['secret-words'].map(words =>
    words.map(word => (word === '*' ? BEFORE : word === '<secret>' ? SECRET : word)).join(' '),
  ),
  ...Object.entries(table.hmp['secret-keys']).flatMap(([command, keys]) =>
    keys.map(key => `${command} secret,id=s,${key}=${SECRET}`),
  ),
].flatMap(line => [
  `.hmp ${line}`,
  `human-monitor-command "${line}"`,
  `{"execute": "human-monitor-command", "arguments": {"command-line": "${line}"}}`,
]);

const PROPERTIES = [
  `qom-set /objects/s data ${SECRET}`,
  `qom-set /objects/s property=data value="${SECRET}"`,
  `qom-set /objects/s data ${SECRET} ${SECRET}`,
  `!qom_set path=/objects/s property=data value=${SECRET}`,
  `qom-set {"path": "/objects/s", "property": "data", "value": "${SECRET}"}`,
  `{"execute": "qom-set", "arguments": {"path": "/objects/s", "property": "data", "value": "${SECRET}"}}`,
  `{"execute": "qom-set", "arguments": {"path": "/objects/s", "property": "data", "value": {"x": ["${SECRET}"]}}}`,
  `qom-set /objects/s password ${SECRET}`,
  `qom-st /objects/s data ${SECRET}`,
];

const URLS = ['migrate', 'blockdev-add', 'drive-mirror', '.hmp drive_add'].map(
  command => `${command} file=http://joe:${SECRET}@example.invalid/x`,
);

const LINES = [...MEMBERS.flatMap(linesOf), ...HMP, ...PROPERTIES, ...URLS];

it('finds secrets in the table', () => {
  expect(MEMBERS.map(row => row.command)).toContain('set_password');
  expect(MEMBERS.length).toBeGreaterThanOrEqual(7);
});

describe('a line with a secret', () => {
  it.each(LINES)('%s', line => {
    const kept = isPrivate(annotations, line) ? '' : maskLine(annotations, line);
    expect(kept).not.toContain(SECRET);
  });
});

function leaksIn(text: string): string[] {
  return text.split('\n').filter(line => line.includes(SECRET));
}

/** All files below a folder. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile());
}

describeReal('after a session full of secrets', () => {
  it('neither files, log, -v nor the process list of a script have one', async () => {
    const vm = await startQemu();
    const home = scratchFolder();
    const log = join(home, 'log');
    const env = { HOME: home, XDG_STATE_HOME: home, XDG_CACHE_HOME: home };
    const run = await qmpsh(['-k', '-v', '-y', '--log', log, vm.socket], {
      input: LINES.filter(line => !line.startsWith('!')).join('\n'),
      env,
    });
    expect(run.lines.length).toBeGreaterThan(50);
    expect(readFileSync(log, 'utf8').split('\n').length).toBeGreaterThan(50);
    for (const path of filesIn(home)) expect(leaksIn(readFileSync(path, 'latin1'))).toEqual([]);
    const sent = run.stderr.split('\n').filter(line => line.startsWith('{'));
    expect(leaksIn(sent.join('\n'))).toEqual([]);
  });

  it('neither history, files nor what is shown again at a prompt has one', async () => {
    const vm = await startQemu();
    const home = scratchFolder();
    const args = ['-l', '-y', '--log', join(home, 'log'), vm.socket];
    const screen = await openAtTerminal(args, { home, columns: 250, rows: 50 });
    const record = join(home, 'record');
    const given = [`object-add secret r data=${SECRET}`, 'qom-get /objects/r data'];
    for (const [at, line] of [`.record ${record}`, ...given, ...LINES].entries()) {
      if (parseLine(line).open) continue;
      screen.type(`${line}\r# ${at}\r`);
      await screen.waitUntil(() => screen.scrollback().includes(`❯ # ${at}`), `line ${at}`);
    }
    screen.type('set_password vnc password=@?\r');
    await screen.waitFor('password: ');
    screen.type(`${SECRET}-hidden\r`);
    screen.type('.history\r');
    await screen.waitFor(/❯ \|$/);
    expect(screen.scrollback()).not.toContain(`${SECRET}-hidden`);
    const shownAgain = screen.scrollback().split('❯ .history').at(-1) ?? '';
    expect(shownAgain).toContain('‹secret›');
    expect(leaksIn(shownAgain)).toEqual([]);
    expect(readFileSync(record, 'utf8')).toContain('"return": "\\u2039secret\\u203A"');
    expect(readFileSync(`/proc/${screen.pid}/cmdline`, 'utf8')).not.toContain(SECRET);
    for (const path of filesIn(home)) expect(leaksIn(readFileSync(path, 'latin1'))).toEqual([]);
  });
});
