// What the command lines of QEMU, its storage daemon and the guest agent say of their sockets.
import { describe, expect, it } from 'vitest';
import { type DeclaredServer, declaredBy } from '../../../src/cli/reach/declared.js';

/** A command line as one text, for a program whose arguments hold no blanks. */
const declared = (line: string) => declaredBy(line.split(' '));
const serversOf = (line: string) => declared(line)?.servers;

const qmp = (address: DeclaredServer['address'], waits = false): DeclaredServer => ({
  kind: 'qmp',
  address,
  waits,
});
const unix = (path: string, waits = false) => qmp({ kind: 'unix', path }, waits);
const tcp = (host: string, port: number) => qmp({ kind: 'tcp', host, port });

describe('a QMP socket', () => {
  it.each<[string, string, DeclaredServer]>([
    ['-qmp', '-qmp unix:/s,server=on,wait=off', unix('/s')],
    ['-qmp in its old spelling', '-qmp unix:/s,server,nowait', unix('/s')],
    ['--qmp', '--qmp unix:/s,server=on,wait=off', unix('/s')],
    ['-qmp-pretty', '-qmp-pretty unix:s,server=on,wait=off', unix('s')],
    ['-qmp of a path with a comma', '-qmp unix:/a,,b,server=on,wait=off', unix('/a,b')],
    ['-qmp by TCP', '-qmp tcp:127.0.0.1:4444,server=on,wait=off', tcp('127.0.0.1', 4444)],
    ['-qmp by IPv6', '-qmp tcp:[::1]:4444,server=on,wait=off', tcp('::1', 4444)],
    ['-qmp on all interfaces', '-qmp tcp::4444,server=on,wait=off', tcp('localhost', 4444)],
    [
      '-mon',
      '-chardev socket,id=m,path=/s,server=on,wait=off -mon chardev=m,mode=control,pretty=on',
      unix('/s'),
    ],
    [
      '-mon before its chardev, by its short form',
      '-mon m,mode=control -chardev socket,server=on,wait=off,path=/s,id=m',
      unix('/s'),
    ],
    ['-qmp of a chardev', '-qmp chardev:m -chardev socket,id=m,path=/s,server,nowait', unix('/s')],
    [
      'a socket handed over',
      '-chardev socket,id=m,fd=22,server=on,wait=off -mon chardev=m,mode=control',
      qmp({ kind: 'fd', fd: 22 }),
    ],
    [
      'TCP by a chardev',
      '-chardev socket,id=m,host=0.0.0.0,port=4444,server=on,wait=off -mon m,mode=control',
      tcp('localhost', 4444),
    ],
  ])('is known from %s', (_what, options, server) => {
    expect(serversOf(`/usr/bin/qemu-system-x86_64 -S ${options} -nodefaults`)).toEqual([server]);
  });

  it.each([
    ['unless it says otherwise', '-qmp unix:/s,server=on'],
    ['in the old spelling too', '-qmp unix:/s,server'],
    ['by a chardev', '-chardev socket,id=m,path=/s,server=on -mon m,mode=control'],
  ])('waits for its first client %s', (_what, options) => {
    expect(serversOf(`qemu-system-arm ${options}`)).toEqual([unix('/s', true)]);
  });

  it.each([
    ['a monitor for people', '-monitor unix:/s,server=on,wait=off'],
    ['a monitor for people by a chardev', '-chardev socket,id=m,path=/s,server=on -mon m'],
    ['a socket to which QEMU connects', '-qmp unix:/s'],
    ['an abstract one', '-chardev socket,id=m,path=s,abstract=on,server=on -mon m,mode=control'],
    ['one with TLS', '-chardev socket,id=m,port=1,tls-creds=t,server=on -mon m,mode=control'],
    [
      'one that speaks websocket',
      '-chardev socket,id=m,port=1,websocket=on,server=on -mon m,mode=control',
    ],
    ['a port that the system chooses', '-qmp tcp:localhost:0,server=on'],
    ['standard input', '-qmp stdio'],
    ['a chardev that is not there', '-mon nothing,mode=control'],
    ['an option at the end without its value', '-S -qmp'],
  ])('is none: %s', (_what, options) => {
    expect(serversOf(`qemu-system-x86_64 ${options}`)).toEqual([]);
  });

  it.each([
    ['--chardev socket,id=m,path=/s,server=on,wait=off --monitor chardev=m'],
    ['--chardev=socket,id=m,path=/s,server=on,wait=off --monitor=m,pretty=on'],
    ['--chardev socket,id=m,path=/s,server=on,wait=off --monitor {"chardev":"m"}'],
  ])('of qemu-storage-daemon is known from %s', options => {
    expect(serversOf(`qemu-storage-daemon ${options}`)).toEqual([unix('/s')]);
  });
});

describe('a guest agent', () => {
  it.each([
    '-m unix-listen -p /s',
    '--method=unix-listen --path=/s',
    '--path /s --method unix-listen',
  ])('listens by %s', options => {
    const address = { kind: 'unix', path: '/s' };
    expect(serversOf(`/usr/sbin/qemu-ga ${options}`)).toEqual([
      { kind: 'guest-agent', address, waits: false },
    ]);
  });

  it.each(['', '-m virtio-serial -p /dev/virtio-ports/org.qemu.guest_agent.0'])(
    'does not listen by %j',
    options => {
      expect(serversOf(`qemu-ga ${options}`)).toEqual([]);
    },
  );

  it.each([
    'virtserialport,chardev=ga,name=org.qemu.guest_agent.0',
    '{"driver":"virtserialport","chardev":"ga","id":"channel0","name":"org.qemu.guest_agent.0"}',
  ])('in a VM is reached through %s', device => {
    const line = `qemu-kvm -chardev socket,id=ga,path=/ga,server=on,wait=off -device ${device}`;
    const address = { kind: 'unix', path: '/ga' };
    expect(serversOf(line)).toEqual([{ kind: 'guest-agent', address, waits: false }]);
  });
});

describe('the name of a VM', () => {
  it.each([
    ['-name vm1', 'vm1'],
    ['-name vm1,debug-threads=on', 'vm1'],
    ['-name guest=vm1,process=p', 'vm1'],
    ['-name process=p,guest=a,,b', 'a,b'],
    ['-name old -name new', 'new'],
    ['-S', undefined],
  ])('of %s is %s', (options, name) => {
    expect(declared(`qemu-system-x86_64 ${options}`)?.name).toBe(name);
  });
});

describe('a command line', () => {
  it.each(['bash -qmp unix:/s,server=on', 'vi qemu-system-x86_64', 'qemu-img info x', ''])(
    'of another program is passed over: %s',
    line => {
      expect(declared(line)).toBeUndefined();
    },
  );
});
