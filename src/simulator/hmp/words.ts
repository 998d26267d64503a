// A line of the human monitor, cut into words as it cuts them: blanks between, double quotes around.

export function wordsOf(line: string): readonly string[] {
  const found = line.matchAll(/"((?:[^"\\]|\\.)*)"?|[^\s"]+/g);
  return [...found].map(([word, quoted]) =>
    quoted === undefined ? word : quoted.replace(/\\(.)/g, '$1'),
  );
}
