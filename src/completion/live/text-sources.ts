// Live values that only the human monitor tells, and others that are in no list: read from its text.
import { isJsonObject, type JsonValue } from '../../json/value.js';
import { objectsIn, textIn } from '../../session/session-input.js';
import type { LiveValue } from '../candidate.js';
import { scalarText } from './list-sources.js';
import { distinct, hmp, hmpQuery, query, type SourceRow } from './source-row.js';

export const TEXT_SOURCES: Readonly<Record<string, SourceRow>> = {
  netdev: networkRow(type => type !== 'nic'),
  'net-client': networkRow(() => true),
  bus: { ask: [hmp('info qtree')], read: ([text]) => busValues(text), groups: ['device'] },
  'hmp-command': {
    ask: [of => hmpQuery(of === '' ? 'help' : `help ${of}`)],
    read: ([text], of) => helpValues(text, of),
    groups: [],
    onTab: true,
  },
  'trace-event': {
    ask: [() => ({ command: 'trace-event-get-state', args: { name: '*' } })],
    read: ([list]) =>
      objectsIn(list).map(row => ({
        name: textIn(row, 'name') ?? '',
        detail: textIn(row, 'state') ?? '',
      })),
    groups: ['trace'],
  },
  'yank-instance': {
    ask: [query('query-yank')],
    read: ([list]) => yankValues(list),
    groups: ['chardev', 'block', 'migration'],
  },
  'migration-parameter': {
    ask: [query('query-migrate-parameters')],
    read: ([values]) => parameterValues(values),
    groups: ['migration'],
  },
};

function linesOf(text: JsonValue | undefined): readonly string[] {
  return typeof text === 'string' ? text.split(/\r?\n/) : [];
}

const CLIENT = /^(?:\s*\\ )?(\S+): index=\d+,type=([^,]+)/;

/** `net0: index=0,type=user,net=10.0.2.0`, peers indented behind a backslash. */
function networkRow(accepts: (type: string) => boolean): SourceRow {
  const read: SourceRow['read'] = ([text]) =>
    linesOf(text).flatMap(line => {
      const [, name = '', type = ''] = CLIENT.exec(line) ?? [];
      return name !== '' && accepts(type) ? [{ name, detail: type }] : [];
    });
  return { ask: [hmp('info network')], read, groups: ['network', 'device'] };
}

/** `bus: pci.0`, and on the line below `  type PCIE`. */
function busValues(text: JsonValue | undefined): readonly LiveValue[] {
  const lines = linesOf(text);
  return lines.flatMap((line, index) => {
    const name = /^\s*bus: (\S+)$/.exec(line)?.[1];
    const type = /^\s*type (\S+)$/.exec(lines[index + 1] ?? '')?.[1];
    return name === undefined ? [] : [{ name, ...(type && { detail: type }) }];
  });
}

const HELP_ROW = /^([a-z][\w-]*)(?:\|\S+)? (?:(.*?) ?-- )?(.*)$/i;

/** `block_resize device size -- resize a block image`; `help|? [cmd]` has a short name too. Further lines are indented. */
function helpValues(text: JsonValue | undefined, of: string): readonly LiveValue[] {
  const lines = linesOf(text).map(line => (of === '' ? line : line.replace(`${of} `, '')));
  const rows = lines.flatMap(line => {
    const [, name = '', type = '', detail = ''] = HELP_ROW.exec(line) ?? [];
    const goesOn = of === '' && type !== '';
    return name === '' ? [] : [{ name, type, detail, ...(goesOn && { goesOn }) }];
  });
  return distinct(rows);
}

/** Each as the words by which `yank` takes it. */
function yankValues(list: JsonValue | undefined): readonly LiveValue[] {
  return objectsIn(list).map(instance => {
    const members = Object.keys(instance).map(
      member => `${member}=${scalarText(instance, member)}`,
    );
    const words = members.map(member => `instances.0.${member} `).join('');
    const rest = Object.keys(instance).filter(member => member !== 'type');
    const name = rest.map(member => scalarText(instance, member)).join(' ');
    const type = textIn(instance, 'type') ?? '';
    return { name: name || type, detail: type, words };
  });
}

function parameterValues(values: JsonValue | undefined): readonly LiveValue[] {
  if (!isJsonObject(values)) return [];
  return Object.keys(values).flatMap(name => {
    const now = scalarText(values, name);
    return now === undefined ? [] : [{ name, detail: now }];
  });
}
