// Bundles the sources into dist/. The program becomes files of modules that are compiled when first needed, so that
// script mode never reads what only a screen needs, and so that V8 can keep what it compiled (bin/qmpsh.js).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { build, transform } from 'esbuild';

const SETTINGS = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // What `__dirname` is in a file of module functions, bin/qmpsh.js says.
  define: { 'process.env.NODE_ENV': '"production"', 'import.meta.dirname': '__dirname' },
  legalComments: 'none',
  logLevel: 'warning',
};

/** Tables as files of their own: as code they would be compiled, kept and loaded with every start. */
const jsonAsFile = {
  name: 'json-as-file',
  setup(context) {
    context.onLoad({ filter: /\/schema\/.*\.json$/ }, async ({ path }) => {
      const name = basename(path);
      await writeFile(`dist/${name}`, JSON.stringify(JSON.parse(await readFile(path, 'utf8'))));
      const file = `join(import.meta.dirname, ${JSON.stringify(name)})`;
      return {
        contents: `import { readFileSync } from 'node:fs'; import { join } from 'node:path';
          export default JSON.parse(readFileSync(${file}, 'utf8'));`,
        loader: 'js',
      };
    });
  },
};

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
await import('./compile-schema.mjs');
await buildProgram();
await build({ ...SETTINGS, entryPoints: ['src/index.ts'], outfile: 'dist/index.js' });
// What of others is in the bundle comes with its licence.
await copyFile('node_modules/fuse.js/LICENSE', 'dist/LICENSE-fuse.js.txt');
emitTypes();

/** Everything the program may load, in two files: what each run of a script needs, and the rest. */
async function buildProgram() {
  const { outputFiles } = await build({
    ...SETTINGS,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    splitting: true,
    minify: true,
    write: false,
    plugins: [jsonAsFile],
  });
  const modules = new Map();
  for (const { path, text } of outputFiles) modules.set(basename(path), await asCommonJs(text));
  const core = closure(modules, 'cli.cjs');
  for (const name of modules.keys())
    if (name.startsWith('annotations-table-')) closure(modules, name, core);
  const rest = [...modules.keys()].filter(name => !core.has(name));
  await writeFile('dist/core.cjs', registry(modules, [...core]));
  await writeFile('dist/rest.cjs', registry(modules, rest));
}

async function asCommonJs(text) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    supported: { 'dynamic-import': false },
  });
  return code;
}

/** A module and all that it requires as it loads; what is imported later stands in `Promise.resolve().then`. */
function closure(modules, name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  const eager = modules.get(name).replace(/Promise\.resolve\(\)\.then\(.*?require\("[^"]+"\)/g, '');
  for (const [, other] of eager.matchAll(/require\("\.\/([^"]+)"\)/g))
    closure(modules, other, found);
  return found;
}

/**
 * An object of functions, one a module: V8 compiles a function when it is first called. The first line is a hash of
 * all that follows: by it the launcher tells what V8 compiled of this build from that of any other.
 */
function registry(modules, names) {
  const rows = names.map(
    name =>
      `${JSON.stringify(`./${name}`)}(exports,require,module,__dirname){${modules.get(name)}}`,
  );
  const text = `({${rows.join(',\n')}})\n`;
  return `//${createHash('sha256').update(text).digest('hex')}\n${text}`;
}

function emitTypes() {
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'];
  const { status } = spawnSync(process.execPath, tsc, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
