// Writes docs/screens.md: sessions of the prompt in a real pseudo-terminal against a real QEMU, as text. Run it again
// when the prompt looks different: node scripts/screens.mjs
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

const BIN = new URL('../bin/qmpsh.js', import.meta.url).pathname;
const PAGE = new URL('../docs/screens.md', import.meta.url);
/** As long as the real folder, so that tables keep their shape. */
const SHOWN_FOLDER = '/var/lib/fedora-vm/images';
const TAB = '\t';
const folder = mkdtempSync(join(tmpdir(), 'qmpsh-screens-'));

/** What is typed, one step after the other; `wait` is a text that must be on the screen before the next. */
const SESSIONS = [
  {
    title: 'A command, completed and answered',
    columns: 80,
    rows: 24,
    steps: [
      { type: 'qnbn', wait: 'query-named-block-nodes List' },
      { type: `${TAB}\r`, wait: 'disk0' },
      { type: 'block_resize disk0 sise=1G\r', wait: 'missing member' },
      { type: 'query-status\r', wait: 'prelaunch' },
    ],
  },
  {
    title: 'A job, with its events above the prompt, and a wait for its end',
    columns: 80,
    rows: 24,
    steps: [
      { type: 'blockdev-add null-co,node-name=bk0,size=64M\r', wait: '❯' },
      {
        type: 'blockdev-backup device=disk0 target=bk0 sync=full job-id=b0\r',
        wait: 'BLOCK_JOB_COMPLETED',
      },
      { type: '.wait job b0\r', wait: 'concluded' },
      { type: '.events off\r', wait: '.events off' },
    ],
  },
  {
    title: 'What would do harm is asked about first',
    columns: 60,
    rows: 20,
    steps: [
      { type: 'block_resize disk0 32M\r', wait: 'type yes' },
      { type: '\r', wait: 'not sent' },
      { type: 'quit\r', wait: 'ENDS' },
      { type: 'no\r', wait: 'not sent' },
      { type: '.history size\r', wait: 'block_resize' },
    ],
  },
  {
    title: 'Help, wide',
    columns: 120,
    rows: 40,
    steps: [
      { type: '?block_resize\r', wait: 'bytes' },
      { type: 'query-version\r', wait: '7.2.22' },
    ],
  },
];

const image = join(folder, 'disk0.qcow2');
spawnSync('qemu-img', ['create', '-q', '-f', 'qcow2', image, '64M']);
const parts = [];
for (const session of SESSIONS) parts.push(`## ${session.title}\n\n${await record(session)}\n`);
writeFileSync(PAGE, `${HEAD()}\n${parts.join('\n')}`);
rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
process.exit(0);

function HEAD() {
  return `# The prompt, as text

Made by \`node scripts/screens.mjs\` from a real QEMU and a real pseudo-terminal, at 120×40, 80×24 and 60×20. The folder's
name is another.
`;
}

async function record({ columns, rows, steps }) {
  const socket = join(folder, 'vm.sock');
  const qemu = spawn('qemu-system-x86_64', [
    ...['-machine', 'none', '-nodefaults', '-display', 'none', '-S', '-name', 'fedora'],
    ...['-blockdev', `qcow2,node-name=disk0,file.driver=file,file.filename=${image}`],
    ...['-qmp', `unix:${socket},server=on,wait=off`],
  ]);
  const screen = new xterm.Terminal({
    cols: columns,
    rows,
    scrollback: 2000,
    allowProposedApi: true,
  });
  const env = {
    ...process.env,
    TERM: 'xterm-256color',
    XDG_STATE_HOME: join(folder, 'state'),
    HOME: folder,
  };
  delete env.CI;
  const child = pty.spawn(process.execPath, [BIN, '-l', '--retry=5', socket], {
    cols: columns,
    rows,
    env,
  });
  child.onData(data => screen.write(data));
  screen.onData(answer => child.write(answer));
  await until(() => textOf(screen).includes('❯'));
  for (const { type, wait } of steps) {
    const before = textOf(screen).split('\n').length - 2;
    child.write(type);
    const isThere = () =>
      textOf(screen).split('\n').slice(Math.max(0, before)).join('\n').includes(wait);
    await until(isThere, () => `'${wait}' in\n${textOf(screen)}`);
    await new Promise(resolve => setTimeout(resolve, 300)); // What comes late belongs to the picture.
  }
  const text = withoutManual(textOf(screen)).replaceAll(folder, SHOWN_FOLDER);
  child.kill();
  qemu.kill('SIGKILL');
  rmSync(join(folder, 'state'), { recursive: true, force: true });
  return `\`\`\`text\n${text}\n\`\`\``;
}

/** The manual page that is read where it is installed is QEMU's: its text stays out of this project. */
function withoutManual(text) {
  return text.replace(/\n\n {2}From qemu-qmp-ref[\s\S]*?(?=\n❯)/g, '');
}

/** All that a person could scroll to, and the screen. */
function textOf(screen) {
  const { active } = screen.buffer;
  const lines = Array.from(
    { length: active.length },
    (_, y) => active.getLine(y)?.translateToString(true) ?? '',
  );
  return lines
    .map(line => line.trimEnd())
    .join('\n')
    .trimEnd();
}

async function until(holds, what = () => 'prompt') {
  const end = Date.now() + 15_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`no ${what()}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
