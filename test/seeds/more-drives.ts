// What the pages of the cookbook have no room for: lines that drive the rest of the five systems on real servers.

export interface Drive {
  readonly name: string;
  /** Shell commands, as those of a page. */
  readonly commands: string;
}

const PC = '-machine pc,accel=tcg -m 64 -S -nodefaults -display none';
const START = `start() { qemu-system-x86_64 -daemonize -pidfile $1.pid ${PC} \\
  -qmp unix:$PWD/$1.sock,server=on,wait=off "\${@:2}"; }\n`;

/** Formats that qemu-img makes, and that a server opens without anything beside the file. */
const FORMATS = ['parallels', 'qcow', 'qed', 'vdi', 'vhdx', 'vmdk', 'vpc'];

export const DRIVES: readonly Drive[] = [
  {
    name: 'drivers',
    commands: `${START}start vm
for format in ${FORMATS.join(' ')}; do
  qemu-img create -q -f $format $format.img 16M
  qmpsh vm.sock blockdev-add driver=$format node-name=$format file.driver=file file.filename=$PWD/$format.img
done
mkdir folder
qmpsh vm.sock <<END
blockdev-add driver=null-aio node-name=aio size=1M
blockdev-add driver=null-co node-name=raw0 size=1M
blockdev-add driver=null-co node-name=test0 size=1M
blockdev-add driver=blkverify node-name=verify raw=raw0 test=test0
blockdev-add driver=vvfat node-name=fat dir=$PWD/folder read-only=true
query-named-block-nodes
quit
END
`,
  },
  {
    name: 'block-commands',
    commands: `${START}for name in base top; do qemu-img create -q -f qcow2 $name.qcow2 16M; done
qemu-img rebase -u -f qcow2 -F qcow2 -b $PWD/base.qcow2 top.qcow2
start vm -drive file=$PWD/top.qcow2,format=qcow2,if=none,id=old,node-name=top -device virtio-blk-pci,drive=old,id=vd0
qmpsh vm.sock <<END
change-backing-file device=old image-node-name=top backing-file=$PWD/base.qcow2
block_set_io_throttle device=old bps=0 bps_rd=0 bps_wr=0 iops=0 iops_rd=0 iops_wr=0
drive-backup device=old target=$PWD/copy.qcow2 sync=full format=qcow2 job-id=b0
.wait job b0
drive-mirror device=old target=$PWD/mirror.qcow2 sync=full format=qcow2 job-id=m0
.wait job m0 state=ready
query-block-jobs
block-job-cancel m0
.wait job m0
block_resize device=old size=32M
query-block
query-blockstats
quit
END
`,
  },
  {
    name: 'postcopy',
    commands: `${START}head -c 24M /dev/urandom > noise.bin
start from -device loader,file=$PWD/noise.bin,addr=0x400000,force-raw=on
start to -incoming defer
qmpsh to.sock -c 'migrate-set-capabilities capabilities.postcopy-ram=on capabilities.events=on' \\
  -c "migrate-incoming unix:$PWD/one.sock"
qmpsh from.sock <<END
migrate-set-capabilities capabilities.postcopy-ram=on capabilities.events=on
migrate-set-parameters max-bandwidth=100K max-postcopy-bandwidth=100K
migrate unix:$PWD/one.sock
.wait migration state=active
migrate-start-postcopy
.wait migration state=postcopy-active
END
qmpsh to.sock -c '.wait migration state=postcopy-active'
qmpsh from.sock -c '!migrate-pause' -c '.wait migration state=postcopy-paused'
qmpsh to.sock -c '.wait migration state=postcopy-paused' -c "!migrate-recover unix:$PWD/two.sock"
qmpsh from.sock -c 'migrate-set-parameters max-postcopy-bandwidth=0' \\
  -c "migrate unix:$PWD/two.sock resume=true" -c '.wait migration timeout=60s'
qmpsh from.sock quit
qmpsh to.sock quit
`,
  },
  {
    name: 'replication',
    commands: `${START}start vm
qmpsh vm.sock <<END
xen-save-devices-state filename=$PWD/devices.bin
xen-set-global-dirty-log enable=true
xen-set-global-dirty-log enable=false
xen-set-replication enable=true primary=false
query-xen-replication-status
xen-colo-do-checkpoint
xen-set-replication enable=false primary=false
query-colo-status
query-vcpu-dirty-limit
quit
END
`,
  },
  {
    name: 'colo',
    commands: `${START}start from
start to -incoming unix:$PWD/colo.sock
qmpsh to.sock -c 'migrate-set-capabilities capabilities.events=on capabilities.x-colo=on'
qmpsh from.sock <<END
migrate-set-capabilities capabilities.events=on capabilities.x-colo=on
migrate-set-parameters x-checkpoint-delay=500
migrate unix:$PWD/colo.sock
.wait event MIGRATION status=colo timeout=20s
query-colo-status
END
qmpsh to.sock -c x-colo-lost-heartbeat -c '.wait event COLO_EXIT timeout=20s'
qmpsh to.sock quit
kill -9 $(cat from.pid) # Its main loop hangs from here on (7.2).
`,
  },
];
