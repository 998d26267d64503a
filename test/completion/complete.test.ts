// What may stand where: one row for each kind of place.
import { describe, expect, it } from 'vitest';
import type { LiveValue, Sources } from '../../src/completion/candidate.js';
import { importIntrospection } from '../../src/qapi/introspection/import.js';
import { at, candidate, inserts, labels } from './completing.js';

/** Places, and candidates that are among the first three there. */
const PLACES: readonly (readonly [place: string, text: string, offered: string])[] = [
  ['a command', 'query-st|', 'query-status '],
  ['a command out of band', '!ya|', 'yank '],
  ['a directive', '.wa|', '.wait '],
  ['help', '?BLOCK_IO|', 'BLOCK_IO_ERROR '],
  ['a mandatory member', 'set_link |', 'name='],
  ['a discriminator', 'blockdev-add driver=qco|', 'qcow2 '],
  ['a member of a branch', 'blockdev-add driver=qcow2 data-f|', 'data-file.'],
  ['a branch whose discriminator comes later', 'blockdev-add data-f| driver=qcow2', 'data-file.'],
  ['a nested member', 'blockdev-add driver=qcow2 file.dri|', 'driver='],
  ['a nested value', 'blockdev-add driver=qcow2 file.driver=fi|', 'file '],
  ['what a nested object lacks', 'blockdev-add driver=qcow2 file.driver=file |', 'file.filename='],
  ['an element of a list', 'blockdev-reopen options.|', '0.'],
  ['a member of an element', 'blockdev-reopen options.0.dri|', 'driver='],
  ['a list of objects', 'transaction act|', 'actions.0.'],
  ['a name of a pair', 'migrate-set-capabilities capabilities.even|', 'events='],
  ['a flag', 'set_link up=t|', 'true '],
  ['null in an alternate', 'x-blockdev-set-iothread iothread=nu|', 'null '],
  ['a size that may not be small', 'balloon value=|', '1G '],
  ['a bare word for a positional member', 'watchdog-set-action po|', 'poweroff '],
  ['a key of a chord', 'send-key ctr|', 'ctrl '],
  ['a key of a chord after others', 'send-key ctrl-alt-delet|', 'delete '],
  ['a key of a chord by its name', 'send-key keys=ctrl-al|', 'alt '],
  ['a name that has a dash like a chord', 'send-key hold-ti|', 'hold-time='],
  ['a key within a chord', 'send-key ctrl-al|-delete', 'alt'],
  ['an action', 'transaction( block-dirty-bitmap-a|', 'block-dirty-bitmap-add '],
  ['a member of an action', 'transaction( abort ; blockdev-backup sy|', 'sync='],
  ['a value of an action', 'transaction( blockdev-backup sync=fu|', 'full '],
  ['the end of a transaction', 'transaction( abort |', ') '],
  ['what may follow the properties', 'transaction( properties.completion-mode=grouped |', '; '],
  ['properties of a transaction', 'transaction( properties.|', 'completion-mode='],
  ['the form of a transaction', 'transac|', 'transaction( '],
  ['a wrapper without its data', 'chardev-add backend.type=socket |', 'backend.addr.'],
  ['option syntax: a key', 'blockdev-add null-co,si|', 'size='],
  ['option syntax: a value', 'blockdev-add null-co,read-only=tr|', 'true'],
  ['option syntax: a backend', 'chardev-add sock|', 'socket,'],
  ['option syntax: an option', 'chardev-add socket,id=c,pat|', 'path='],
  ['option syntax: what it needs', 'chardev-add socket,id=c,host=h,|', 'port='],
  ['option syntax: of a file', 'chardev-add file,id=c,|', 'path='],
  ['option syntax: a flag of its address', 'chardev-add socket,path=/x,abs|', 'abstract='],
  ['option syntax: a value of an option', 'chardev-add socket,path=/x,server=o|', 'on'],
  ['option syntax: a dotted key', 'blockdev-add qcow2,file.driver=file,|', 'file.filename='],
  ['raw: a key', '{"exe|', '"execute": "'],
  ['raw: a command', '{"execute": "query-st|', '"query-status"'],
  ['raw: out of band', '{"exec-oob": "qu|', '"query-yank"'],
  ['raw: arguments', '{"execute": "block_resize", "arguments": {"si|', '"size": '],
  ['raw: a value', '{"execute": "blockdev-add", "arguments": {"driver": "qc|', '"qcow2"'],
  ['raw: behind a value', '{"execute": "blockdev-add" |', ', "arguments": {'],
  [
    'raw: in a list',
    '{"execute": "migrate-set-capabilities", "arguments": {"capabilities": [{"ca|',
    '"capability": ',
  ],
  ['JSON as a value', "blockdev-add driver=qcow2 file={'driver': 'fi|", '"file"'],
  ['a form of .wait', '.wait jo|', 'job '],
  ['an option of .wait', '.wait job b0 sta|', 'state='],
  ['an event to wait for', '.wait event BLOCK_JOB_R|', 'BLOCK_JOB_READY '],
  ['a member of an event', '.wait event JOB_STATUS_CHANGE st|', 'status='],
  ['a value of an event', '.wait event JOB_STATUS_CHANGE status=run|', 'running '],
  ['an event of a filter, excluded', '.events -RTC|', '-RTC_CHANGE '],
  ['a setting', '.set keep|', 'keep-going '],
  ['a value of a setting', '.set live o|', 'on '],
  ['an option of .watch', '.watch --co|', '--count '],
  ['a command to watch so often', '.watch --count 3 -n 1 query-mig|', 'query-migrate '],
  ['what .record may be told', '.record o|', 'off '],
  ['a command to watch', '.watch -n 1 query-mig|', 'query-migrate '],
];

describe('what may stand at', () => {
  it.each(PLACES)('%s: %s', (_, text, offered) => {
    expect(inserts(text).slice(0, 3)).toContain(offered);
  });
});

describe('members', () => {
  it('come with the discriminator first, then what else is mandatory', () => {
    const first = at('blockdev-create |').candidates[0];
    expect([first?.insert, first?.mandatory]).toEqual(['job-id=', true]);
    expect(labels('blockdev-add |')[0]).toBe('driver');
  });

  it('are left out when given, by name or as a bare word', () => {
    expect(labels('set_link name=a |')).toEqual(['up']);
    expect(labels('set_link a |')).not.toContain('name');
  });

  it('have none mandatory on a complete line', () => {
    const { candidates } = at('set_link name=a up=true |');
    expect(candidates.filter(row => row.mandatory)).toEqual([]);
  });

  it('have their type', () => {
    expect(candidate('block_resize |', 'size').type).toBe('int');
  });

  it('are offered with definitions before references', () => {
    expect(inserts('blockdev-add driver=raw fil|').slice(0, 2)).toEqual(['file.', 'file=']);
  });
});

describe("chardev-add's options", () => {
  it.each([
    ['those of another address', 'chardev-add socket,path=/x,|', ['host', 'port', 'fd']],
    ['those given', 'chardev-add socket,id=c,path=/x,|', ['id', 'path']],
    ['what only the members are called', 'chardev-add file,id=c,|', ['out', 'in']],
  ])('leave out %s', (_, text, absent) => {
    const offered = labels(text);
    expect(offered.length).toBeGreaterThan(2);
    expect(offered.filter(label => absent.includes(label))).toEqual([]);
  });
});

describe('the place that is replaced', () => {
  it.each([
    ['the step of a dotted key', 'blockdev-add driver=raw file.dri|', [29, 32]],
    ['the whole word', 'que|ry', [0, 5]],
    ['a value', 'blockdev-add driver=qc|', [20, 22]],
    ['an element of a list', 'query-stats target=vcpu providers.0.provider=k|', [45, 46]],
    ['a string with its quotes', '{"execute": "st|op"}', [12, 18]],
  ])('is %s', (_, text, span) => {
    expect(at(text).replace).toEqual(span);
  });

  it('keeps what goes on behind it', () => {
    expect(inserts('blockdev-add driv|=qcow2')[0]).toBe('driver');
  });
});

describe('live values', () => {
  const sources = ({ kind, of }: { kind: string; of?: string }) =>
    kind === 'block-node'
      ? [{ name: 'disk0', detail: '20 GiB' }, { name: 'a b' }, { name: 'null' }]
      : kind === 'bitmap' && of === 'disk0'
        ? [{ name: 'b1' }]
        : undefined;

  it('stand where their kind belongs, with a detail', () => {
    expect(candidate('blockdev-del node-name=di|', 'disk0', { sources }).detail).toBe('20 GiB');
  });

  it('are of the node that the line names', () => {
    expect(labels('block-dirty-bitmap-remove node=disk0 name=|', { sources })).toEqual(['b1']);
  });

  it('are quoted where they must be', () => {
    expect(inserts('blockdev-del node-name=|', { sources })).toContain('"a b" ');
    expect(inserts('blockdev-add driver=raw file=nu|', { sources })).toContain('"null" ');
  });

  it('are asked for by what the place wants', () => {
    expect(at('block-dirty-bitmap-remove disk0 |').wants).toEqual([
      { kind: 'bitmap', of: 'disk0' },
    ]);
  });

  it('of the object tree are ends, and begun ones go on too', () => {
    const objects = () => [
      { name: 'vd0', goesOn: false },
      { name: 'nic0', goesOn: false },
    ];
    const all = inserts('qom-list path=/machine/peripheral/|', { sources: objects });
    expect(all).toEqual(['/machine/peripheral/vd0 ', '/machine/peripheral/nic0 ']);
    const begun = inserts('qom-list path=/machine/peripheral/v|', { sources: objects });
    expect(begun).toEqual(['/machine/peripheral/vd0 ', '/machine/peripheral/vd0/']);
  });

  it('of paths stand alone behind a step', () => {
    const objects = () => [{ name: 'vd0', goesOn: false }];
    expect(labels('qom-set /machine/peripheral/v|', { sources: objects })).toEqual(['vd0', 'vd0/']);
  });

  it('are asked for where a property has one, but not where that is secret', () => {
    const wanted = (property: string) =>
      at(`qom-set /objects/s ${property} |`).wants.map(({ kind }) => kind);
    expect(wanted('format')).toContain('qom-value');
    expect(wanted('data')).toEqual([]);
  });

  it('of files leave out hidden ones, unless a dot is typed', () => {
    const files = () => [
      { name: '.git', goesOn: true },
      { name: 'vm', goesOn: true },
    ];
    expect(inserts('screendump filename=./|', { sources: files })).toEqual(['./vm/']);
    expect(inserts('screendump filename=./.|', { sources: files })).toContain('./.git/');
  });

  it('of paths are completed a step at a time', () => {
    const files = ({ of }: { of?: string }) =>
      of === '/vm/' ? [{ name: 'img', goesOn: true }] : undefined;
    expect(inserts('screendump filename=/vm/i|', { sources: files })).toEqual(['/vm/img/']);
  });
});

describe('a line of the human monitor', () => {
  const words: Readonly<Record<string, readonly LiveValue[]>> = {
    'hmp-command ': [{ name: 'info', goesOn: true }, { name: 'cont' }],
    'hmp-command info': [{ name: 'block' }],
    'qom-path /machine/': [{ name: 'peripheral', goesOn: true }],
  };
  const sources: Sources = ({ kind, of = '' }) => words[`${kind} ${of}`];

  it.each([
    ['.hmp co|', 'cont '],
    ['.hmp info bl|', 'info block '],
    ['.hmp qom-list /machine/p|', 'qom-list /machine/peripheral/'],
    ['human-monitor-command co|', 'cont '],
    ['human-monitor-command in|', '"info '],
    ['human-monitor-command "info bl|', '"info block" '],
    ['human-monitor-command "qom-list /machine/p|', '"qom-list /machine/peripheral/'],
    ['{"execute": "human-monitor-command", "arguments": {"command-line": "info |', '"info block"'],
  ])('is completed a word at a time: %s', (text, insert) => {
    expect(inserts(text, { sources })).toContain(insert);
  });

  it.each(['.hmp info block |', '.hmp nosuch |'])(
    'has nothing where nothing is known: %s',
    text => {
      expect(at(text, { sources })).toMatchObject({ candidates: [], wants: [] });
    },
  );
});

describe('a server to connect to', () => {
  const sources: Sources = ({ kind, of = '' }) => {
    if (kind === 'target') return [{ name: '/run/a.sock', detail: 'vm1' }, { name: 'vm:vm1' }];
    return kind === 'file' && of === '/run/' ? [{ name: 'a.sock', goesOn: false }] : undefined;
  };

  it.each([
    ['.connect |', ['/run/a.sock ', 'vm:vm1 ', 'demo: ']],
    ['.connect vm:|', ['vm:vm1 ']],
    ['.connect /run/|', ['/run/a.sock ']],
  ])('is offered once: %s', (text, expected) => {
    expect(inserts(text, { sources })).toEqual(expected);
  });
});

it.each(['transaction( abort ) |', 'transaction( properties.completion-mode=grouped ) |'])(
  'nothing stands behind the end of a transaction: %s',
  text => {
    expect(labels(text)).toEqual([]);
  },
);

describe('while a transaction is open', () => {
  const facts = { openTransaction: true };

  it.each([
    ['an action', '|', 'abort '],
    ['an action as it is typed', 'block-dirty-bitmap-a|', 'block-dirty-bitmap-add '],
    ['what an action needs', 'blockdev-backup |', 'device='],
    ['a value', 'blockdev-backup sync=fu|', 'full '],
    ['a directive', '.com|', '.commit '],
    ['a command out of band', '!ya|', 'yank '],
    ['a command to watch', '.watch query-st|', 'query-status '],
  ])('the line is %s', (_, text, insert) => {
    const directives = [{ name: 'commit', summary: '' }];
    const offered = inserts(text, { facts: { ...facts, directives } });
    expect(offered).toContain(insert);
  });

  it('nothing but actions is offered for a name, and no brackets', () => {
    const offered = labels('|', { facts });
    expect(offered).not.toContain('query-status');
    expect(labels('abort |', { facts })).toEqual([]);
  });

  it('the place is that on the line', () => {
    expect(at('blockdev-backup sync=fu|', { facts }).replace).toEqual([21, 23]);
  });
});

describe('replies that can be opened', () => {
  const replies = [
    { number: 12, command: 'query-block' },
    { number: 11, command: undefined },
    { number: 2, command: 'query-status' },
  ];

  it.each([
    ['.open |', '12 11 2'],
    ['.open 1|', '12 11'],
    ['.open 12 |', ''],
  ])('stand behind their directive, the newest first: %s', (text, offered) => {
    expect(labels(text, { facts: { replies } }).join(' ')).toBe(offered);
  });

  it('are told by their commands', () => {
    expect(candidate('.open |', '12', { facts: { replies } }).detail).toBe('query-block');
    expect(labels('.open |')).toEqual([]);
  });
});

describe('names that every object of JavaScript inherits', () => {
  const hostile = importIntrospection([
    { 'meta-type': 'builtin', name: 'str', 'json-type': 'string' },
    { 'meta-type': 'object', name: '0', members: [] },
    { 'meta-type': 'object', name: '1', members: [{ name: 'toString', type: 'str' }] },
    {
      'meta-type': 'object',
      name: '2',
      members: [{ name: 'constructor', type: '3' }],
      tag: 'constructor',
      variants: [{ case: 'valueOf', type: '1' }],
    },
    { 'meta-type': 'enum', name: '3', values: ['valueOf'] },
    { 'meta-type': 'command', name: 'constructor', 'arg-type': '1', 'ret-type': '0' },
    { 'meta-type': 'command', name: 'valueOf', 'arg-type': '2', 'ret-type': '0' },
  ]);

  it.each([
    ['c|', 'constructor'],
    ['constructor |', 'toString'],
    ['valueOf |', 'constructor'],
    ['valueOf constructor=|', 'valueOf'],
    ['valueOf constructor=valueOf |', 'toString'],
    ['constructor toString=|', ''],
    ['.toString |', ''],
    ['.wait toString |', ''],
    ['.wait job toString=|', ''],
  ])('%s', (text, offered) => {
    expect(labels(text, { schema: hostile }).slice(0, 1).join()).toBe(offered);
  });
});

describe('without a schema', () => {
  it('nothing is offered, and nothing fails', () => {
    expect(at('query-st|', { schema: undefined }).candidates).toEqual([]);
  });
});
