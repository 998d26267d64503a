// Captures of real servers, reduced to what can be compared: which messages came, in which order, saying what.
import { parseJson } from '../../src/json/parse.js';
import { printJson } from '../../src/json/print.js';
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../src/json/value.js';
import { short } from './simulated.js';

/** A command with all that came until the next. */
export interface Exchange {
  readonly sent: JsonObject;
  readonly got: readonly string[];
}

/** A message in few words: a return by what it says of states. */
export function told(message: JsonObject): string {
  if (!('return' in message)) return short(message);
  const state = stateIn(message.return ?? null);
  return state === '' ? 'return' : `return ${state}`;
}

/** What can be compared of a return: states of jobs and migrations, bitmaps, yank instances; never sizes or times. */
function stateIn(value: JsonValue): string {
  if (isJsonArray(value))
    return `[${inOrder(value)
      .map(stateIn)
      .filter(text => text !== '')
      .join(', ')}]`;
  if (!isJsonObject(value)) return '';
  if ('label' in value) return `${value.label} ${isOpen(value) ? 'open' : 'closed'}`;
  if ('drv' in value) return nodeState(value);
  const names = [
    'node-name',
    'id',
    'device',
    'type',
    'status',
    'ready',
    'paused',
    'io-status',
    'error',
    'error-desc',
  ];
  return names.flatMap(name => (name in value ? String(value[name]) : [])).join(' ');
}

const isOpen = ({ filename }: JsonObject) => !String(filename).startsWith('disconnected:');

/** Monitors and other character devices come as they stand on a command line, or the other way round. */
function inOrder(values: readonly JsonValue[]): readonly JsonValue[] {
  const areChardevs = values.some(
    value => isJsonObject(value) && ('label' in value || value.type === 'chardev'),
  );
  if (!areChardevs) return values;
  return values.toSorted((a, b) => stateIn(a).localeCompare(stateIn(b)));
}

/** Of nodes the bitmaps: names of nodes are made up where none were given. */
function nodeState(node: JsonObject): string {
  const bitmaps = isJsonArray(node['dirty-bitmaps']) ? node['dirty-bitmaps'] : [];
  const rows = bitmaps.filter(isJsonObject).map(bitmap => {
    const marks = ['recording', 'persistent'].filter(name => bitmap[name] === true);
    return [bitmap.name, ...marks].join('+');
  });
  return rows.length === 0 ? '' : [node['node-name'], ...rows.toSorted()].join(' ');
}

/** Jobs are stopped for a moment while others change the graph: when, is a matter of threads. */
export function withoutFlicker(lines: readonly string[]): string[] {
  return lines.filter((line, at) => {
    const paused = /^JOB_STATUS_CHANGE (\S+) paused$/;
    const here = paused.exec(line)?.[1];
    const before = paused.exec(lines[at - 1] ?? '')?.[1];
    const runs = (id: string | undefined, text: string | undefined) =>
      id !== undefined && text === `JOB_STATUS_CHANGE ${id} running`;
    return !runs(here, lines[at + 1]) && !runs(before, line);
  });
}

/** As a file: `-> {...}` and below it `<- ...`. */
export function transcriptText(exchanges: readonly Exchange[]): string {
  return exchanges
    .flatMap(({ sent, got }) => [`-> ${printJson(sent)}`, ...got.map(line => `<- ${line}`)])
    .join('\n');
}

export function readTranscript(text: string): Exchange[] {
  const exchanges: { sent: JsonObject; got: string[] }[] = [];
  for (const line of text.split('\n')) {
    const sent = line.startsWith('-> ') ? parseJson(line.slice(3)) : undefined;
    if (isJsonObject(sent)) exchanges.push({ sent, got: [] });
    else if (line.startsWith('<- ')) exchanges.at(-1)?.got.push(line.slice(3));
  }
  return exchanges;
}
