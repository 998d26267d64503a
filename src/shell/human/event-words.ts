// What events of the block layer say, in words. Members that the words do not tell follow them as they are.
import { own } from '../../json/value.js';

/** An event's members as the text of their values, numbers with their units. */
export type EventMembers = ReadonlyMap<string, string>;

/** `{member}` stands for the member's value; a text is taken if all its members are there and have these values, or those of others. */
interface Words {
  readonly text: string;
  readonly where?: Readonly<Record<string, string>>;
}

const GUEST_ACTIONS = {
  report: 'the guest was told',
  ignore: 'nobody was told',
  stop: "the VM was stopped, 'cont' tries again",
} as const;

const JOB_ACTIONS = {
  report: 'the job ends with it',
  ignore: 'the job goes on',
  stop: "the job is paused, 'block-job-resume' tries again",
} as const;

/** The first that fits is taken. */
const WORDS: Readonly<Record<string, readonly Words[]>> = {
  BLOCK_JOB_COMPLETED: [
    { text: "{type} '{device}' failed at {offset} of {len}: {error}" },
    { text: "{type} '{device}' completed, {len}", where: { offset: '{len}' } },
    { text: "{type} '{device}' completed, {offset} of {len}" },
  ],
  BLOCK_JOB_CANCELLED: [{ text: "{type} '{device}' was cancelled at {offset} of {len}" }],
  BLOCK_JOB_READY: [
    {
      text: "{type} '{device}' is ready, {offset} of {len}: 'block-job-complete' or 'block-job-cancel' ends it",
    },
  ],
  BLOCK_JOB_PENDING: [{ text: "{type} '{id}' waits for 'job-finalize'" }],
  BLOCK_JOB_ERROR: byAction(JOB_ACTIONS, "a {operation} of the job '{device}' failed"),
  // A device without a backend of its own has an empty `device`; `nospace` says what `reason` does.
  BLOCK_IO_ERROR: [
    ...byAction(GUEST_ACTIONS, "a {operation} of '{device}' failed, {reason}"),
    ...byAction(GUEST_ACTIONS, "a {operation} of '{node-name}' failed, {reason}"),
  ],
  BLOCK_IMAGE_CORRUPTED: [
    {
      text: "the image of '{node-name}' is corrupt and was closed: {msg}",
      where: { fatal: 'true' },
    },
    { text: "the image of '{node-name}' is corrupt: {msg}", where: { fatal: 'false' } },
  ],
  BLOCK_WRITE_THRESHOLD: [
    {
      text: "a write to '{node-name}' goes {amount-exceeded} beyond {write-threshold}: the threshold is gone now",
    },
  ],
  BLOCK_EXPORT_DELETED: [{ text: "the export '{id}' is gone" }],
  QUORUM_FAILURE: [
    {
      text: "'{reference}' has too few children that agree on {sectors-count} sectors at sector {sector-num}",
    },
  ],
  QUORUM_REPORT_BAD: [
    {
      text: "a {type} of {sectors-count} sectors at sector {sector-num} of '{node-name}' failed, {error}",
    },
    { text: "'{node-name}' does not agree on {sectors-count} sectors at sector {sector-num}" },
  ],
};

function byAction(actions: Readonly<Record<string, string>>, text: string): readonly Words[] {
  return Object.entries(actions).map(([action, then]) => ({
    text: `${text}: ${then}`,
    where: { action },
  }));
}

const PLACE = /\{([a-z-]+)\}/g;

/** The words, and the members that they tell; undefined for an event that has none, or other members than known. */
export function eventWords(
  name: string,
  members: EventMembers,
): { readonly text: string; readonly told: ReadonlySet<string> } | undefined {
  const rows = own(WORDS, name) ?? [];
  const found = rows.find(row => fits(row, members));
  if (found === undefined) return undefined;
  const text = found.text.replace(PLACE, (_, key: string) => members.get(key) ?? '');
  return { text, told: new Set([...placesOf(found.text), ...Object.keys(found.where ?? {})]) };
}

function fits({ text, where = {} }: Words, members: EventMembers): boolean {
  const hasAll = placesOf(text).every(key => members.get(key));
  const wanted = (value: string) =>
    value.startsWith('{') ? members.get(value.slice(1, -1)) : value;
  return (
    hasAll && Object.entries(where).every(([key, value]) => members.get(key) === wanted(value))
  );
}

function placesOf(text: string): string[] {
  return [...text.matchAll(PLACE)].map(([, key = '']) => key);
}
