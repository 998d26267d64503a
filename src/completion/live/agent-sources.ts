// Live values of a guest agent: what it may be asked, and what the guest has.
import { flagIn, memberIn, objectsIn, textIn } from '../../session/session-input.js';
import type { LiveValue } from '../candidate.js';
import { scalarText } from './list-sources.js';
import { distinct, query, type SourceRow } from './source-row.js';

export const AGENT_SOURCES: Readonly<Record<string, SourceRow>> = {
  'agent-command': {
    ask: [query('guest-info')],
    read: ([info]) => enabledCommands(objectsIn(memberIn(info, 'supported_commands'))),
    groups: [],
  },
  'guest-user': listed('guest-get-users', 'user', 'domain'),
  'guest-mountpoint': listed('guest-get-fsinfo', 'mountpoint', 'type'),
  'guest-vcpu': listed('guest-get-vcpus', 'logical-id', 'online'),
  'guest-memory-block': listed('guest-get-memory-blocks', 'phys-index', 'online'),
};

/** The administrator of the guest may have forbidden some. */
function enabledCommands(rows: ReturnType<typeof objectsIn>): readonly LiveValue[] {
  return rows
    .filter(row => flagIn(row, 'enabled') !== false)
    .flatMap(row => {
      const name = textIn(row, 'name');
      return name === undefined ? [] : [{ name }];
    });
}

/** A guest may take its time: on Tab only. */
function listed(command: string, member: string, about: string): SourceRow {
  const read: SourceRow['read'] = ([rows]) =>
    distinct(
      objectsIn(rows).flatMap(row => {
        const name = scalarText(row, member);
        const detail = scalarText(row, about);
        return name === undefined
          ? []
          : [{ name, ...(detail && { detail: `${about} ${detail}` }) }];
      }),
    );
  return { ask: [query(command)], read, groups: ['agent'], onTab: true };
}
