// Help on a name of QMP, with what is known of it here and elsewhere: the server's schema first, then the bundled one,
// then what is gone.
import type { Schema } from '../qapi/model.js';
import { agentAnnotations } from '../shell/annotations.js';
import { annotations } from '../shell/annotations-table.js';
import { helpOn, nearestName } from '../shell/help/help-on.js';
import { type HelpSources, readTopic } from '../shell/help/sources.js';
import { bundledHistory, bundledSchema } from './bundled.js';
import { BUNDLED_VERSION } from './bundled-version.js';
import { type ServerKind, whyLacking } from './knowledge.js';
import { manualEntry, manualPage } from './manual-page.js';
import type { Session } from './session.js';

/** What help is asked of. */
export interface HelpContext {
  /** With names and descriptions. */
  readonly schema: Schema;
  /** The server that has the schema; undefined for a document, or the bundled one. */
  readonly server?: ServerKind;
  /** Whether descriptions are to be taken from the installed manual as well. */
  readonly usesManual: boolean;
  readonly columns: number;
}

export interface Help {
  /** Whether the name is of this server or document. */
  readonly isFound: boolean;
  readonly text: string;
}

/** Help on `NAME [member=value ...]`. A name that is nowhere is told so, with the nearest one. */
export function helpText(context: HelpContext, text: string): Help {
  const found = helpOn(sourcesOf(context), text);
  if (found !== undefined) return { isFound: true, text: found.join('\n') };
  return { isFound: false, text: elsewhereText(context, text) };
}

/** The same of a connected session; of the bundled schema while there is none. */
export async function sessionHelp(
  session: Session | undefined,
  text: string,
  columns: number,
): Promise<Help> {
  const server = session?.kind;
  const schema = await session?.namedSchema().catch(() => undefined);
  const isKnown = server !== undefined && schema !== undefined;
  return helpText(
    {
      schema: schema ?? bundledSchema(server?.isGuestAgent === true ? 'guest-agent' : 'qmp'),
      ...(isKnown ? { server } : {}),
      usesManual: true,
      columns,
    },
    text,
  );
}

function sourcesOf({ schema, server, usesManual, columns }: HelpContext): HelpSources {
  const isAgent = server?.isGuestAgent ?? schema.commands.has('guest-sync');
  const isQemu = server !== undefined && !server.isGuestAgent && server.version !== undefined;
  return {
    schema,
    annotations: isAgent ? agentAnnotations(annotations) : annotations,
    history: bundledHistory(),
    columns,
    ...(isQemu ? { today: bundledSchema('qmp'), server: `QEMU ${server.version}` } : {}),
    ...(usesManual ? { manual: entryOf } : {}),
  };
}

function entryOf(name: string): string | undefined {
  const page = manualPage();
  return page && manualEntry(page, name);
}

/** A name that this schema lacks: its story, and what it is where it is; or the nearest name. */
function elsewhereText(context: HelpContext, text: string): string {
  const { name } = readTopic(text);
  const server = context.server ?? { isGuestAgent: false, version: BUNDLED_VERSION };
  const kinds = ['command', 'event'] as const;
  const stories = kinds.flatMap(kind => whyLacking({ kind, name }, context.schema, server) ?? []);
  const { server: _none, ...unbound } = context;
  const other = (['qmp', 'removed', 'guest-agent'] as const)
    .map(bundled => ({
      bundled,
      lines: helpOn(sourcesOf({ ...unbound, schema: bundledSchema(bundled) }), text),
    }))
    .find(({ lines }) => lines !== undefined);
  if (other === undefined && stories.length === 0) return unknownText(context.schema, name);
  const plain =
    other?.bundled === 'guest-agent'
      ? `'${name}' is of the guest agent, not of QEMU`
      : `this server or document does not have '${name}'`;
  const head = stories.length > 0 ? stories : [plain];
  return [...head, ...(other?.lines === undefined ? [] : ['', ...other.lines])].join('\n');
}

function unknownText(schema: Schema, name: string): string {
  const near = nearestName(schema, name);
  const hint = near === undefined ? '' : `; did you mean '${near}'?`;
  return `nothing is known of '${name}'${hint}`;
}
