// A list to pick one row from: typing filters it, arrows choose, Enter takes. Rows that somebody holds are asked about
// first. Pure; what the rows stand for is the host's.
import { type Binding, createKeymap } from '../../editor/keymap.js';
import { chordOf, type InputEvent } from '../../editor/keys.js';

export interface PickerRow {
  /** What is picked. */
  readonly value: string;
  /** As they stand below the titles; whatever somebody called a thing may be in them. */
  readonly cells: readonly string[];
  /** What is to be known before it is taken: `held by libvirtd (pid 812)`; undefined where nothing is. */
  readonly warning: string | undefined;
}

export interface Picker {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly PickerRow[];
  readonly filter: string;
  /** Which of the rows that the filter leaves. */
  readonly chosen: number;
  /** The row with a warning that Enter would take: the next key says whether. */
  readonly asked: PickerRow | undefined;
}

export type PickerIntent =
  | { readonly kind: 'move'; readonly rows: number }
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'erase' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'take' }
  | { readonly kind: 'leave' }
  | { readonly kind: 'look-again' }
  /** What there is now. */
  | { readonly kind: 'rows'; readonly rows: readonly PickerRow[] };

export type PickerEffect =
  | { readonly kind: 'picked'; readonly value: string }
  | { readonly kind: 'left' }
  | { readonly kind: 'look-again' };

export interface PickerStep {
  readonly picker: Picker;
  readonly effect?: PickerEffect;
}

export function newPicker(
  title: string,
  heads: readonly string[],
  rows: readonly PickerRow[],
): Picker {
  return { title, heads, rows, filter: '', chosen: 0, asked: undefined };
}

/** The rows with every word of the filter in them, in whatever case. */
export function shownRows({ rows, filter }: Picker): readonly PickerRow[] {
  const words = filter.toLowerCase().split(/\s+/);
  return rows.filter(({ cells }) => {
    const text = cells.join(' ').toLowerCase();
    return words.every(word => text.includes(word));
  });
}

export function stepPicker(picker: Picker, intent: PickerIntent): PickerStep {
  if (picker.asked !== undefined && intent.kind !== 'rows')
    return answered(picker, picker.asked, intent);
  switch (intent.kind) {
    case 'move':
      return { picker: within({ ...picker, chosen: picker.chosen + intent.rows }) };
    case 'type':
      return { picker: filtered(picker, picker.filter + intent.text.replaceAll('\n', ' ')) };
    case 'erase':
      return { picker: filtered(picker, [...picker.filter].slice(0, -1).join('')) };
    case 'clear':
      return { picker: filtered(picker, '') };
    case 'rows':
      return { picker: withRows(picker, intent.rows) };
    case 'take':
      return taken(picker);
    case 'leave':
      return { picker, effect: { kind: 'left' } };
    case 'look-again':
      return { picker, effect: { kind: 'look-again' } };
  }
}

/** `y` takes it, Escape and anything else goes back to the list. */
function answered(picker: Picker, { value }: PickerRow, intent: PickerIntent): PickerStep {
  const isYes = intent.kind === 'type' && intent.text.toLowerCase() === 'y';
  const back = { ...picker, asked: undefined };
  return isYes ? { picker: back, effect: { kind: 'picked', value } } : { picker: back };
}

function taken(picker: Picker): PickerStep {
  const row = shownRows(picker)[picker.chosen];
  if (row === undefined) return { picker };
  if (row.warning !== undefined) return { picker: { ...picker, asked: row } };
  return { picker, effect: { kind: 'picked', value: row.value } };
}

function filtered(picker: Picker, filter: string): Picker {
  return { ...picker, filter, chosen: 0 };
}

/** The chosen row stays the chosen one, if it is still there. */
function withRows(picker: Picker, rows: readonly PickerRow[]): Picker {
  const before = shownRows(picker)[picker.chosen]?.value;
  const now = { ...picker, rows, asked: undefined };
  const at = shownRows(now).findIndex(({ value }) => value === before);
  return within({ ...now, chosen: at < 0 ? picker.chosen : at });
}

function within(picker: Picker): Picker {
  const last = Math.max(shownRows(picker).length - 1, 0);
  return { ...picker, chosen: Math.min(Math.max(picker.chosen, 0), last) };
}

const PAGE = 10;

export const PICKER_BINDINGS: readonly Binding<PickerIntent, 'picker'>[] = [
  row('enter', { kind: 'take' }, 'connect', 'C-j C-m tab'),
  row('up', { kind: 'move', rows: -1 }, 'up', 'C-p S-tab'),
  row('down', { kind: 'move', rows: 1 }, 'down', 'C-n'),
  row('pageup', { kind: 'move', rows: -PAGE }, 'a page up'),
  row('pagedown', { kind: 'move', rows: PAGE }, 'a page down'),
  row('home', { kind: 'move', rows: Number.NEGATIVE_INFINITY }, 'to the first'),
  row('end', { kind: 'move', rows: Number.POSITIVE_INFINITY }, 'to the last'),
  row('backspace', { kind: 'erase' }, 'erase a character of the filter', 'C-h'),
  row('C-u', { kind: 'clear' }, 'erase the filter', 'C-w'),
  row('C-r', { kind: 'look-again' }, 'look again what there is', 'f5'),
  row('escape', { kind: 'leave' }, 'leave', 'C-c C-g C-d C-[ C-q'),
];

function row(
  keys: string,
  intent: PickerIntent,
  does: string,
  also = '',
): Binding<PickerIntent, 'picker'> {
  return { keys, intent, does, also, group: 'picker' };
}

const KEYMAP = createKeymap(PICKER_BINDINGS);

/** What an event asks for; text filters. */
export function pickerIntent(event: InputEvent): PickerIntent | undefined {
  if (event.kind === 'focus') return undefined;
  if (event.kind === 'paste') return { kind: 'type', text: event.text };
  const typed = event.text === '' ? undefined : ({ kind: 'type', text: event.text } as const);
  return KEYMAP.get(chordOf(event)) ?? typed;
}
