// Writes docs/screens.md: sessions in a real pseudo-terminal against a real QEMU, as text. Run it again when the screen
// looks different: node scripts/screens.mjs
import { writeFileSync } from 'node:fs';
import { Session } from './screens/session.mjs';
import { startVm } from './screens/vm.mjs';

const PAGE = new URL('../docs/screens.md', import.meta.url);
const TAB = '\t';
const F4 = '\x1bOS';
const OK = /ok [\d.]+ m?s/;
const WIDE = { columns: 120, rows: 40 };
const USUAL = { columns: 80, rows: 24 };
const SMALL = { columns: 60, rows: 20 };
/** A VM whose memory does not go over at once. */
const NOISY = { noiseMiB: 24 };
const HELD = [
  ['migrate-set-capabilities capabilities.pause-before-switchover=on\r', OK],
  ["migrate 'exec:cat > /dev/null'\r", /F4 r lets it go on/],
];
const MIGRATION = [
  ['migrate-set-parameters max-bandwidth=4M\r', OK],
  ["migrate 'exec:cat > /dev/null'\r", / migration .* [2-9]\d %.* left/],
];

/** Each is a list of what is typed, and what must come of it before the next. */
const SESSIONS = [
  [
    'A command, completed and answered',
    USUAL,
    [
      ['qnbn', /query-named-block-nodes {2}/],
      [`${TAB}\r`, OK],
      ['block_resize disk0 sise=1G x', /unexpected member 'sise'/],
    ],
  ],
  [
    'Led through a command',
    WIDE,
    [
      ['query-version\r', OK],
      ['bdadd', /Open an image/],
      [`${TAB}driver=qcow2 node-name=disk1 fi`, /file\.? +BlockdevRef/],
    ],
  ],
  [
    'The same in a small terminal',
    SMALL,
    [
      ['query-version\r', OK],
      ['bdadd', /Open an image/],
      [`${TAB}driver=qcow2 node-name=disk1 fi`, /file\.? +BlockdevRef/],
    ],
  ],
  [
    'A job runs',
    USUAL,
    [
      ['blockdev-add null-co node-name=bk0 size=64M\r', OK],
      [
        'blockdev-backup device=disk0 target=bk0 sync=full job-id=b0 speed=8M\r',
        / b0 .* [2-9]\d %.* left/,
      ],
    ],
  ],
  ['A migration is watched as it moves', { ...USUAL, vm: NOISY }, MIGRATION],
  ['A migration is held before the switchover', { ...SMALL, vm: NOISY }, HELD],
  [
    'It goes on, and is over',
    { ...SMALL, vm: NOISY },
    [...HELD, [`${F4}r`, /migration completed/]],
  ],
  [
    'What would do harm is asked about first',
    SMALL,
    [
      ['block_resize disk0 32M\r', /type yes/],
      ['\r', /not sent/],
      ['quit\r', /ENDS/],
    ],
  ],
  [
    'A main loop that hangs',
    USUAL,
    [
      ['blockdev-add null-co node-name=slow size=1M latency-ns=6000000000\r', OK],
      ['.hmp qemu-io slow "read 0 512"\r', /type yes/],
      ['yes\r', /main loop blocked [2-5]\.\d s/],
    ],
  ],
  ...[WIDE, USUAL, SMALL].map(size => [
    'The monitor view',
    { ...size, options: ['-m'] },
    [
      ['blockdev-add null-co node-name=bk0 size=64M\r', OK],
      [
        'blockdev-backup device=disk0 target=bk0 sync=full job-id=b0 speed=8M\r',
        / b0 .* [2-9]\d %/,
      ],
      ['query-named-blo', /query-named-block-nodes {2}/],
    ],
  ]),
  ['A migration in the monitor view', { ...WIDE, options: ['-m'], vm: NOISY }, MIGRATION],
];

const parts = [];
for (const [title, size, steps] of SESSIONS) {
  const vm = await startVm([], size.vm);
  const session = new Session(vm, size);
  await session.see(/● running/);
  for (const [keys, wanted] of steps) await session.type(keys, wanted);
  parts.push(
    `## ${title} (${size.columns}×${size.rows})\n\n\`\`\`text\n${session.seen()}\n\`\`\`\n`,
  );
  vm.stop();
}
writeFileSync(PAGE, `${head()}\n${parts.join('\n')}`);
process.exit(0);

function head() {
  return `# The screen, as text

Made by \`node scripts/screens.mjs\` from a real QEMU and a real pseudo-terminal, at 120×40, 80×24 and 60×20. What stands
above the rule of the session view is the terminal's own scrollback. [Pictures](pictures/) show the colours.
`;
}
