// Cells of a terminal -> an SVG picture: one text for each stretch of a style, in the colours of a light theme.

const CELL = { width: 8, height: 17 };
const MARGIN = 12;
const BASELINE = 13;
/** Between two screens of one picture. */
const GAP = 22;

/** The sixteen colours, dark enough for a light ground; 8 to 15 as 0 to 7. */
const COLOURS = [
  '#24292f',
  '#cf222e',
  '#1a7f37',
  '#9a6700',
  '#0550ae',
  '#8250df',
  '#0b6e7f',
  '#57606a',
];
const TEXT = '#24292f';
const GROUND = '#ffffff';
const DIM = '#6e7781';

/** What stands on the screen now, as rows of stretches, `from` that row on; empty rows at the end are left out. */
export function rowsOf(terminal, from = 0) {
  const { active } = terminal.buffer;
  const rows = Array.from({ length: terminal.rows }, (_, y) =>
    stretches(active.getLine(active.baseY + y), terminal.cols),
  );
  while (rows.length > active.cursorY + 1 && rows.at(-1).length === 0) rows.pop();
  const cursor = { row: active.cursorY - from, column: active.cursorX };
  return { rows: rows.slice(from), cursor, columns: terminal.cols };
}

function stretches(line, columns) {
  const list = [];
  for (let column = 0; column < columns; column += 1) {
    const cell = line?.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const [text, style] = [cell.getChars() || ' ', styleOf(cell)];
    const last = list.at(-1);
    const joins = last?.style === style && last.column + last.width === column;
    if (!joins) list.push({ column, width: cell.getWidth(), text, style });
    else Object.assign(last, { width: last.width + cell.getWidth(), text: last.text + text });
  }
  return list.filter(({ text, style }) => text.trim() !== '' || style.includes('inverse'));
}

function styleOf(cell) {
  const colour = cell.isFgPalette() ? `c${cell.getFgColor() % 8}` : '';
  const flags = [
    cell.isBold() && 'bold',
    cell.isDim() && 'dim',
    cell.isUnderline() && 'under',
    cell.isInverse() && 'inverse',
  ];
  return [colour, ...flags].filter(Boolean).join(' ');
}

/** One screen below the other. */
export function svgOf(screens, title) {
  const columns = Math.max(...screens.map(screen => screen.columns));
  const parts = [];
  let top = MARGIN;
  for (const screen of screens) {
    if (top > MARGIN) parts.push(divider(top - GAP / 2, columns));
    parts.push(drawn(screen, top));
    top += screen.rows.length * CELL.height + GAP;
  }
  const [width, height] = [columns * CELL.width + 2 * MARGIN, top - GAP + MARGIN];
  return `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<style>${STYLES}</style>
<rect width="${width}" height="${height}" rx="6" fill="${GROUND}" stroke="#d0d7de"/>
${parts.join('\n')}
</svg>
`;
}

const STYLES = [
  `text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:${TEXT}}`,
  ...COLOURS.map((colour, at) => `.c${at}{fill:${colour}}`),
  `.dim{fill:${DIM}}.bold{font-weight:600}.under{text-decoration:underline}.inverse{fill:${GROUND}}`,
].join('');

function divider(y, columns) {
  return `<path d="M0 ${y}H${columns * CELL.width + 2 * MARGIN}" stroke="#d0d7de" stroke-dasharray="3 3"/>`;
}

function drawn({ rows, cursor }, top) {
  const texts = rows.flatMap((row, at) =>
    row.map(stretch => drawnStretch(stretch, top + at * CELL.height)),
  );
  const [x, y] = [MARGIN + cursor.column * CELL.width, top + cursor.row * CELL.height];
  return [
    `<rect x="${x}" y="${y + 1}" width="2" height="${CELL.height - 2}" fill="${TEXT}"/>`,
    ...texts,
  ].join('\n');
}

function drawnStretch({ column, width, text, style }, top) {
  const start = text.length - text.trimStart().length;
  const inner = style.includes('inverse') ? text : text.trim();
  const x = MARGIN + (column + (inner === text ? 0 : start)) * CELL.width;
  const columns = inner === text ? width : width - start - (text.length - text.trimEnd().length);
  const ground = style.includes('inverse')
    ? `<rect x="${x}" y="${top}" width="${columns * CELL.width}" height="${CELL.height}" fill="${TEXT}"/>`
    : '';
  const kind = style === '' ? '' : ` class="${style}"`;
  return `${ground}<text x="${x}" y="${top + BASELINE}" textLength="${columns * CELL.width}"${kind}>${escaped(inner)}</text>`;
}

function escaped(text) {
  return text.replace(/[&<>]/g, char => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char]);
}
