// The project's facts folder, which lies beside a developer's checkout and not in the repository.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** `../shared` beside the checkout, or where QMPSH_SHARED says. */
export const SHARED = resolve(process.env.QMPSH_SHARED ?? '../shared');

/** Whether the folder is there; tests that need it are skipped aloud where it is not. */
export const hasShared = existsSync(SHARED);
