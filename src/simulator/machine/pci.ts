// The PCI bus of the simulated machine: its bridges, and the devices that are plugged in, a slot each.
import type { JsonObject, JsonValue } from '../../json/value.js';
import { present } from '../arguments.js';
import type { Device, Vm } from '../vm/state.js';

interface Row {
  readonly vendor: number;
  readonly device: number;
  readonly code: number;
  readonly desc?: string;
  /** Whether it has an interrupt line. */
  readonly pin: number;
}

const INTEL = 0x8086;
const VIRTIO = 0x1af4;

const BRIDGES: readonly (Row & { readonly slot: number; readonly part: number })[] = [
  { slot: 0, part: 0, ...row(INTEL, 0x1237, 0x600, 0, 'Host bridge') },
  { slot: 1, part: 0, ...row(INTEL, 0x7000, 0x601, 0, 'ISA bridge') },
  { slot: 1, part: 1, ...row(INTEL, 0x7010, 0x101, 0, 'IDE controller') },
  { slot: 1, part: 3, ...row(INTEL, 0x7113, 0x680, 1, 'Bridge') },
];

const DEVICES: Readonly<Record<string, Row>> = {
  'virtio-blk-pci': row(VIRTIO, 0x1001, 0x100, 1, 'SCSI controller'),
  'virtio-scsi-pci': row(VIRTIO, 0x1004, 0x100, 1, 'SCSI controller'),
  'virtio-net-pci': row(VIRTIO, 0x1000, 0x200, 1, 'Ethernet controller'),
  'virtio-balloon-pci': row(VIRTIO, 0x1002, 0xff, 1),
  'virtio-rng-pci': row(VIRTIO, 0x1005, 0xff, 1),
  e1000: row(INTEL, 0x100e, 0x200, 1, 'Ethernet controller'),
  e1000e: row(INTEL, 0x10d3, 0x200, 1, 'Ethernet controller'),
  rtl8139: row(0x10ec, 0x8139, 0x200, 1, 'Ethernet controller'),
  VGA: row(0x1234, 0x1111, 0x300, 0, 'VGA controller'),
  'qemu-xhci': row(0x1b36, 0x000d, 0xc03, 1, 'USB controller'),
};

function row(vendor: number, device: number, code: number, pin: number, desc?: string): Row {
  return { vendor, device, code, pin, ...(desc === undefined ? {} : { desc }) };
}

const FIRST_SLOT = 2;

/** PciInfo of the one bus. */
export function pciBuses({ devices }: Vm): JsonValue {
  const plugged = [...devices.values()].filter(({ type }) => Object.hasOwn(DEVICES, type));
  return [
    {
      bus: 0,
      devices: [
        ...BRIDGES.map(({ slot, part, ...bridge }) => describe(bridge, slot, part, '')),
        ...plugged.map((device, at) => describePlugged(device, FIRST_SLOT + at)),
      ],
    },
  ];
}

function describePlugged({ id, type, path }: Device, slot: number): JsonObject {
  const name = path.startsWith('/machine/peripheral/') ? id : '';
  return describe(DEVICES[type] ?? row(0, 0, 0, 0), slot, 0, name);
}

function describe(
  { vendor, device, code, pin, desc }: Row,
  slot: number,
  part: number,
  id: string,
) {
  return present({
    irq_pin: pin,
    bus: 0,
    qdev_id: id,
    irq: pin === 0 ? undefined : 0,
    slot,
    class_info: present({ class: code, desc }),
    id: { device, 'subsystem-vendor': VIRTIO, vendor, subsystem: 0x1100 },
    function: part,
    regions: [],
  });
}
