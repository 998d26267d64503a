// `.record FILE`: every message from now on into a file, as --log writes it, secrets masked.
import type { OnWire } from './log.js';

/** Writes what passes to a file, while there is one. */
export class Recorder {
  #write: OnWire | undefined;
  #path = '';

  /** Sees every message as it passes. */
  readonly take: OnWire = (direction, text) => this.#write?.(direction, text);

  /**
   * Starts, or ends with `off`; gives what is to be told. @param say for trouble later.
   * @throws UsageError where the file cannot be written.
   */
  async turn(path: string, say: (text: string) => void): Promise<string> {
    if (path === '')
      return this.#write === undefined ? 'not recording' : `recording to ${this.#path}`;
    if (path === 'off') {
      this.#write = undefined;
      return 'not recording';
    }
    const { openLog } = await import('./log.js');
    this.#write = openLog(path, say);
    this.#path = path;
    return `recording to ${path}; show it with: qmpsh replay ${path}`;
  }
}
