// What the five systems consist of: their commands, events and union branches, by the schema in schema/.
import { readFileSync } from 'node:fs';

export interface System {
  readonly title: string;
  /** `command yank`, `event MIGRATION`, `branch YankInstance block-node`. */
  readonly items: readonly string[];
}

const names = (kind: string, ...files: readonly string[]) => {
  const texts = files.map(file =>
    readFileSync(new URL(`../../schema/${file}.json`, import.meta.url), 'utf8'),
  );
  const found = texts.flatMap(text => [...text.matchAll(new RegExp(`'${kind}': '([^']+)'`, 'g'))]);
  return [...new Set(found.map(([, name = '']) => name))];
};

const enumValues = (file: string, name: string) => {
  const path = new URL(`../../schema/${file}.json`, import.meta.url);
  const text = readFileSync(path, 'utf8').replace(/'features': \[[^\]]*\]/g, '');
  const list = new RegExp(`'enum': '${name}',[^[]*\\[([^]*?)\\n? *\\]`).exec(text)?.[1] ?? '';
  return [...list.matchAll(/'([a-z0-9-_]+)'(?=\s*[,}\]]|\s*$)/g)].map(([, value = '']) => value);
};

const commands = (...files: readonly string[]) =>
  names('command', ...files).map(name => `command ${name}`);
const events = (...files: readonly string[]) =>
  names('event', ...files).map(name => `event ${name}`);
const branches = (union: string, values: readonly string[]) =>
  values.map(value => `branch ${union} ${value}`);

/** In the order of the cookbook. */
export const SYSTEMS: readonly System[] = [
  {
    title: 'Yank (QEMU 6.0)',
    items: [
      ...commands('yank'),
      ...branches('YankInstance', ['block-node', 'chardev', 'migration']),
    ],
  },
  {
    title: 'Transactions (QEMU 5.0)',
    items: [
      ...commands('transaction'),
      ...branches('TransactionAction', enumValues('transaction', 'TransactionActionKind')),
      ...branches('completion-mode', ['individual', 'grouped']),
    ],
  },
  { title: 'The base monitor (QEMU 1.1)', items: commands('old/qapi-schema-1.1') },
  {
    title: 'Migration and snapshots (QEMU 7.0)',
    items: [...commands('migration'), ...events('migration')],
  },
  {
    title: 'The block layer (QEMU 2.2)',
    items: [
      ...commands('old/block-core-2.2'),
      ...events('old/block-core-2.2').filter(event => /^event [A-Z_]+$/.test(event)),
      ...branches('BlockdevOptions', enumValues('old/block-core-2.2', 'BlockdevDriver')),
      ...branches('BlockdevRef', ['definition', 'reference']),
      ...branches('ImageInfoSpecific', ['qcow2', 'vmdk']),
    ],
  },
];
