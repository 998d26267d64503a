// The picker: keys in, and what is then on the terminal, or picked.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { characterKey, type InputEvent, namedKey } from '../../../src/editor/keys.js';
import { stringWidth } from '../../../src/text/width.js';
import { palette } from '../../../src/tui/draw/palette.js';
import {
  newPicker,
  PICKER_BINDINGS,
  type Picker,
  type PickerEffect,
  type PickerRow,
  pickerIntent,
  stepPicker,
} from '../../../src/tui/picker/picker.js';
import { pickerFrame } from '../../../src/tui/picker/picker-frame.js';

const HEADS = ['NAME', 'SOCKET'];
const row = (name: string, warning?: string): PickerRow => {
  return { value: `/run/${name}`, cells: [name, `/run/${name}`], warning };
};
const ROWS = [row('fedora'), row('web', 'held by libvirtd (pid 7)'), row('web-db')];

function keysOf(text: string): InputEvent[] {
  return text.split(' ').flatMap(word => {
    const named = /^<(.+)>$/.exec(word)?.[1];
    if (named?.startsWith('C-')) return [characterKey(named.slice(2), { ctrl: true })];
    return named === undefined ? [...word].map(letter => characterKey(letter)) : [namedKey(named)];
  });
}

function played(keys: string, rows = ROWS): { picker: Picker; effects: readonly PickerEffect[] } {
  const effects: PickerEffect[] = [];
  const picker = keysOf(keys).reduce(
    (now, key) => {
      const intent = pickerIntent(key);
      if (intent === undefined) return now;
      const step = stepPicker(now, intent);
      if (step.effect !== undefined) effects.push(step.effect);
      return step.picker;
    },
    newPicker('Sockets', HEADS, rows),
  );
  return { picker, effects };
}

const SGR = /\x1b\[[0-9;]*m/g;

function screen(keys: string, size = { columns: 60, rows: 24 }): readonly string[] {
  const { lines } = pickerFrame(played(keys).picker, size, palette(true));
  return lines.map(line => line.replace(SGR, '').trimEnd());
}

describe('what is picked', () => {
  const picked = (name: string) => [{ kind: 'picked', value: `/run/${name}` }];

  it.each([
    ['<enter>', picked('fedora')],
    ['<down> <down> <enter>', picked('web-db')],
    ['<end> <enter>', picked('web-db')],
    ['<end> <home> <enter>', picked('fedora')],
    ['<down> <down> <down> <down> <enter>', picked('web-db')],
    ['<up> <enter>', picked('fedora')],
    ['DB <enter>', picked('web-db')],
    ['dbx <backspace> <enter>', picked('web-db')],
    ['zzz <C-u> <enter>', picked('fedora')],
    ['zzz <enter>', []],
    ['<down> <enter>', []],
    ['<down> <enter> y', picked('web')],
    ['<down> <enter> n <enter> <enter>', []],
    ['<down> <enter> <escape> <up> <enter>', picked('fedora')],
    ['<escape>', [{ kind: 'left' }]],
    ['<C-c>', [{ kind: 'left' }]],
    ['<C-r>', [{ kind: 'look-again' }]],
  ])('by %j is %j', (keys, effects) => {
    expect(played(keys).effects).toEqual(effects);
  });

  it('has every word of the filter in it', () => {
    let { picker } = played('run');
    for (const letter of ' eb-d')
      picker = stepPicker(picker, { kind: 'type', text: letter }).picker;
    expect(stepPicker(picker, { kind: 'take' }).effect).toEqual(picked('web-db')[0]);
  });

  it('stays chosen when the list is another', () => {
    const { picker } = played('<end>');
    const rows = [row('new'), ROWS[2]!, ROWS[0]!];
    const { picker: now } = stepPicker(picker, { kind: 'rows', rows });
    expect(stepPicker(now, { kind: 'take' }).effect).toEqual(picked('web-db')[0]);
    const { picker: gone } = stepPicker(picker, { kind: 'rows', rows: [row('new')] });
    expect(stepPicker(gone, { kind: 'take' }).effect).toEqual(picked('new')[0]);
  });

  it('is not asked about once it has gone', () => {
    const { picker } = played('<down> <enter>');
    const { picker: now } = stepPicker(picker, { kind: 'rows', rows: [row('new')] });
    expect(stepPicker(now, { kind: 'type', text: 'y' })).toMatchObject({ picker: { filter: 'y' } });
  });
});

describe('the terminal', () => {
  it('shows the list, the filter and the keys', () => {
    expect(screen('we')).toEqual([
      ' Sockets · 2 of 3',
      '   NAME    SOCKET',
      ' ▸ web     /run/web',
      '   web-db  /run/web-db',
      ' ❯ we',
      ' Enter connects  Ctrl-R looks again  Esc leaves',
    ]);
  });

  it('asks in place of the filter', () => {
    expect(screen('web <enter>')[4]).toBe(' held by libvirtd (pid 7): connect all the same? y/n');
  });

  it('shows the chosen row however low it is', () => {
    expect(screen('<end>', { columns: 60, rows: 6 })).toEqual([
      ' Sockets',
      '   NAME    SOCKET',
      ' ▸ web-db  /run/web-db',
      ' ❯',
      ' Enter connects  Ctrl-R looks again  Esc leaves',
    ]);
  });

  it('is never filled, and nothing that is shown acts on it', () => {
    const names = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
    const intents = fc.oneof(
      fc.constantFrom(...PICKER_BINDINGS.map(({ intent }) => intent)),
      names.map(text => ({ kind: 'type', text }) as const),
    );
    const sizes = fc.record({
      columns: fc.integer({ min: 1, max: 120 }),
      rows: fc.integer({ min: 2, max: 40 }),
    });
    const cells = fc.array(fc.tuple(names, names, fc.option(names, { nil: undefined })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(cells, fc.array(intents, { maxLength: 20 }), sizes, (list, keys, size) => {
        const rows = list.map(([a, b, warning]) => ({ value: a, cells: [a, b], warning }));
        const end = keys.reduce(
          (now, key) => stepPicker(now, key).picker,
          newPicker('x', HEADS, rows),
        );
        const { lines, cursor } = pickerFrame(end, size, palette(true));
        expect(lines.length).toBeLessThan(size.rows);
        expect(cursor?.row).toBeLessThan(lines.length);
        for (const line of lines.map(text => text.replace(SGR, ''))) {
          expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
          expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]/);
        }
      }),
    );
  });
});
