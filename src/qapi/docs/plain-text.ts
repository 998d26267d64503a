// reStructuredText as QEMU's documentation uses it -> text to be read in a terminal.

/** Inline markup, each with what stands for it; the order matters, doubled marks before single ones. */
const MARKUP: readonly (readonly [RegExp, string])[] = [
  [/:[a-z][a-z:-]*:`([^`<]+?)\s*<[^`>]*>`/g, '$1'],
  [/:[a-z][a-z:-]*:`~?([^`]+)`/g, '$1'],
  [/``([^`]+)``/g, '$1'],
  [/`([^`'\s]+)'/g, "'$1'"],
  [/`([^`<]+?)\s*<[^`>]*>`_*/g, '$1'],
  [/`([^`]+)`_*/g, '$1'],
  [/\*\*([^*\s](?:[^*]*[^*\s])?)\*\*/g, '$1'],
  [/(^|[\s(])\*([^*\s](?:[^*\n]*[^*\s])?)\*(?=$|[\s.,;:)!?])/g, '$1$2'],
  [/(^|[\s("'[/])@([A-Za-z_][\w.-]*)/g, '$1$2'],
  [/::(?=\s|$)/g, ':'],
];

const MAY_HAVE_MARKUP = /[`*@]|::/;

/** The text with its inline markup gone: roles, references (`` `CMD` ``), literals (``` ``x`` ```), `@member`. */
export function plainText(text: string): string {
  if (!MAY_HAVE_MARKUP.test(text)) return text;
  return MARKUP.reduce((result, [pattern, plain]) => result.replace(pattern, plain), text);
}
