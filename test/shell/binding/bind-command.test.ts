import { describe, expect, it } from 'vitest';
import { bind, sent } from '../lines.js';

const ADD = 'blockdev-add driver=qcow2 node-name=z1';

describe('values are typed by the schema', () => {
  it.each([
    ['block_resize node-name=disk0 size=10G', '{"node-name": "disk0", "size": 10737418240}'],
    ['block_resize disk0 10G', '{"node-name": "disk0", "size": 10737418240}'],
    ['block-resize node_name=disk0 size=0x100000', '{"node-name": "disk0", "size": 1048576}'],
    ['block_resize disk0 1.5G', '{"node-name": "disk0", "size": 1610612736}'],
    ['block_resize disk0 10B', '{"node-name": "disk0", "size": 10}'],
    ['device_del id=1', '{"id": "1"}'],
    ['device_del 1', '{"id": "1"}'],
    ['device_del id=', '{"id": ""}'],
    ["device_del 'a b=c'", '{"id": "a b=c"}'],
    ['device_del id="a\\u00e9\\n"', '{"id": "a\\u00E9\\n"}'],
    ["device_del id=it's", '{"id": "it\'s"}'],
    ['set_link n0 off', '{"name": "n0", "up": false}'],
    ['set_link name=n0 up=yes', '{"name": "n0", "up": true}'],
    ['migrate exec:cat', '{"uri": "exec:cat"}'],
    ['migrate uri=tcp:[::1]:4444 detach=true', '{"uri": "tcp:[::1]:4444", "detach": true}'],
    [
      'migrate-set-parameters max-bandwidth=18446744073709551615',
      '{"max-bandwidth": 18446744073709551615}',
    ],
    ['human-monitor-command "info status"', '{"command-line": "info status"}'],
    ['qom-get /machine type', '{"path": "/machine", "property": "type"}'],
  ])('%s', (line, args) => {
    expect(sent(line)).toBe(args);
  });

  it.each([
    ['set_link n0 maybe', "expected true or false (on, off, yes, no), found 'maybe'"],
    ['block_resize disk0 big', "expected an integer, found 'big'"],
    ['block_resize disk0 0123', "expected an integer without leading zeros, found '0123'"],
    ['block_resize disk0 1e3', "expected an integer, found '1e3'"],
    ['block_resize disk0 1.5', "expected a whole number, found '1.5'"],
    [
      'block_resize disk0 10Q',
      "expected one of the suffixes B K M G T P E (powers of 1024), found '10Q'",
    ],
    [
      'block_resize disk0 36893488147419103232',
      'expected an integer from -9223372036854775808 to 18446744073709551615, found 36893488147419103232',
    ],
    ['block_resize disk0 10', '10 bytes? write 10M, or 10B'],
    ['balloon 512', '512 bytes? write 512M, or 512B'],
    ['balloon -5', "expected a size, found '-5'"],
    ['balloon -5M', "expected a size, found '-5M'"],
    ['block_resize disk0 {}', "expected an integer for 'size', found an object"],
    ['device_del id={}', "expected a string for 'id', found an object"],
    ['watchdog-set-action rset', "unexpected value 'rset'; did you mean 'reset'?"],
  ])('%s is refused', (line, message) => {
    expect(sent(line)).toBe(message);
  });
});

describe('dotted keys', () => {
  it.each([
    [
      `${ADD} file.driver=file file.filename=X`,
      '{"driver": "qcow2", "node-name": "z1", "file": {"driver": "file", "filename": "X"}}',
    ],
    [
      `blockdev-add file.filename=X node-name=z1 file.driver=file driver=qcow2`,
      '{"file": {"filename": "X", "driver": "file"}, "node-name": "z1", "driver": "qcow2"}',
    ],
    [
      `${ADD} file=disk0 backing=null`,
      '{"driver": "qcow2", "node-name": "z1", "file": "disk0", "backing": null}',
    ],
    [
      `${ADD} file=disk0 backing="null"`,
      '{"driver": "qcow2", "node-name": "z1", "file": "disk0", "backing": "null"}',
    ],
    [
      'blockdev-add driver=quorum vote-threshold=1 children.0=a children.1=b',
      '{"driver": "quorum", "vote-threshold": 1, "children": ["a", "b"]}',
    ],
    [
      'blockdev-add driver=quorum vote-threshold=1 children=a,"b"',
      '{"driver": "quorum", "vote-threshold": 1, "children": ["a", "b"]}',
    ],
    ['blockdev-add {"driver":"file"}', 'expected one of'],
    [
      'query-cpu-model-expansion type=full model.name=max model.props.sse4.1=true',
      '{"type": "full", "model": {"name": "max", "props": {"sse4.1": true}}}',
    ],
    [
      'migrate-set-capabilities capabilities.events=on capabilities.xbzrle=off',
      '{"capabilities": [{"capability": "events", "state": true}, {"capability": "xbzrle", "state": false}]}',
    ],
    [
      'migrate-set-capabilities capabilities.0.capability=events capabilities.0.state=on',
      '{"capabilities": [{"capability": "events", "state": true}]}',
    ],
    [
      'send-key ctrl-alt-f1',
      '{"keys": [{"type": "qcode", "data": "ctrl"}, {"type": "qcode", "data": "alt"}, {"type": "qcode", "data": "f1"}]}',
    ],
    [
      'send-key keys=ctrl-alt,"f1","minus"',
      '{"keys": [{"type": "qcode", "data": "ctrl"}, {"type": "qcode", "data": "alt"}, {"type": "qcode", "data": "f1"}, {"type": "qcode", "data": "minus"}]}',
    ],
    ['chardev-add id=c backend.type=null', '{"id": "c", "backend": {"type": "null", "data": {}}}'],
    ['chardev-add null,id=c', '{"backend": {"type": "null", "data": {}}, "id": "c"}'],
    ['transaction actions.0.type=abort', '{"actions": [{"type": "abort", "data": {}}]}'],
    [
      'chardev-add id=c backend.type=ringbuf backend.size=64K',
      '{"id": "c", "backend": {"type": "ringbuf", "data": {"size": 65536}}}',
    ],
    [
      'chardev-add id=c backend.type=ringbuf backend.data.size=64K',
      '{"id": "c", "backend": {"type": "ringbuf", "data": {"size": 65536}}}',
    ],
    [
      'yank instances.0.type=block-node instances.0.node-name=n',
      '{"instances": [{"type": "block-node", "node-name": "n"}]}',
    ],
    [
      'block-dirty-bitmap-merge node=d target=t bitmaps=b1,b2',
      '{"node": "d", "target": "t", "bitmaps": ["b1", "b2"]}',
    ],
    [
      'block-dirty-bitmap-merge node=d target=t bitmaps.0=b1 bitmaps.1.node=d bitmaps.1.name=b0',
      '{"node": "d", "target": "t", "bitmaps": ["b1", {"node": "d", "name": "b0"}]}',
    ],
    [
      'block-dirty-bitmap-merge node=d target=t bitmaps=["b1",{node:\'d\',name:"b0"}]',
      '{"node": "d", "target": "t", "bitmaps": ["b1", {"node": "d", "name": "b0"}]}',
    ],
    ['x-exit-preconfig', ''],
    ['object-add secret id=s data=xyz', '{"qom-type": "secret", "id": "s", "data": "xyz"}'],
    [
      'blockdev-add driver=raw file=json:{"driver": "null-co"} node-name=n',
      '{"driver": "raw", "file": "json:{\\"driver\\": \\"null-co\\"}", "node-name": "n"}',
    ],
  ])('%s', (line, args) => {
    expect(sent(line)).toContain(args);
  });

  it.each([
    [
      'block_resize node-name=disk0 sise=1G',
      "unexpected member 'sise' of 'block_resize'; did you mean 'size'? / missing member 'size' of 'block_resize': expected an integer",
    ],
    ['device_del id=a id=b', "member 'id' is given twice"],
    ['object-add iothread,id=a,id=b', "member 'id' is given twice"],
    ['device_add virtio-blk-pci,drive=a,drive=b', "member 'drive' is given twice"],
    [`device_del ${'a.'.repeat(3_000)}x=b`, 'expected a name of at most 256 steps'],
    [`device_del a=${'['.repeat(3_000)}`, 'nested deeper than 1100 levels'],
    [`device_del a=${'{a: '.repeat(3_000)}`, 'nested deeper than 1100 levels'],
    ['device_del a id=b', "member 'id' is given twice"],
    [
      `${ADD} file=a file.driver=file file.filename=b`,
      "'file' is given as a whole and by its parts",
    ],
    [
      'blockdev-add driver=quorum vote-threshold=1 children.0=a children.2=b',
      'expected index 1: indices have no gaps',
    ],
    ['device_del id.x=1', "'id' has no members: expected a string"],
    ['device_del id..x=1', "expected a name between the dots of 'id..x'"],
    [
      'blockdev-add file=x',
      "unexpected member 'file' of 'blockdev-add' as long as 'driver' is not given",
    ],
    ['device_del a b', "unexpected word 'b' after 'device_del': it takes ID as bare words"],
    ['stop now', "unexpected word 'now' after 'stop': expected MEMBER=VALUE"],
    ['query-stats target=vm vcpus.0=x', "'vcpus'"],
    [
      'chardev-add id=c backend=ringbuf',
      "'backend' is an object: expected its members as backend.MEMBER=VALUE, or {...}; found 'ringbuf'",
    ],
  ])('%s is refused', (line, message) => {
    expect(sent(line)).toContain(message);
  });
});

describe('open places', () => {
  it.each([
    [
      'device_add virtio-blk-pci drive=d0 id=x num-queues=4 config.a=b',
      '{"driver": "virtio-blk-pci", "drive": "d0", "id": "x", "num-queues": 4, "config.a": "b"}',
    ],
    ['qom-set /machine p 5', '{"path": "/machine", "property": "p", "value": 5}'],
    ['qom-set /machine p "5"', '{"path": "/machine", "property": "p", "value": "5"}'],
    ['qom-set /machine p on', '{"path": "/machine", "property": "p", "value": "on"}'],
    [
      "qom-set /machine p {'a': [1.0]}",
      '{"path": "/machine", "property": "p", "value": {"a": [1.0]}}',
    ],
  ])('%s', (line, args) => {
    expect(sent(line)).toBe(args);
  });

  it('notes that the form decided', () => {
    expect(bind('qom-set /machine p 5').problems).toMatchObject([
      { code: 'by-form', severity: 'warning' },
    ]);
    expect(bind('qom-set /machine p "5"').problems).toEqual([]);
  });
});

describe("QEMU's option syntax as the first word", () => {
  it.each([
    [
      'device_add virtio-blk-pci,drive=d0,id=x',
      '{"driver": "virtio-blk-pci", "drive": "d0", "id": "x"}',
    ],
    ['device_add driver=virtio-blk-pci,id=x', '{"driver": "virtio-blk-pci", "id": "x"}'],
    [
      'blockdev-add file,node-name=n,filename=/a,,b',
      '{"driver": "file", "node-name": "n", "filename": "/a,b"}',
    ],
    [
      'blockdev-add qcow2,node-name=n,file.driver=file,file.filename=x',
      '{"driver": "qcow2", "node-name": "n", "file": {"driver": "file", "filename": "x"}}',
    ],
    [
      'netdev_add user,id=n0,hostfwd=tcp::1-:2,hostfwd=tcp::3-:4',
      '{"type": "user", "id": "n0", "hostfwd": [{"str": "tcp::1-:2"}, {"str": "tcp::3-:4"}]}',
    ],
    [
      'object-add memory-backend-ram,id=m,size=1G',
      '{"qom-type": "memory-backend-ram", "id": "m", "size": 1073741824}',
    ],
    [
      'chardev-add udp,id=c,host=h,port=1,localaddr=l,localport=2',
      '{"backend": {"type": "udp", "data": {"remote": {"type": "inet", "data": {"host": "h", "port": "1"}}, "local": {"type": "inet", "data": {"host": "l", "port": "2"}}}}, "id": "c"}',
    ],
    [
      'chardev-add socket,id=c,path=x,abstract=on',
      '{"backend": {"type": "socket", "data": {"addr": {"type": "unix", "data": {"path": "x", "abstract": true}}}}, "id": "c"}',
    ],
    [
      'chardev-add file,id=c,path=o,input-path=i,append=on',
      '{"backend": {"type": "file", "data": {"out": "o", "in": "i", "append": true}}, "id": "c"}',
    ],
    [
      'chardev-add socket,id=c,host=h,port=1,server=off',
      '{"backend": {"type": "socket", "data": {"addr": {"type": "inet", "data": {"host": "h", "port": "1"}}, "server": false}}, "id": "c"}',
    ],
  ])('%s', (line, args) => {
    expect(sent(line)).toBe(args);
  });
});

describe('commands', () => {
  it('names the nearest command for one that the server lacks', () => {
    const bound = bind('qurey-status x=1');
    expect(bound.problems).toMatchObject([
      {
        code: 'unknown-command',
        message: "this server has no command 'qurey-status'; did you mean 'query-status'?",
      },
    ]);
    expect(bound.request).toEqual({ name: 'qurey-status', oob: false, argumentsText: '{"x": 1}' });
  });

  it('refuses what needs a descriptor, with the reason', () => {
    expect(sent('getfd fdname=x')).toMatch(/'getfd' is refused: no descriptors/);
  });

  it('warns of deprecated and unstable ones', () => {
    expect(bind('drive-backup device=d target=t sync=full').problems).toContainEqual(
      expect.objectContaining({ code: 'deprecated', message: "'drive-backup' is deprecated" }),
    );
    expect(bind('x-query-roms').problems).toMatchObject([{ code: 'unstable' }]);
  });

  it('sends out of band what begins with an exclamation mark', () => {
    expect(bind('!query-yank')).toMatchObject({
      request: { name: 'query-yank', oob: true },
      problems: [],
    });
  });

  it('keeps what is sent although it is refused, for those who insist', () => {
    const bound = bind('block_resize node-name=disk0 sise=1G a.b=5');
    expect(bound.request?.argumentsText).toBe(
      '{"node-name": "disk0", "sise": "1G", "a": {"b": 5}}',
    );
  });
});

describe('without a schema values go by their form', () => {
  it.each([
    ['block_resize disk0 10G', '{"node-name": "disk0", "size": 10737418240}'],
    ['block_resize disk0 10', '10 bytes? write 10M, or 10B'],
    ['change device=cd vd', "member 'device' is given twice"],
    ['change a=1 a=1', "member 'a' is given twice"],
    ['change a=1 a.b=2', "member 'a.b' is given twice"],
    ['change a.b=1 a={}', "member 'a' is given twice"],
    ['change a.b=1 a.c=2', '{"a": {"b": 1, "c": 2}}'],
    [
      'change device=cd target="5" a.b=1 l.0=x l.1=y n=1.0',
      '{"device": "cd", "target": "5", "a": {"b": 1}, "l": ["x", "y"], "n": 1.0}',
    ],
  ])('%s', (line, args) => {
    expect(sent(line, null)).toBe(args);
  });

  it('says so', () => {
    expect(bind('change device=cd', null).problems).toMatchObject([{ code: 'by-form' }]);
    expect(bind('query-status', null).problems).toEqual([]);
    const [told] = bind('!yank instances=[]', null).problems;
    expect(told?.message).toContain('out of band nothing waits for the schema');
  });
});

describe('places', () => {
  it.each([
    ['block_resize node-name=disk0 sise=1G', 'sise'],
    ['migrate-set-capabilities capabilities.evnts=on', 'evnts'],
    [`${ADD} file.drvr=file`, 'drvr'],
    ['set_link n0 maybe', 'maybe'],
    ['qom-set /a b {c: tru}', 'tru'],
  ])('%s points at %s', (line, part) => {
    const { span } = bind(line).problems.find(problem => problem.severity === 'error')!;
    expect(line.slice(span.start, span.end)).toBe(part);
  });
});
