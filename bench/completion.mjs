// A keystroke of completion: 50 lines typed letter by letter over the whole schema, and over 5,000 live names; and a
// walk down an object tree of 100,000 nodes, asked of a server that has them.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { median, row } from './lib.mjs';

const BAR_SCHEMA = 5;
const BAR_LIVE = 10;
/** Memory that completion keeps for itself, in MB; no bar of the design. */
const BAR_MEMORY = 30;
const NAMES = 5_000;
/** 250 devices with 400 objects each: 100,000 nodes. */
const DEVICES = 250;
const CHILDREN = 400;
/** Other processes interrupt a keystroke now and then: each is timed so often. */
const PASSES = 5;

export async function measure() {
  const engine = await loadEngine();
  const { complete, schema, annotations } = engine;
  const setting = { schema, annotations };
  const sources = sourcesOf(NAMES);
  const before = memory();
  typeAll(complete, { ...setting, sources });
  const { steps, holder } = await walkTrees(engine);
  const plain = typeAll(complete, setting);
  const live = typeAll(complete, { ...setting, sources });
  const kept = memory() - before;
  if (holder.sources({ kind: 'qom-path', of: '/machine/' }) === undefined)
    throw new Error('nothing was kept');
  return [
    keystrokeRow(`a keystroke, full schema, ${plain.length} of them`, plain, BAR_SCHEMA),
    keystrokeRow(`a keystroke, ${NAMES} live names`, live, BAR_LIVE),
    keystrokeRow(
      `Tab in a QOM tree of 100,000 nodes, by segment, ${steps.length} of them`,
      steps,
      BAR_LIVE,
    ),
    row(
      'memory kept by completion',
      `${kept.toFixed(1)} MB`,
      '-',
      kept,
      `≤ ${BAR_MEMORY} MB`,
      kept <= BAR_MEMORY,
    ),
  ];
}

function keystrokeRow(what, times, bar) {
  const p99 = percentile(times, 0.99);
  const ours = `p50 ${percentile(times, 0.5).toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`;
  return row(what, ours, '-', p99, `p99 ≤ ${bar} ms`, p99 <= bar);
}

function percentile(times, part) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

function typeAll(complete, setting) {
  return LINES.flatMap(line => typeLine(complete, setting, line));
}

/** The line typed letter by letter, several times over; the median time of each completion in ms. */
function typeLine(complete, setting, line) {
  const passes = Array.from({ length: PASSES }, () => typeOnce(complete, setting, line));
  return [...line].map((_, index) => median(passes.map(pass => pass[index])));
}

function typeOnce(complete, setting, line) {
  return [...line].map((_, index) => {
    const typed = line.slice(0, index + 1);
    const start = performance.now();
    complete({ ...setting, line: typed, cursor: typed.length });
    return performance.now() - start;
  });
}

function memory() {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed / 1e6;
}

/** Every kind of live value has that many names, as people make them. */
function sourcesOf(count) {
  const values = Array.from({ length: count }, (_, n) => ({
    name: `vm${n % 97}-disk${n}-${['data', 'root', 'swap', 'log'][n % 4]}`,
    detail: 'qcow2, 20 GiB',
  }));
  return ({ kind }) => (kind === 'file' ? undefined : values);
}

/** The walk several times over, each of a new session; the median time of each step, and what the last one keeps. */
async function walkTrees(engine) {
  const tree = objectTree();
  const passes = [];
  for (let pass = 0; pass < PASSES; pass += 1) passes.push(await walkTree(engine, tree));
  const steps = passes[0].times.map((_, index) => median(passes.map(({ times }) => times[index])));
  return { steps, holder: passes.at(-1).live };
}

/** Down to one object of each device: Tab at each step; from the key to the candidates, with the server's answer. */
async function walkTree({ LiveValues, completionsFor, parseJson, schema, annotations }, tree) {
  const send = async ({ argumentsText }) => {
    const valueText = tree.get(JSON.parse(argumentsText).path) ?? '[]';
    return { kind: 'return', text: '', valueText, value: parseJson(valueText) };
  };
  const options = { schema, annotations, send, inFlight: () => 0, isAllowed: () => true };
  const live = new LiveValues(options);
  const complete = completionsFor({ context: () => ({ schema, annotations }), live: () => live });
  const times = [];
  for (let device = 0; device < DEVICES; device += 1) {
    for (const path of [
      '/ma',
      `/machine/device[${device}`,
      `/machine/device[${device}]/child[399`,
    ]) {
      const line = `qom-get path=${path}`;
      const start = performance.now();
      const { candidates } = await complete(line, line.length, true);
      times.push(performance.now() - start);
      if (candidates.length === 0) throw new Error(`nothing offered for ${line}`);
    }
  }
  return { times, live };
}

/** What qom-list answers, by path. */
function objectTree() {
  const rows = (name, count) =>
    JSON.stringify(
      Array.from({ length: count }, (_, n) => ({
        name: `${name}[${n}]`,
        type: 'child<container>',
      })),
    );
  const children = rows('child', CHILDREN);
  const devices = Array.from({ length: DEVICES }, (_, n) => [`/machine/device[${n}]`, children]);
  const root = JSON.stringify([{ name: 'machine', type: 'child<container>' }]);
  return new Map([['/', root], ['/machine', rows('device', DEVICES)], ...devices]);
}

async function loadEngine() {
  const folder = mkdtempSync(join(tmpdir(), 'qmpsh-bench-'));
  const outfile = join(folder, 'engine.mjs');
  const contents = `
    export { complete } from './src/completion/complete.js';
    export { completionsFor } from './src/completion/completions-for.js';
    export { LiveValues } from './src/completion/live/live-values.js';
    export { parseJson } from './src/json/parse.js';
    export { readSchema } from './src/qapi/read-schema.js';
    export { annotations } from './src/shell/annotations-table.js';`;
  const stdin = { contents, resolveDir: '.', loader: 'ts' };
  const how = { bundle: true, platform: 'node', format: 'esm', logLevel: 'error' };
  await build({ stdin, outfile, ...how });
  const engine = await import(pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true });
  const readFile = path => readFileSync(path, 'utf8');
  return { ...engine, schema: engine.readSchema('schema/qapi-schema.json', { readFile }).schema };
}

const LINES = [
  'query-status',
  'qnbn',
  'qurey-staus',
  'blockdev-add driver=qcow2 node-name=disk0 file.driver=file file.filename=/vm/root.qcow2',
  'blockdev-add qcow2 node-name=d1 file=vm1-disk1-root backing=vm2-disk2-data read-only=on',
  'blockdev-add driver=raw file.driver=nbd file.server.type=inet file.server.host=h file.server.port=10809',
  'blockdev-add driver=quorum vote-threshold=2 children.0.driver=null-co children.1.driver=null-co',
  'blockdev-backup device=vm1-disk1-root target=vm2-disk2-data sync=full job-id=b0 speed=10M',
  'blockdev-mirror device=vm3-disk3-log target=bk sync=full job-id=m0 on-target-error=report',
  'block_resize node-name=vm4-disk4-data size=20G',
  'block-dirty-bitmap-add node=vm5-disk5-root name=b1 granularity=65536 persistent=on',
  'block-dirty-bitmap-remove node=disk0 name=vm6',
  'block-export-add type=nbd id=e0 node-name=vm7-disk7-log writable=on',
  'block-stream device=vm8 base-node=vm9-disk9-root speed=1M',
  'block-commit device=vm8 top-node=a base-node=b auto-finalize=off',
  'block-job-set-speed device=vm10 speed=10M',
  'job-dismiss id=vm11-disk11',
  'device_add driver=vm12 id=d0 bus=vm13',
  'device_add virtio-blk-pci,drive=disk0,id=x',
  'device_del vm14-disk14',
  'object-add qom-type=memory-backend-ram id=m0 size=1G share=on',
  'object-add iothread io0 poll-max-ns=32768',
  'object-del vm15-disk15-log',
  'netdev_add type=user id=net0 hostfwd.0.str=tcp::2222-:22',
  'netdev_add tap id=net1 ifname=tap0 script=no',
  'chardev-add id=c0 backend.type=socket backend.addr.type=unix backend.addr.path=/run/c0.sock',
  'migrate uri=tcp:host:4444 blk=off',
  'migrate-set-parameters max-bandwidth=100M downtime-limit=300 multifd-channels=4',
  'migrate-set-capabilities capabilities.events=on capabilities.postcopy-ram=on',
  'transaction( block-dirty-bitmap-add node=disk0 name=b1 ; blockdev-backup device=disk0 target=bk0 sync=full )',
  'qom-get path=/machine/peripheral property=vm',
  'qom-set /machine/peripheral/balloon0 guest-stats-polling-interval 2',
  'qom-list path=/machine/unattached',
  'query-cpu-model-expansion type=full model.name=qemu64 model.props.avx2=on',
  'human-monitor-command command-line="info mtree"',
  'set_link name=vm16-disk16 up=off',
  'screendump filename=/tmp/x.ppm device=vm17',
  'send-key keys=ctrl-alt-f1 hold-time=100',
  'set-numa-node type=node nodeid=0 memdev=vm18',
  'dump-guest-memory paging=off protocol=file:/tmp/dump format=elf',
  'snapshot-save job-id=s0 tag=t1 vmstate=vm19-disk19-root devices=vm20-disk20-data',
  'nbd-server-start addr.type=unix addr.path=/run/nbd.sock',
  'trace-event-set-state name=qcow2_* enable=on',
  'watchdog-set-action action=pause',
  'balloon value=2G',
  '{"execute": "blockdev-add", "arguments": {"driver": "qcow2", "node-name": "d0", "file": {"driver": "file", "filename": "/a"}}}',
  '{"execute": "block_resize", "arguments": {"node-name": "vm21-disk21-data", "size": 1073741824}}',
  '.wait job vm22-disk22 state=concluded',
  '.wait event JOB_STATUS_CHANGE status=concluded since=now timeout=30s',
  '?block-dirty',
];
