// What of the five systems no test drives, and why. What is not on a machine without a guest, or not in QEMU 7.2.

const GONE = 'gone long before QEMU 7.2';
const NO_IMAGE = 'qemu-img makes no such image';
const NO_SERVER =
  'needs a server of that protocol, and the curl module, which many packages leave out';
const NO_DEVICE = 'needs a device of the host, and the right to it';

export const NOT_DRIVEN: Readonly<Record<string, string>> = {
  'branch BlockdevOptions archipelago': GONE,
  'branch BlockdevOptions host_floppy': GONE,
  'branch BlockdevOptions tftp': GONE,
  'branch BlockdevOptions bochs': NO_IMAGE,
  'branch BlockdevOptions cloop': NO_IMAGE,
  'branch BlockdevOptions dmg': NO_IMAGE,
  'branch BlockdevOptions ftp': NO_SERVER,
  'branch BlockdevOptions ftps': NO_SERVER,
  'branch BlockdevOptions http': NO_SERVER,
  'branch BlockdevOptions https': NO_SERVER,
  'branch BlockdevOptions host_cdrom': NO_DEVICE,
  'branch BlockdevOptions host_device': NO_DEVICE,
  'event UNPLUG_PRIMARY': 'needs a guest with a driver for a failover pair of network cards',
  'command xen-load-devices-state': 'ends QEMU where Xen is not (7.2: an assertion fails)',
  'command set-vcpu-dirty-limit': 'needs KVM with a dirty ring',
  'command cancel-vcpu-dirty-limit': 'needs KVM with a dirty ring',
};
