// When live values are asked for, and when not: against a fake of the one seam, the sending of commands.
import { beforeEach, describe, expect, it } from 'vitest';
import annotations from '../../schema/annotations.json' with { type: 'json' };
import type { Want } from '../../src/completion/candidate.js';
import { completionsFor } from '../../src/completion/completions-for.js';
import { type LiveOptions, LiveValues } from '../../src/completion/live/live-values.js';
import { parseJson } from '../../src/json/parse.js';
import type { Reply } from '../../src/qmp/request.js';
import { bundledSchema } from '../../src/session/bundled.js';
import { annotationsFrom } from '../../src/shell/annotations.js';
import { schema } from './completing.js';

const TABLE = annotationsFrom(annotations);
const CHARDEVS = '[{"label": "c0", "filename": "null", "frontend-open": false}]';

function returned(valueText: string): Reply {
  return { kind: 'return', text: '', valueText, value: parseJson(valueText) };
}

const REFUSED: Reply = { kind: 'error', text: '', valueText: '{}', value: {}, desc: 'no' };

/** Commands that were sent, in order. */
let sent: string[];
let answer: (name: string) => Reply | Promise<Reply>;
let clock: number;

function live(more: Partial<LiveOptions> = {}): LiveValues {
  return new LiveValues({
    schema,
    annotations: TABLE,
    send: async ({ name }) => {
      sent.push(name);
      return answer(name);
    },
    inFlight: () => 0,
    isAllowed: () => true,
    now: () => clock,
    ...more,
  });
}

const wants = (kind: string, of?: string): readonly Want[] => [
  { kind, ...(of !== undefined && { of }) },
];

beforeEach(() => {
  sent = [];
  clock = 0;
  answer = () => returned(CHARDEVS);
});

describe('live values', () => {
  it('are kept until a command or event changes them', async () => {
    const values = live();
    await values.ask(wants('chardev'), false);
    await values.ask(wants('chardev'), false);
    expect(sent).toEqual(['query-chardev']);
    values.noteCommand('chardev-add');
    await values.ask(wants('chardev'), false);
    expect(sent).toHaveLength(2);
  });

  it('that are used are kept while others are looked for', async () => {
    const values = live();
    await values.ask(wants('chardev'), false);
    for (let folder = 0; folder < 250; folder += 1) {
      await values.ask(wants('qom-path', `/${folder}/`), false);
      expect(values.sources({ kind: 'chardev' })).toHaveLength(1);
    }
    expect(values.sources({ kind: 'qom-path', of: '/0/' })).toBeUndefined();
    expect(values.sources({ kind: 'qom-path', of: '/249/' })).toBeDefined();
  });

  it('of many thousands are not all kept', async () => {
    const many = Array.from({ length: 15_000 }, (_, n) => ({ label: `c${n}`, filename: '' }));
    const values = live();
    answer = () => returned(JSON.stringify(many));
    await values.ask(wants('chardev'), false);
    expect(values.sources({ kind: 'chardev' })).toHaveLength(15_000);
    const paths = many.map(({ label }) => ({ name: label, type: 'child<x>' }));
    answer = () => returned(JSON.stringify(paths));
    await values.ask(wants('qom-path', '/'), false);
    expect(values.sources({ kind: 'chardev' })).toBeUndefined();
    expect(values.sources({ kind: 'qom-path', of: '/' })).toHaveLength(15_000);
  });

  it('are not dropped by what does not concern them', async () => {
    const values = live();
    await values.ask(wants('chardev'), false);
    values.noteCommand('query-status');
    values.noteEvent('RTC_CHANGE');
    expect(values.sources({ kind: 'chardev' })).toHaveLength(1);
  });

  it.each([
    ['while a command of the user is with the server', { inFlight: () => 1 }],
    ['while the main loop is blocked', { isBlocked: () => true }],
    ['when turned off', { isAllowed: () => false }],
  ])('are not asked for %s', async (_, more) => {
    const values = live(more);
    await values.ask(wants('chardev'), true);
    expect([sent, values.isWorthAsking(wants('chardev'), true)]).toEqual([[], false]);
  });

  it('of the block layer are asked for on Tab alone', async () => {
    const values = live();
    await values.ask(wants('block-node'), false);
    expect(sent).toEqual([]);
    await values.ask(wants('block-node'), true);
    expect(sent).toEqual(['query-named-block-nodes']);
  });

  it('that took over a second are not asked for again, and it is said why', async () => {
    const notes: string[] = [];
    const values = live({ onNote: text => notes.push(text) });
    answer = () => {
      clock += 1001;
      return returned('[]');
    };
    await values.ask(wants('block-node'), true);
    values.noteCommand('blockdev-add');
    await values.ask(wants('block-node'), true);
    expect([sent.length, notes.length]).toEqual([1, 1]);
  });

  it('have one query with the server at a time', async () => {
    let settle: (reply: Reply) => void = () => undefined;
    answer = () => new Promise(resolve => (settle = resolve));
    const values = live();
    const first = values.ask(wants('chardev'), false);
    const second = values.ask(wants('iothread'), false);
    expect(sent).toEqual(['query-chardev']);
    answer = () => returned('[]');
    settle(returned(CHARDEVS));
    await Promise.all([first, second]);
    expect(sent).toEqual(['query-chardev', 'query-iothreads']);
  });

  it('are no more asked for when the line has moved on', async () => {
    let settle: (reply: Reply) => void = () => undefined;
    answer = () => new Promise(resolve => (settle = resolve));
    const values = live();
    const first = values.ask([...wants('chardev'), ...wants('iothread')], false);
    const second = values.ask([], false);
    settle(returned(CHARDEVS));
    await Promise.all([first, second]);
    expect(sent).toEqual(['query-chardev']);
  });

  it('of a device are asked for only when its type could be listed', async () => {
    answer = () => REFUSED;
    await live().ask(wants('device-property', 'virtio-blk-pci'), true);
    expect(sent).toEqual(['qom-list-properties']);
  });

  it('of a type known to be fatal are never asked for', async () => {
    await live().ask(wants('device-property', 'virtio-gpu-gl-pci'), true);
    expect(sent).toEqual([]);
  });

  it('with control characters in their names are left out', async () => {
    answer = () => returned(`[{"label": "\\u001b[31m", "filename": "x"}]`);
    const values = live();
    await values.ask(wants('chardev'), false);
    expect(values.sources({ kind: 'chardev' })).toEqual([]);
  });
});

const FDSETS = '[{"fdset-id": 7, "fds": [{"fd": 23, "opaque": "rw"}]}, {"fdset-id": 9, "fds": []}]';
const STATS =
  '[{"target": "vm", "provider": "kvm", "stats": [{"name": "halts", "type": "cumulative"}]}]';

describe('what is looked for on this host', () => {
  const looking = (more: Partial<LiveOptions> = {}) => {
    const here = { target: async () => [{ name: '/run/vm.sock' }] };
    return live({ here, ...more });
  };

  it('is found on Tab, also while the server does not answer', async () => {
    const values = looking({ isBlocked: () => true });
    expect(values.isWorthAsking(wants('target'), false)).toBe(false);
    expect(values.isWorthAsking(wants('target'), true)).toBe(true);
    await values.ask(wants('target'), true);
    expect([sent, values.sources({ kind: 'target' })]).toEqual([[], [{ name: '/run/vm.sock' }]]);
  });

  it('is looked for anew after a while', async () => {
    const values = looking();
    await values.ask(wants('target'), true);
    expect(values.isWorthAsking(wants('target'), true)).toBe(false);
    clock += 3001;
    expect(values.isWorthAsking(wants('target'), true)).toBe(true);
  });
});

describe('what the rows read', () => {
  it.each([
    ['fdset', undefined, FDSETS, [{ name: '7' }, { name: '9' }]],
    ['fdset-fd', '7', FDSETS, [{ name: '23', detail: 'rw' }]],
    ['fdset-fd', '9', FDSETS, []],
    ['stats-name', 'vm', STATS, [{ name: 'halts', detail: 'cumulative' }]],
    ['stats-name', 'vcpu', STATS, []],
    ['pr-manager', undefined, '[{"id": "pr0", "connected": true}]', [{ name: 'pr0' }]],
  ])('%s of %s', async (kind, of, reply, found) => {
    answer = () => returned(reply);
    const values = live();
    await values.ask(wants(kind, of), true);
    expect(values.sources(wants(kind, of)[0]!)).toEqual(found);
  });
});

const USERS = '[{"user": "ann", "login-time": 1.5}, {"user": "ann", "login-time": 2.5}]';
const MOUNTS = '[{"name": "vda1", "mountpoint": "/", "type": "ext4", "disk": []}]';
const BLOCKS = '[{"phys-index": 32, "online": true}]';
const INFO =
  '{"supported_commands": [{"name": "guest-ping", "enabled": true}, {"name": "guest-exec", "enabled": false}]}';

const DEMO = `[{"directive": ".demo guest panic|reset", "what": "the guest"},
  {"directive": ".demo hang [NODE]", "what": "hangs"}, {"directive": ".demo clock on|off", "what": "clock"}]`;

describe('the words of .demo', () => {
  it.each([
    ['', ['guest', 'hang', 'clock']],
    ['guest', ['panic', 'reset']],
    ['hang', []],
    ['nothing', []],
  ])('behind "%s"', async (before, found) => {
    answer = () => returned(DEMO);
    const values = live();
    await values.ask(wants('demo-word', before), true);
    expect(values.sources({ kind: 'demo-word', of: before })?.map(row => row.name)).toEqual(found);
  });
});

describe('what the rows of a guest agent read', () => {
  it.each([
    ['guest-user', USERS, [{ name: 'ann' }]],
    ['guest-mountpoint', MOUNTS, [{ name: '/', detail: 'type ext4' }]],
    ['guest-memory-block', BLOCKS, [{ name: '32', detail: 'online true' }]],
    ['agent-command', INFO, [{ name: 'guest-ping' }]],
  ])('%s', async (kind, reply, found) => {
    answer = () => returned(reply);
    const values = live({ schema: bundledSchema('guest-agent') });
    await values.ask(wants(kind), true);
    expect(values.sources({ kind })).toEqual(found);
  });
});

describe('the editor', () => {
  const context = () => ({ schema, annotations: TABLE });
  const LINE = 'chardev-remove id=';

  it('gets candidates at once while it types, and is told when more come', async () => {
    const values = live();
    const late = new Promise<void>(resolve => {
      const onLate = resolve;
      const first = completionsFor({ context, live: () => values, onLate })(
        LINE,
        LINE.length,
        false,
      );
      expect(first).not.toBeInstanceOf(Promise);
    });
    await late;
    expect(values.sources({ kind: 'chardev' })).toHaveLength(1);
  });

  it('gets live values on Tab', async () => {
    const values = live();
    const { candidates } = await completionsFor({ context, live: () => values })(
      LINE,
      LINE.length,
      true,
    );
    expect(candidates.map(row => row.label)).toEqual(['c0']);
  });

  it('is not kept waiting by a server that does not answer', async () => {
    answer = () => new Promise(() => undefined);
    const values = live();
    const complete = completionsFor({ context, live: () => values });
    const line = 'blockdev-add driver=qcow2 file=';
    expect((await complete(line, line.length, true)).candidates).toEqual([]);
    clock = 2000;
    expect(complete('blockdev-del ', 13, true)).not.toBeInstanceOf(Promise);
  });
});
