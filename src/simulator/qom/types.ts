// The device types of the simulated machine, as far as it has any: where each is plugged in, and its properties.

export type PropertyType =
  | 'str'
  | 'bool'
  | 'int32'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'size'
  | 'OnOffAuto';

export interface DeviceType {
  readonly name: string;
  readonly parent: string;
  readonly bus: 'PCI' | 'usb-bus' | 'SCSI' | 'ISA' | 'IDE' | 'System';
  readonly isAbstract?: boolean;
  /** The device within a virtio device, which has the drive or the network backend. */
  readonly inner?: string;
  readonly properties: Readonly<Record<string, PropertyType>>;
}

const PCI = {
  addr: 'int32',
  romfile: 'str',
  rombar: 'uint32',
  multifunction: 'bool',
  'acpi-index': 'uint32',
  failover_pair_id: 'str',
} as const satisfies Record<string, PropertyType>;

const VIRTIO = {
  ...PCI,
  'disable-legacy': 'OnOffAuto',
  'disable-modern': 'bool',
  vectors: 'uint32',
  ioeventfd: 'bool',
  iommu_platform: 'bool',
  packed: 'bool',
} as const satisfies Record<string, PropertyType>;

const BLOCK = {
  drive: 'str',
  bootindex: 'int32',
  serial: 'str',
  logical_block_size: 'size',
  physical_block_size: 'size',
  'share-rw': 'bool',
  'write-cache': 'OnOffAuto',
} as const satisfies Record<string, PropertyType>;

const NET = { netdev: 'str', mac: 'str', bootindex: 'int32' } as const satisfies Record<
  string,
  PropertyType
>;

const ROWS: readonly DeviceType[] = [
  { name: 'device', parent: 'object', bus: 'System', isAbstract: true, properties: {} },
  { name: 'pci-device', parent: 'device', bus: 'PCI', isAbstract: true, properties: PCI },
  { name: 'virtio-pci', parent: 'pci-device', bus: 'PCI', isAbstract: true, properties: VIRTIO },
  { name: 'usb-device', parent: 'device', bus: 'usb-bus', isAbstract: true, properties: {} },
  virtio('virtio-blk', {
    ...BLOCK,
    'num-queues': 'uint16',
    'queue-size': 'uint16',
    scsi: 'bool',
    iothread: 'str',
  }),
  virtio('virtio-net', { ...NET, mq: 'bool', failover: 'bool', speed: 'int32' }),
  virtio('virtio-balloon', {
    'deflate-on-oom': 'bool',
    'free-page-hint': 'bool',
    'guest-stats-polling-interval': 'int32',
    iothread: 'str',
  }),
  virtio('virtio-rng', { 'max-bytes': 'uint64', period: 'uint32', rng: 'str' }),
  virtio('virtio-scsi', { num_queues: 'uint32', max_sectors: 'uint32', iothread: 'str' }),
  virtio('virtio-serial', { max_ports: 'uint32' }),
  virtio('virtio-gpu', { max_outputs: 'uint32', xres: 'uint32', yres: 'uint32', edid: 'bool' }),
  pci('e1000', NET),
  pci('e1000e', NET),
  pci('rtl8139', NET),
  pci('nvme', { ...BLOCK, max_ioqpairs: 'uint32' }),
  pci('VGA', { vgamem_mb: 'uint32' }),
  pci('qemu-xhci', { p2: 'uint32', p3: 'uint32' }),
  pci('intel-hda', { debug: 'uint32' }),
  pci('i6300esb', {}),
  pci('pcie-root-port', { chassis: 'uint16', port: 'uint16', slot: 'uint16' }),
  usb('usb-tablet', { usb_version: 'uint32' }),
  usb('usb-kbd', { usb_version: 'uint32' }),
  usb('usb-mouse', { usb_version: 'uint32' }),
  usb('usb-storage', BLOCK),
  {
    name: 'scsi-hd',
    parent: 'device',
    bus: 'SCSI',
    properties: { ...BLOCK, lun: 'uint32', wwn: 'uint64' },
  },
  { name: 'scsi-cd', parent: 'device', bus: 'SCSI', properties: { ...BLOCK, lun: 'uint32' } },
  { name: 'ide-hd', parent: 'device', bus: 'IDE', properties: { ...BLOCK, unit: 'uint32' } },
  { name: 'ide-cd', parent: 'device', bus: 'IDE', properties: { ...BLOCK, unit: 'uint32' } },
  {
    name: 'isa-serial',
    parent: 'device',
    bus: 'ISA',
    properties: { chardev: 'str', index: 'uint32' },
  },
  { name: 'ib700', parent: 'device', bus: 'ISA', properties: {} },
  { name: 'pvpanic', parent: 'device', bus: 'ISA', properties: { ioport: 'uint16' } },
];

function virtio(name: string, own: DeviceType['properties']): DeviceType {
  const properties = { ...VIRTIO, ...own };
  return {
    name: `${name}-pci`,
    parent: 'virtio-pci',
    bus: 'PCI',
    inner: `${name}-device`,
    properties,
  };
}

function pci(name: string, own: DeviceType['properties']): DeviceType {
  return { name, parent: 'pci-device', bus: 'PCI', properties: { ...PCI, ...own } };
}

function usb(name: string, properties: DeviceType['properties']): DeviceType {
  return { name, parent: 'usb-device', bus: 'usb-bus', properties };
}

export const DEVICE_TYPES: ReadonlyMap<string, DeviceType> = new Map(
  ROWS.map(row => [row.name, row]),
);

/** Whether the one type is the other or below it. */
export function isA(name: string, ancestor: string): boolean {
  for (let at: string | undefined = name; at !== undefined; at = DEVICE_TYPES.get(at)?.parent)
    if (at === ancestor) return true;
  return false;
}
