// What the server sends that belongs to no command of this session, in words; of a flood, how much it is.
import type { Notice } from '../qmp/conversation.js';

/** One unreadable input may bring a thousand errors (lab: 1026 for 2 kB of nesting): who reads more than a few? */
const MOST_TOLD = 8;
const MAX_SHOWN = 200;

const WORDS = {
  'unknown-id': 'a reply to a command of an earlier client',
  'no-id': 'a reply without an id',
  garbage: 'not a QMP message',
} as const;

/** Tells the first few notices of a connection; after them, at every power of ten, how many there are. */
export function noticeTeller(tell: (text: string) => void): (notice: Notice) => void {
  let count = 0;
  let nextTold = 10;
  return notice => {
    count += 1;
    if (count <= MOST_TOLD) tell(noticeText(notice));
    if (count < nextTold) return;
    tell(`${count} messages so far that belong to no command of this session`);
    nextTold *= 10;
  };
}

function noticeText({ kind, text, error }: Notice): string {
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}...` : text;
  return error?.message ?? `${WORDS[kind]}: ${shown}`;
}
