// Completion against a server, for one line: connect, take its schema, ask for what the place wants, leave.
import type { Completion } from '../completion/candidate.js';
import { completionsFor } from '../completion/completions-for.js';
import { liveValuesOf } from '../completion/live/session-live.js';
import { targetFromText } from '../qmp/target.js';
import { Session } from '../session/session.js';
import { agentAnnotations } from '../shell/annotations.js';
import { annotations } from '../shell/annotations-table.js';
import { readCommandLine } from './options.js';
import { targetsHere } from './reach/targets-here.js';
import { UsageError } from './report.js';
import { connectTo } from './targets.js';

export interface ServerLine {
  readonly line: string;
  readonly cursor: number;
  readonly isGuestAgent: boolean;
  /** For connecting, in seconds; 10 where absent. */
  readonly patience?: number;
}

/** Whether a server's files are those of this host, as far as the target tells. */
export function isLocalTarget(target: string): boolean {
  return ['unix', 'vm', 'pid', 'fd'].includes(targetFromText(target).kind);
}

/** What may stand at the cursor on that server. @throws the errors of connecting. */
export async function completeOnServer(target: string, asked: ServerLine): Promise<Completion> {
  const agent = asked.isGuestAgent ? ['--guest-agent'] : [];
  const patience = asked.patience === undefined ? [] : ['-t', String(asked.patience)];
  const invocation = readCommandLine(['-y', ...agent, ...patience, target], {});
  if (invocation.kind !== 'run') throw new UsageError(`expected a target, found '${target}'`);
  const client = await connectTo(target, invocation.options);
  try {
    return await completeInSession(new Session(client), target, asked);
  } finally {
    await client.close();
  }
}

async function completeInSession(
  session: Session,
  target: string,
  { line, cursor }: ServerLine,
): Promise<Completion> {
  const schema = await session.namedSchema();
  const table = session.client.isGuestAgent ? agentAnnotations(annotations) : annotations;
  const isLocal = isLocalTarget(target);
  const isAllowed = () => true;
  const here = { target: targetsHere };
  const live =
    schema && liveValuesOf(session, { schema, annotations: table, isAllowed, isLocal, here });
  const context = () => ({ schema, annotations: table });
  return completionsFor({ context, live: () => live })(line, cursor, true);
}
