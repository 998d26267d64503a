// What a screen shows, as tests need it: a VM that is well, and what else they name.
import type { EventFacts, JobShown, ScreenFacts, VmShown } from '../../../src/tui/facts.js';

export const VM: VmShown = {
  name: 'fedora-vm',
  version: 'QEMU 7.2.22',
  status: 'running',
  readOnly: false,
};

export const NO_EVENTS: EventFacts = {
  total: 0,
  perSecond: 0,
  last: undefined,
  filter: 'on',
};

export const JOB: JobShown = {
  id: 'b0',
  type: 'backup',
  status: 'running',
  done: 0.5,
  rate: 432_013_312,
  secondsLeft: 9,
  error: undefined,
};

export const FACTS: ScreenFacts = {
  vm: VM,
  target: '/run/vm.sock',
  health: { kind: 'good', roundTripMs: 0.2 },
  running: [],
  jobs: [],
  events: NO_EVENTS,
  live: [],
};
