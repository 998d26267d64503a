// The layouts that are for a terminal, ready to be used: with its width, its colours, and the table of annotations.
// Loaded only where one of them is wanted.
import { asciiToken, indented, type TokenKind } from '../../json/text.js';
import { annotations } from '../annotations-table.js';
import type { Layouts } from '../output.js';
import { type Colour, painter } from './colours.js';
import { humanError, humanReply, tableRoom } from './human-reply.js';

export interface TerminalLook {
  /** Its width now: asked for at each reply, since it may change. */
  readonly columns: () => number;
  readonly colour: boolean;
}

/** The layouts for a terminal. */
export function layoutsFor({ columns, colour }: TerminalLook): Layouts {
  return {
    reply: (json, command, value) =>
      humanReply({ json, value, command, annotations, columns: columns(), colour }).join('\n'),
    error: message => humanError(message, { columns: columns(), colour }).join('\n'),
    lines: lay => lay(tableRoom(columns(), colour)).join('\n'),
    pretty: json => prettyText(json, colour),
  };
}

const COLOURS: Readonly<Record<TokenKind, Colour | undefined>> = {
  key: 'cyan',
  string: 'green',
  number: 'yellow',
  word: 'magenta',
  mark: undefined,
};

/** JSON indented by two blanks, in pure ASCII; coloured by what its parts are. */
function prettyText(json: string, colour: boolean): string {
  if (!colour) return indented(json);
  const paint = painter(true);
  return indented(json, (token, kind) => {
    const text = asciiToken(token);
    const name = COLOURS[kind];
    return name === undefined ? text : paint(text, name);
  });
}
