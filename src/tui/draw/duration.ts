// Durations and rates as a status line says them: short, always of about the same width.
import { shortQuantity } from '../../shell/human/quantity.js';

/** `0.2 ms`, `57 ms`, `3.2 s`, `4:05`. */
export function durationText(ms: number): string {
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 99_950) return `${(ms / 1000).toFixed(1)} s`;
  return clockText(ms / 1000);
}

/** From so many hours on minutes say nothing. */
const LONG_HOURS = 100;

/** `0:09`, `12:40`, `3:05:00`, `4 d 4 h`. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (hours >= LONG_HOURS) return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** `412 MiB/s`. */
export function rateText(bytesPerSecond: number): string {
  return shortQuantity(Math.round(bytesPerSecond), 'bytes/s');
}
