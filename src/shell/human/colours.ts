// The few colours of readable replies. Off a terminal, and where NO_COLOR or --no-color says so, none.

export type Paint = (text: string, colour: Colour) => string;

/** SGR parameters, ECMA-48 8.3.117. */
const SGR = { dim: 2, red: 31, green: 32, yellow: 33, magenta: 35, cyan: 36 } as const;

export type Colour = keyof typeof SGR;

/** How text is coloured, or not at all. The text must be escaped already. */
export function painter(colour: boolean): Paint {
  if (!colour) return text => text;
  return (text, name) => (text === '' ? '' : `\x1b[${SGR[name]}m${text}\x1b[0m`);
}
