// The layers of ARCHITECTURE.md, held against the imports as they are.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve('src');

/** What each folder may import besides itself. `index.ts` is the library's door. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  text: [],
  files: [],
  json: [],
  qapi: ['json'],
  qmp: ['json'],
  shell: ['text', 'json', 'qapi', 'qmp'],
  session: ['text', 'files', 'json', 'qapi', 'qmp', 'shell'],
  completion: ['text', 'json', 'qapi', 'qmp', 'shell', 'session'],
  editor: ['text', 'files'],
  simulator: ['json', 'qapi', 'qmp'],
  tui: ['text', 'json', 'qapi', 'qmp', 'shell', 'session', 'completion', 'editor'],
  cli: [
    'text',
    'files',
    'json',
    'qapi',
    'qmp',
    'shell',
    'session',
    'completion',
    'tui',
    'editor',
    'simulator',
  ],
  'index.ts': ['json', 'qmp'],
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(name =>
  /\.tsx?$/.test(name),
);

/** `from` and `import(...)` of modules of our own, as paths below src. `isType`: erased when compiled. */
function importsOf(file: string): readonly { readonly to: string; readonly isType: boolean }[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  const found = text.matchAll(/(?:(import|export)(\s+type)?[^;'"]*?from\s+|import\()'(\.[^']+)'/g);
  return [...found].flatMap(([, , type, path = '']) => {
    const to = relative(SRC, resolve(SRC, dirname(file), path.replace(/\.js$/, '.ts')));
    return to.startsWith('..')
      ? []
      : [{ to: files.includes(to) ? to : `${to}x`, isType: type !== undefined }];
  });
}

const folderOf = (file: string) => file.split('/')[0]!;

describe('the layers', () => {
  it.each(files)('%s imports only from its layer and those below', file => {
    const allowed = [folderOf(file), ...(ALLOWED[folderOf(file)] ?? [])];
    expect(
      importsOf(file)
        .map(row => row.to)
        .filter(to => !allowed.includes(folderOf(to))),
    ).toEqual([]);
  });

  it('have a row for every folder', () => {
    expect(files.map(folderOf).filter(folder => !(folder in ALLOWED))).toEqual([]);
  });

  it('has no cycle of imports, types aside', () => {
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, way: readonly string[]) => {
      if (way.includes(file)) cycles.push([...way.slice(way.indexOf(file)), file].join(' -> '));
      if (way.includes(file) || done.has(file)) return;
      for (const { to, isType } of importsOf(file)) if (!isType) visit(to, [...way, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('reads imports at all', () => {
    expect(importsOf('cli/run.ts').map(row => row.to)).toContain('session/session.ts');
  });
});
