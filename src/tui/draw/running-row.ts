// A command that waits for its reply: that it does, for how long, and what the server is doing if that is known. Pure.
import { escapeLine } from '../../shell/escape.js';
import type { Health, RunningCommand } from '../facts.js';
import { durationText } from './duration.js';
import { type Spans, span } from './spans.js';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
/** A wait is not worth a row before this, in ms: most replies are there sooner. */
export const SHOWN_AFTER_MS = 200;
/** From here on it is said what the server is doing. */
const EXPLAINED_AFTER_MS = 2_000;

/** ` ⠹ query-block 3.2 s · the server answers out of band: its main loop is busy` */
export function runningRow({ name, forMs }: RunningCommand, health: Health): Spans {
  const frame = FRAMES[Math.floor(forMs / FRAME_MS) % FRAMES.length] ?? '';
  const why = forMs < EXPLAINED_AFTER_MS ? '' : explanation(health);
  return [
    span(` ${frame} `, 'warning'),
    span(escapeLine(name)),
    span(` ${durationText(forMs)}${why}`, 'dim'),
  ];
}

function explanation(health: Health): string {
  if (health.kind === 'blocked') return ' · the server is there, its main loop hangs';
  return ' · no reply yet; Ctrl-C lets go of it';
}
