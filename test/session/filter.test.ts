import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';
import {
  eventOfText,
  type Filter,
  filterFromWords,
  mayPass,
  parseFilter,
  passes,
} from '../../src/session/filter.js';
import type { SpecProblem } from '../../src/session/spec.js';

function filter(text: string): Filter {
  const found = parseFilter(text);
  expect(found).toMatchObject({ kind: 'filter' });
  return found as Filter;
}

describe('which events pass', () => {
  it.each([
    ['', 'STOP', true],
    ['STOP', 'STOP', true],
    ['STOP', 'RESUME', false],
    ['stop', 'STOP', true],
    ['BLOCK_*', 'BLOCK_JOB_READY', true],
    ['block-job-*', 'BLOCK_JOB_READY', true],
    ['*READY', 'BLOCK_JOB_READY', true],
    ['*JOB*R*Y', 'BLOCK_JOB_READY', true],
    ['*JOB', 'BLOCK_JOB_READY', false],
    ['ST?P', 'STOP', true],
    ['ST?P', 'STP', false],
    ['STOP,RESUME', 'RESUME', true],
    ['STOP , RESUME', 'RESUME', true],
    ['-STOP', 'STOP', false],
    ['-STOP', 'RESUME', true],
    ['BLOCK_*,-BLOCK_JOB_*', 'BLOCK_JOB_READY', false],
    ['-BLOCK_JOB_*,BLOCK_*', 'BLOCK_IO_ERROR', true],
    ['-BLOCK_JOB_*,BLOCK_*', 'STOP', false],
    ['__com.redhat_*', '__com.redhat_X', true],
  ])('%j on %s: %s', (text, name, expected) => {
    expect(passes(filter(text), { name })).toBe(expected);
  });
});

const JOB = '{"id": "b 0", "status": "pending", "n": 18446744073709551615, "f": 1.0, "a.b": true}';
const NESTED =
  '{"info": {"host": "::1", "auth": null, "a.b": {"c": "x"}}, "list": ["x", {"y": false}]}';

describe('values are compared with the text that came', () => {
  it.each([
    ['X status=pending', JOB, true],
    ['X status=Pending', JOB, false],
    ['X status="pending"', JOB, true],
    ["X id='b 0'", JOB, true],
    ['X id="b\\u00200" status=pending', JOB, true],
    ['X id="b 0" status=running', JOB, false],
    ['X n=18446744073709551615', JOB, true],
    ['X n=18446744073709551616', JOB, false],
    ['X f=1.0', JOB, true],
    ['X f=1', JOB, false],
    ['X a.b=true', JOB, true],
    ['X nosuch=', JOB, false],
    ['X info.host=::1 list.0=x', NESTED, true],
    ['X info.auth=null list.1.y=false', NESTED, true],
    ['X info.a.b.c=x', NESTED, true],
    ['X info=x', NESTED, false],
    ['X length=2', '{"list": []}', false],
    ['X toString=x', '{}', false],
    ['X a=1', undefined, false],
    ['-X status=pending', JOB, false],
    ['-X status=running', JOB, true],
    ['Y,X status="a,b"', '{"status": "a,b"}', true],
  ])('%s on %s: %s', (text, data, expected) => {
    const event = { name: 'X', data: data === undefined ? undefined : parseJson(data) };
    expect(passes(filter(text), event)).toBe(expected);
  });

  it('reads the data of an event kept as text', () => {
    const event = eventOfText('X', '{"event": "X", "data": {"id": "b0"}}');
    expect(passes(filter('X id=b0'), event)).toBe(true);
  });
});

describe('whether a name may pass, whatever its data', () => {
  it.each([
    ['X a=1', 'X', true],
    ['X a=1', 'Y', false],
    ['-X a=1', 'X', true],
    ['-X', 'X', false],
    ['', 'X', true],
  ])('%j, %s: %s', (text, name, expected) => {
    expect(mayPass(filter(text), name)).toBe(expected);
  });
});

describe('a mistake has a place and says what was expected', () => {
  it.each([
    ['a=1', 0, 3, "expected an event's name or pattern, found 'a=1'"],
    ['STOP,,RESUME', 5, 6, "expected an event, found ','"],
    ['STOP,', 4, 5, "expected an event, found ','"],
    ['STOP RESUME', 5, 11, "expected 'member=value', found 'RESUME'; separate events by commas"],
    ['STOP a="b', 7, 9, 'expected a closing "'],
    ["STOP a='b'c", 7, 10, "expected a closing '"],
    ['STOP a="\\x"', 8, 11, 'expected a JSON escape'],
    ['ST/OP', 0, 5, "expected an event's name or pattern, found 'ST/OP'"],
    ['-', 0, 1, "expected an event's name or pattern, found '-'"],
  ])('%s', (text, start, end, message) => {
    expect(parseFilter(text)).toMatchObject({ kind: 'problem', span: { start, end }, message });
  });
});

describe('words that the shell has split say the same', () => {
  it.each([
    ['A,B x=1,-C y=2', [{ text: 'A,B' }, { key: 'x', text: '1,-C' }, { key: 'y', text: '2' }]],
    ['A, B', [{ text: 'A,' }, { text: 'B' }]],
    ['A x="1,2"', [{ text: 'A' }, { key: 'x', text: '1,2', quoted: true }]],
    ['A x=""', [{ text: 'A' }, { key: 'x', text: '' }]],
  ])('%s', (text, words) => {
    expect(filterFromWords(words)).toEqual(parseFilter(text));
  });

  it('points at the word that is wrong', () => {
    const words = [{ text: 'A' }, { text: 'B', span: { start: 14, end: 15 } }];
    const found = filterFromWords(words) as SpecProblem;
    expect(found.span).toEqual({ start: 14, end: 15 });
  });
});

it('matches a hostile name against a hostile pattern in no time', () => {
  const glob = filter(`${'*A'.repeat(50)}*B`);
  expect(passes(glob, { name: 'A'.repeat(100_000) })).toBe(false);
});
