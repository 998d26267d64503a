// The ten steps of the tour, for the simulated VM as `demo:` has it.
import { DEMO_COMMAND } from '../../../qmp/own-command.js';
import type { Seen, TourStep } from './tour.js';

const sent =
  (pattern: RegExp, isOob?: boolean) =>
  (seen: Seen): boolean =>
    seen.kind === 'sent' && pattern.test(seen.name) && (isOob ?? seen.isOob) === seen.isOob;

const answered =
  (pattern: RegExp) =>
  (seen: Seen): boolean =>
    seen.kind === 'reply' && !seen.isError && pattern.test(seen.name);

const happened =
  (name: string) =>
  (seen: Seen): boolean =>
    seen.kind === 'event' && seen.name === name;

const entered =
  (pattern: RegExp) =>
  (seen: Seen): boolean =>
    seen.kind === 'line' && pattern.test(seen.text);

const pressedTab = (seen: Seen): boolean => seen.kind === 'tab';

export const TOUR_STEPS: readonly TourStep[] = [
  {
    title: 'ask the VM something',
    text: ['Type   query-status   and press Enter.'],
    goals: [entered(/^\s*query-status/), answered(/^query-status$/)],
    done: 'A reply is laid out to be read; nothing of it is lost in scripts, which get JSON.',
  },
  {
    title: 'let Tab find the command',
    text: ['Type   qblock   and press Tab until query-block stands there, then Enter.'],
    goals: [pressedTab, answered(/^query-block$/)],
    done: 'A few letters are enough: a command is found by any of its parts.',
  },
  {
    title: 'see an event',
    text: ['Type   stop   : the VM stops, and says so to everybody who listens.'],
    goals: [happened('STOP')],
    done: 'STOP came from the VM, not from the reply: other monitors see it too.',
  },
  {
    title: 'let it run on',
    text: ['Type   cont'],
    goals: [happened('RESUME')],
    done: 'It runs again.',
  },
  {
    title: 'leave out events that you know',
    text: [
      'The guest sets its clock every second, and each time RTC_CHANGE comes.',
      'Type   .events -RTC_CHANGE   to leave these out; other events still show.',
    ],
    goals: [entered(/^\s*\.events\s+.*(-RTC_CHANGE|off)/)],
    done: 'A filter has names with * and ?, members (id=b0), and - for what is left out.',
  },
  {
    title: 'give a command its arguments',
    text: [
      'Type   block-dirty-bitmap-add node=disk0 name=today',
      'Tab offers the members, and for node= the disks that this VM really has.',
    ],
    goals: [answered(/^block-dirty-bitmap-add$/)],
    done: 'Values are typed by the schema: no quotes, no braces.',
  },
  {
    title: 'start a job',
    text: ['Type   blockdev-backup device=disk0 target=backup0 sync=full job-id=nightly'],
    goals: [answered(/^(blockdev-backup|drive-backup|blockdev-mirror)$/)],
    done: 'The reply only says that it has begun; the copy goes on.',
  },
  {
    title: 'watch it to its end',
    text: ['Type   .wait job nightly   and see it end; .jobs shows how far it is.'],
    goals: [happened('BLOCK_JOB_COMPLETED')],
    done: 'In a script the same line is a wait with an exit code.',
  },
  {
    title: 'see a VM hang',
    text: [
      'Type   .demo hang   : the network disk nbd0 stops answering, and the server waits for it.',
      'Then type   query-status   : there is no reply.',
    ],
    goals: [sent(new RegExp(`^${DEMO_COMMAND}$`)), entered(/^\s*query-status/)],
    done: 'This is what storage that went away looks like, at 3 in the morning.',
  },
  {
    title: 'and get it out of that',
    text: [
      'Type   !yank instances.0.type=block-node instances.0.node-name=nbd0',
      'The ! sends it out of band, past all that waits: nbd0 is cut off, and the VM goes on.',
    ],
    goals: [sent(/^yank$/, true), answered(/^yank$/)],
    done: 'The waiting reply came at once.',
  },
];
