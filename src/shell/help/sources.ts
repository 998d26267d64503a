// What help is made from. All of it is at hand when help is asked for: nothing is read here.
import type { History } from '../../qapi/history.js';
import type { Schema } from '../../qapi/model.js';
import type { Annotations } from '../annotations.js';

export interface HelpSources {
  /** The server's schema with names and descriptions, or that of a document. */
  readonly schema: Schema;
  readonly annotations: Annotations;
  readonly history: History;
  /** Today's schema, to say what the server lacks of it; undefined where nothing is to be compared. */
  readonly today?: Schema;
  /** `QEMU 7.2.22`; undefined without a server. */
  readonly server?: string;
  /** What the installed manual says of a name, ready to be read. */
  readonly manual?: (name: string) => string | undefined;
  /** Columns of the terminal. */
  readonly columns: number;
}

/** What help is asked on: a name, what is given of its discriminators, and a path into its members. */
export interface HelpTopic {
  readonly name: string;
  /** `driver=qcow2`: which branch to show. */
  readonly tagValues: Readonly<Record<string, string>>;
}

/** Reads `NAME [member=value ...]`. */
export function readTopic(text: string): HelpTopic {
  const [name = '', ...words] = text.trim().split(/\s+/);
  const pairs = words.flatMap(word => {
    const at = word.indexOf('=');
    return at < 0 ? [] : [[word.slice(0, at), word.slice(at + 1)] as const];
  });
  return { name, tagValues: Object.fromEntries(pairs) };
}
