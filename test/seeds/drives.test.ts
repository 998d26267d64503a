// The rest of the five systems, driven on real servers: each line must succeed.
import { expect, it } from 'vitest';
import { runPage } from '../cli/cookbook-page.js';
import { describeReal, QEMU } from '../lab/servers.js';
import { checkRecord, drivenIn } from './driven.js';
import { DRIVES } from './more-drives.js';

const LIMIT_MS = 60_000;

describeReal('drives', () => {
  it.each(DRIVES)(
    'the $name',
    async ({ name, commands }) => {
      const { steps, log } = await runPage([
        { commands: `set -e\n${commands}`, output: undefined },
      ]);
      expect(steps[0]?.code, steps[0]?.output).toBe(0);
      checkRecord(name, drivenIn(log));
    },
    LIMIT_MS,
  );
}, [QEMU, 'qemu-img', 'bash']);
