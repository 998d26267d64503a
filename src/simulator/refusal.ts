// What the simulated server answers instead of a return: a class and a description, as QEMU words it.

/** The classes of QEMU 1.2 and later. */
export type ErrorClass =
  | 'GenericError'
  | 'CommandNotFound'
  | 'DeviceNotActive'
  | 'DeviceNotFound'
  | 'KVMMissingCap';

/** Thrown by a command that refuses; what it changed before that stays, as in QEMU. */
export class Refusal extends Error {
  readonly errorClass: ErrorClass;

  constructor(desc: string, errorClass: ErrorClass = 'GenericError') {
    super(desc);
    this.errorClass = errorClass;
  }
}

/** A Refusal of the class most have. */
export function refusal(desc: string): Refusal {
  return new Refusal(desc);
}

/** No device, bus, object or backend of that name. */
export function deviceNotFound(name: string): Refusal {
  return new Refusal(`Device '${name}' not found`, 'DeviceNotFound');
}
