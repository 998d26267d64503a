// Bundles the sources into dist/. The program becomes files of modules that are compiled when first needed, so that
// script mode never reads what only a screen needs, and so that V8 can keep what it compiled (bin/qmpsh.js).
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
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

/** Sources that are imported later, for lines with arguments. */
const BOUND = ['prepare', 'annotations-table', 'kept-text', 'secret-lines'];

/** And for directives. */
const DIRECTED = ['directives', 'wait-directive', 'transaction-lines'];

/** And for a prompt. */
const PROMPTED = ['prompt', 'line-editor', 'layouts', 'small-heap', 'holder'];

/**
 * What is run to be compiled for the package: a script, and a command that finds the schema kept. What a run compiles is
 * only kept where it has a module that none before it had (bin/qmpsh.js).
 */
const SCRIPT = `{"execute": "query-status"}
query-status
human-monitor-command command-line="info version"
device_del id=none
`;
const COMMAND = ['human-monitor-command', 'command-line="info version"'];

/** For each of them, and for the server to listen. */
const LIMIT_MS = 10_000;
const PAUSE_MS = 20;

/**
 * Strings from here on V8 keeps in a space of their own, and not where 50 kB more bring on a collection of garbage
 * before the command of a short run is sent: 1 ms of 20.
 */
const LARGE = 128 * 1024 + 1;

/** In bytes: of memory, and what `shippedCode` in bin/qmpsh.js looks at of each. */
const PAGE = 4096;
const SAMPLE = 32;

/** Tables as files of their own: as code they would be compiled, kept and loaded with every start. */
const tablesAsFiles = {
  name: 'tables-as-files',
  setup(context) {
    context.onLoad({ filter: /\/schema\/annotations\.json$/ }, async ({ path }) => {
      const table = JSON.parse(await readFile(path, 'utf8'));
      return readAtRunTime('annotations.txt', annotationRows(table), bytes => bytes);
    });
    context.onLoad({ filter: /\/schema\/reply-units\.json$/ }, async ({ path }) => {
      const text = JSON.stringify(JSON.parse(await readFile(path, 'utf8')));
      return readAtRunTime('reply-units.json', text, bytes => `JSON.parse(${bytes})`);
    });
  },
};

/** Writes the file, and gives a module that reads it. */
async function readAtRunTime(name, text, wrapped) {
  await writeFile(`dist/${name}`, text);
  const file = `join(import.meta.dirname, ${JSON.stringify(name)})`;
  return {
    contents: `import { readFileSync } from 'node:fs'; import { join } from 'node:path';
      export default ${wrapped(`readFileSync(${file})`)};`,
    loader: 'js',
  };
}

/** The annotations as rows, each read when it is asked for: to parse all of them costs a start 2 of 100. */
function annotationRows({ hmp, ...parts }) {
  const rows = Object.entries({ ...parts, hmp: { all: hmp } }).flatMap(([part, notes]) =>
    Object.entries(notes).map(
      ([name, row]) =>
        ROW_START + rowText(name, `{"part": "${part}", "row": ${JSON.stringify(row)}}`),
    ),
  );
  return `${rows.join('')}${ROW_START}`;
}

/**
 * Ink for a program that starts at once: yoga's wasm compiled on the spot and not fetched, nothing for developer
 * tools, and our own characters of a text, measure of its width and composition of a frame, which are quicker.
 */
const leanInk = {
  name: 'lean-ink',
  setup(context) {
    const js = contents => ({ contents, loader: 'js' });
    context.onResolve({ filter: /^(react-devtools-core|ws)$/ }, ({ path }) => ({
      path,
      namespace: 'nothing',
    }));
    context.onLoad({ filter: /.*/, namespace: 'nothing' }, () => js('export default {}'));
    context.onResolve({ filter: /^string-width$/ }, () => ({
      path: resolve('src/tui/ink/string-width.ts'),
    }));
    context.onResolve({ filter: /^\.\/output\.js$/ }, ({ importer }) =>
      /\/ink\/build\/renderer\.js$/.test(importer)
        ? { path: resolve('src/tui/ink/row-output.ts') }
        : undefined,
    );
    context.onLoad({ filter: SEGMENTING }, async ({ path }) => ({
      ...js(
        `import { GraphemeSegmenter } from ${JSON.stringify(resolve('src/tui/ink/grapheme-segmenter.ts'))};
        ${replaced(await readFile(path, 'utf8'), 'Intl.Segmenter', 'GraphemeSegmenter')}`,
      ),
      resolveDir: dirname(path),
    }));
    context.onLoad({ filter: /yoga-layout\/dist\/src\/index\.js$/ }, ({ path }) => ({
      ...js(SYNC_YOGA),
      resolveDir: dirname(path),
    }));
    context.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) =>
      js(await yogaWithoutWasm(path)),
    );
    context.onLoad({ filter: /ink\/build\/reconciler\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return js(
        replaced(
          replaced(text, "await import('./devtools.js')", 'undefined'),
          'await loadPackageJson()',
          '{}',
        ),
      );
    });
    context.onLoad({ filter: /ink\/build\/devtools\.js$/ }, () => js('export {}'));
  },
};

/** Those that make a segmenter of Intl's as they are loaded, or when a row is too long. */
const SEGMENTING =
  /(ink\/build\/line-update|ansi-tokenize\/build\/tokenize|slice-ansi\/tokenize-ansi|(wrap-ansi|cli-truncate)\/index)\.js$/;

const SYNC_YOGA = `import load from '../binaries/yoga-wasm-base64-esm.js';
import wrapAssembly from './wrapAssembly.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
const library = {
  instantiateWasm(imports, done) {
    const wasm = readFileSync(join(import.meta.dirname, 'yoga.wasm'));
    const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), imports);
    done(instance);
    return instance.exports;
  },
};
load(library);
export default wrapAssembly(library);
export * from './generated/YGEnums.js';`;

/** The wasm becomes a file beside the program. */
async function yogaWithoutWasm(path) {
  const text = await readFile(path, 'utf8');
  const [, base64] = /base64,([A-Za-z0-9+/=]+)/.exec(text);
  await writeFile('dist/yoga.wasm', Buffer.from(base64, 'base64'));
  return replaced(text.replace(base64, ''), 'import.meta.url', '""');
}

/** @throws where there is nothing to replace: the library has changed, and this with it. */
function replaced(text, from, to) {
  if (!text.includes(from)) throw new Error(`expected '${from}' in a library that is bundled`);
  return text.replaceAll(from, to);
}

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
const { ROW_START, rowText } = await import('./compile-schema.mjs');
await buildProgram();
await build({ ...SETTINGS, entryPoints: ['src/index.ts'], outfile: 'dist/index.js' });
emitTypes();
await shipCompiled();

/**
 * Everything the program may load, in seven files: what each run of a script needs, what lines need that are bound to a
 * schema, what directives need, what a prompt needs, what the screen needs and something else too, what it alone needs
 * (Ink, React), and the rest. The first two are known to bin/qmpsh.js; which of the others has a module, the module
 * `homes` tells.
 */
async function buildProgram() {
  const { outputFiles, metafile } = await build({
    ...SETTINGS,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    plugins: [tablesAsFiles, leanInk],
  });
  await writeFile('dist/LICENSES.txt', await licences(Object.keys(metafile.inputs)));
  const modules = new Map();
  const sources = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  for (const [name, text] of sources) modules.set(name, await asCommonJs(text));
  const start = closures(modules, ['cli.cjs']);
  const core = closures(modules, modulesOf(modules, ['run']), start);
  const bound = closures(modules, modulesOf(modules, BOUND), core);
  const directed = closures(modules, modulesOf(modules, DIRECTED), bound);
  const prompted = closures(modules, modulesOf(modules, PROMPTED), directed);
  const ofScreen = closures(modules, modulesOf(modules, ['terminal-screen']), prompted);
  const elsewhere = [...modules.keys()].filter(name => !ofScreen.has(name));
  const needed = closures(modules, elsewhere, prompted);
  const others = [...modules.keys()].filter(name => !prompted.has(name));
  const join = (group, names, others = new Set()) =>
    joined(
      sources,
      group,
      [...names].filter(name => !others.has(name)),
    );
  const both = [...(await join('start', start)), ...(await join('core', core, start))];
  const rows = names => new Map([...names].map(name => [name, modules.get(name)]));
  const files = {
    directives: await join('directives', directed, bound),
    prompt: await join('prompt', prompted, directed),
    rest: rows(others.filter(name => !ofScreen.has(name))),
    shared: rows(others.filter(name => ofScreen.has(name) && needed.has(name))),
    screen: rows(others.filter(name => !needed.has(name))),
  };
  await writeFile('dist/core.cjs', registry([...both, ['homes', homesOf(files)]]));
  await writeFile('dist/lines.cjs', registry(await join('lines', bound, core), LARGE));
  for (const [file, its] of Object.entries(files))
    await writeFile(`dist/${file}.cjs`, registry(its));
}

/** The module that tells which modules a file has: their names with blanks around them, in a text. */
function homesOf(files) {
  const names = Object.entries(files).map(([file, modules]) => [
    file,
    [...modules.keys()].map(name => ` ./${name} `).join(''),
  ]);
  return `module.exports=${JSON.stringify(Object.fromEntries(names))}`;
}

/**
 * Several modules as one, which costs a start half of what they cost one by one: no getter for each name that one takes
 * from another. Each is still there under its own name, for those outside.
 */
async function joined(sources, group, names) {
  const rows = names.map(name => `${JSON.stringify(name)}: () => require("./${name}")`);
  const { outputFiles } = await build({
    ...SETTINGS,
    format: 'cjs',
    stdin: { contents: `module.exports = { ${rows.join(', ')} };`, resolveDir: '.' },
    supported: { 'dynamic-import': false },
    minify: true,
    write: false,
    plugins: [inMemory(sources, names)],
  });
  const found = new Map([[group, outputFiles[0].text]]);
  for (const name of names)
    found.set(name, `module.exports=require("./${group}")[${JSON.stringify(name)}]()`);
  return found;
}

/** Modules by their names; those not among them stay what is required. */
function inMemory(sources, names) {
  return {
    name: 'in-memory',
    setup(context) {
      context.onResolve({ filter: /^\.\/.*\.cjs$/ }, ({ path }) =>
        names.includes(path.slice(2)) ? { path, namespace: 'made' } : { path, external: true },
      );
      context.onLoad({ filter: /.*/, namespace: 'made' }, ({ path }) => ({
        contents: sources.get(path.slice(2)),
        loader: 'js',
      }));
    },
  };
}

/** What of others is in the bundle comes with its licence. */
async function licences(inputs) {
  const packages = inputs.flatMap(
    path => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.slice(0, 2).join(' ') ?? [],
  );
  const texts = [...new Set(packages)].sort().map(async row => {
    const [folder, name] = row.split(' ');
    return `${name}\n\n${await licenceIn(folder)}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}

/** The file, or where the package has none, what its own description says. */
async function licenceIn(folder) {
  const file = (await readdir(folder)).find(each => /^licen[cs]e/i.test(each));
  if (file !== undefined) return (await readFile(join(folder, file), 'utf8')).trim();
  const { license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (license === undefined) throw new Error(`expected a licence in ${folder}`);
  return [license, author?.name ?? author].filter(Boolean).join(', ');
}

/** The modules that esbuild made of sources which are imported later, each named `SOURCE-HASH.cjs`. */
function modulesOf(modules, sources) {
  return sources.map(source => {
    const isOf = name => name.replace(/-[A-Z0-9]{8}\.cjs$/, '') === source;
    const name = [...modules.keys()].find(isOf);
    if (name === undefined) throw new Error(`nothing is imported later from '${source}'`);
    return name;
  });
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

/** Modules with all that they require as they load; what is imported later stands in `Promise.resolve().then`. */
function closures(modules, names, known = new Set()) {
  const found = new Set(known);
  const add = name => {
    if (found.has(name)) return;
    found.add(name);
    const eager = modules
      .get(name)
      .replace(/Promise\.resolve\(\)\.then\(.*?require\("[^"]+"\)/g, '');
    for (const [, other] of eager.matchAll(/require\("\.\/([^"]+)"\)/g)) add(other);
  };
  for (const name of names) add(name);
  return found;
}

/**
 * An object of functions, one a module: V8 compiles a function when it is first called. The first line is a hash of
 * all that follows: by it the launcher tells what V8 compiled of this build from that of any other.
 * @param least how long the text is made with newlines.
 */
function registry(modules, least = 0) {
  const rows = [...modules].map(
    ([name, text]) => `${JSON.stringify(`./${name}`)}(exports,require,module,__dirname){${text}}`,
  );
  const text = `({${rows.join(',\n')}})\n`.padEnd(least, '\n');
  return `//${createHash('sha256').update(text).digest('hex')}\n${text}`;
}

/**
 * What V8 compiles for a short run, on a simulated server: the first run on this version of node is then as quick as
 * any other, and so is each where there is no cache to write to (bin/qmpsh.js). Without it only time is lost, so that
 * no build fails for want of a socket.
 */
async function shipCompiled() {
  const folder = await mkdtemp(join(tmpdir(), 'qmpsh-build-'));
  const env = { ...process.env, XDG_CACHE_HOME: folder, NODE_OPTIONS: '' };
  // By its own name: the path of the folder may be longer than a socket's may be.
  const options = { cwd: folder, env, timeout: LIMIT_MS, stdio: ['pipe', 'ignore', 'ignore'] };
  const run = (args, input = '') =>
    spawnSync(process.execPath, [resolve('bin/qmpsh.js'), ...args], { ...options, input });
  const demo = [resolve('bin/qmpsh.js'), 'demo', '--listen', 'vm.sock'];
  const ofServer = { ...env, XDG_CACHE_HOME: join(folder, 'server') };
  const server = spawn(process.execPath, demo, { ...options, env: ofServer });
  const ended = new Promise(done => server.once('exit', done).once('error', done));
  try {
    const until = Date.now() + LIMIT_MS;
    const mayListen = () => server.exitCode === null && Date.now() < until;
    while (!existsSync(join(folder, 'vm.sock')) && mayListen()) await setTimeout(PAUSE_MS);
    run(['vm.sock'], SCRIPT);
    run(['vm.sock', ...COMMAND]);
    await shipFrom(join(folder, 'qmpsh'));
  } finally {
    server.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true });
  }
}

/** Bytes of each page, and the last ones. */
function samplesOf(code, offset) {
  const last = code.length - SAMPLE;
  const starts = [];
  for (let at = offset; at + SAMPLE <= last; at += PAGE) starts.push(at);
  return [...starts, last].map(at => code.subarray(at, at + SAMPLE));
}

/** Where in each page there is something to tell it from zeros by. */
function sampleOffset(code) {
  for (let offset = 0; offset < PAGE; offset += SAMPLE)
    if (samplesOf(code, offset).every(sample => sample.some(byte => byte !== 0))) return offset;
  throw new Error('expected compiled code, found pages of zeros');
}

async function shipFrom(cache) {
  const names = existsSync(cache) ? await readdir(cache) : [];
  const codes = names.filter(name => name.endsWith('.code'));
  for (const name of codes) {
    const file = await readFile(join(cache, name));
    const end = file.indexOf('\n') + 1;
    const code = file.subarray(end, end + (file.length - end) / 2);
    const offset = sampleOffset(code);
    const head = [`${code.length} ${offset} `, file.subarray(0, end)];
    await writeFile(join('dist', name), [...head, ...samplesOf(code, offset), code]);
  }
  if (codes.length === 0) console.error('build: nothing was compiled for the package');
}

function emitTypes() {
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'];
  const { status } = spawnSync(process.execPath, tsc, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
