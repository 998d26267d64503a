// What a person saw of a fault, kept beside the test that made it: fixtures/FAULT/CASE.seen. docs/robustness.md is
// written from these files.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { Run } from '../cli/qmpsh.js';

const FIXTURES = join(import.meta.dirname, 'fixtures');

/** Of a slow machine. */
const IS_DURATION = /^\s*\d+\.\d s$/;

/** Longer lines of stdout are cut: what is told is that they came. */
const MOST_COLUMNS = 100;
const MOST_LINES = 4;
const MOST_SCREEN_LINES = 8;

/** Holds a run of the program against what the test of this title saw before. `how` is what the user did. */
export async function expectSeen(how: string, run: Run): Promise<void> {
  const parts = [
    `exit ${run.code}`,
    ...shown('stdout', run.stdout),
    ...shown('stderr', run.stderr),
  ];
  await expectText(how, parts);
}

/** The same of a screen: the lines that are not blank. */
export async function expectScreen(how: string, screen: string): Promise<void> {
  await expectText(how, shown('screen', screen));
}

async function expectText(how: string, parts: readonly string[]): Promise<void> {
  const [fault = '', ...rest] = (expect.getState().currentTestName ?? '').split(' > ');
  const path = join(FIXTURES, slug(fault), `${slug(rest.join(' '))}.seen`);
  mkdirSync(dirname(path), { recursive: true });
  const text = [`fault: ${fault}`, `case: ${rest.join(', ')}`, `how: ${how}`, ...parts].join('\n');
  await expect(`${text}\n`).toMatchFileSnapshot(path);
}

function shown(stream: string, text: string): string[] {
  const lines = withoutPlaces(text)
    .split('\n')
    .filter(line => line.trim() !== '' && !IS_DURATION.test(line));
  const most = stream === 'screen' ? MOST_SCREEN_LINES : MOST_LINES;
  const first = lines.slice(0, most).map(line => `${stream}: ${cut(line)}`);
  return lines.length > most ? [...first, `${stream}: (and more)`] : first;
}

function cut(line: string): string {
  return line.length > MOST_COLUMNS ? `${line.slice(0, MOST_COLUMNS)}...` : line;
}

/** Paths of one run's own folders, and the ids of one session, are other ones the next time. */
function withoutPlaces(text: string): string {
  return text
    .replace(/\/[\w./-]*\/qmpsh-\w+/g, '/run')
    .replace(/QEMU \d+\.\d+\.\d+[^\s,]*/g, 'QEMU X.Y.Z')
    .replace(/"id": "\w+"/g, '"id": "ID"')
    .replace(/pid \d+/g, 'pid N')
    .replace(/\d\d:\d\d:\d\d/g, 'HH:MM:SS')
    .replace(/"(?:micro)?seconds": -?\d+/g, key => key.replace(/\d+$/, '0'));
}

function slug(title: string): string {
  return title
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase()
    .slice(0, 60);
}
