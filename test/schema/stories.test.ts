// Whatever one recorded server takes and another does not has a story, and the story is not contradicted by a third.
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';
import { type History, isBefore, type Story } from '../../src/qapi/history.js';
import { importIntrospection } from '../../src/qapi/introspection/import.js';
import { storyOfMember, storyOfValue } from '../../src/qapi/item-history.js';
import type { Schema } from '../../src/qapi/model.js';
import { overlaySchema } from '../../src/qapi/overlay.js';
import { type ArgumentPaths, argumentPaths } from './argument-paths.js';
import { bundled, readTable } from './bundled.js';
import { hasShared, recordedSchema, skipNote } from './facts.js';

const sources = { bundled, history: readTable<History>('history.json') };

interface Recorded {
  readonly version: string;
  readonly schema: Schema;
}

function recorded(version: string, path: string): Recorded {
  const server = importIntrospection(parseJson(JSON.stringify(recordedSchema(path))));
  return { version, schema: overlaySchema(server, bundled) };
}

const SERVERS: readonly Recorded[] = hasShared
  ? [
      recorded('2.5', 'servers/qemu-2.5.0.replies'),
      recorded('2.12', 'servers/qemu-2.12.0.replies'),
      recorded('5.2', 'servers/qemu-5.2.0.replies'),
      recorded('7.2', 'facts/introspection-qemu-system-x86_64-7.2.22.json'),
      { version: '10.2', schema: bundled },
    ]
  : [];

/** Without the bundled schema, whose tree was on its way to the next release. */
const TOLD = SERVERS.slice(0, -1);

/** What a server lacks that another has: `block-commit on-error`, `blockdev-add driver=nvme`. */
interface Lack {
  readonly server: Recorded;
  readonly command: string;
  readonly path: readonly string[];
  readonly value?: string;
}

/** Before 5.2 it took members without types, and before 2.12 blockdev-add took all of its own in `options`. */
function isOtherwiseTyped({ command }: Lack, one: string, other: string): boolean {
  const earlier = isBefore(one, other) ? one : other;
  if (command === 'netdev_add') return isBefore(earlier, '5.2');
  return command === 'blockdev-add' && isBefore(earlier, '2.12');
}

const known = new Map<string, ArgumentPaths>();

function pathsOf({ version, schema }: Recorded, command: string): ArgumentPaths {
  const key = `${version} ${command}`;
  const paths = known.get(key) ?? argumentPaths(schema, command);
  known.set(key, paths);
  return paths;
}

/** What `server` lacks of a command that both have. A member below one that it lacks is not counted. */
function lacksOf(server: Recorded, other: Recorded, command: string): Lack[] {
  const [here, there] = [pathsOf(server, command), pathsOf(other, command)];
  const members = [...there.members].filter(path => !here.members.has(path));
  const topmost = members.filter(path => !members.includes(path.slice(0, path.lastIndexOf('.'))));
  const values = [...there.values].flatMap(([path, all]) => {
    const mine = here.values.get(path);
    const lacking = mine === undefined ? [] : [...all].filter(value => !mine.has(value));
    return lacking.map(value => ({ server, command, path: path.split('.'), value }));
  });
  return [...topmost.map(path => ({ server, command, path: path.split('.') })), ...values];
}

function allLacks(): readonly Lack[] {
  const pairs = SERVERS.flatMap(server =>
    SERVERS.filter(other => other !== server).map(other => [server, other] as const),
  );
  return pairs.flatMap(([server, other]) =>
    [...server.schema.commands.keys()]
      .filter(command => other.schema.commands.has(command))
      .flatMap(command => lacksOf(server, other, command))
      .filter(lack => !isOtherwiseTyped(lack, server.version, other.version)),
  );
}

function storyOf({ server: { schema, version }, value, ...place }: Lack): Story | undefined {
  if (value !== undefined) return storyOfValue(sources, place, value, version);
  return storyOfMember(sources, schema, place, version);
}

function show({ server, command, path, value }: Lack): string {
  const place = path.join('.') + (value === undefined ? '' : `=${value}`);
  return `${server.version}: ${command} ${place}`;
}

function isIn(server: Recorded, { command, path, value }: Lack): boolean {
  const { members, values } = pathsOf(server, command);
  const place = path.join('.');
  return value === undefined ? members.has(place) : values.get(place)?.has(value) === true;
}

/** A server that had it before it is told to have come, or after it is told to be gone. */
function isContradicted(lack: Lack): boolean {
  const story = storyOf(lack);
  if (story?.kind === 'to-come') {
    const { since } = story;
    const first = typeof since === 'string' ? since : since.after;
    return TOLD.some(row => isBefore(row.version, first) && isIn(row, lack));
  }
  if (story?.kind !== 'gone') return false;
  const last = typeof story.removed === 'string' ? story.removed : story.removed.by;
  return SERVERS.some(row => !isBefore(row.version, last) && isIn(row, lack));
}

describe.skipIf(!hasShared)(`what one server takes and another does not${skipNote}`, () => {
  const lacks = allLacks();

  it('is some hundreds of arguments and values', () => {
    expect(new Set(lacks.map(show)).size).toBeGreaterThan(500);
  });

  it('has a story, at any depth', () => {
    expect([...new Set(lacks.filter(lack => !storyOf(lack)).map(show))]).toEqual([]);
  });

  it('has one that no other server contradicts', () => {
    expect([...new Set(lacks.filter(isContradicted).map(show))]).toEqual([]);
  });
});
