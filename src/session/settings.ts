// What .set shows and changes: one row for each setting.
import type { JsonValue } from '../json/value.js';
import { parseDuration } from './spec.js';

/** The settings of a session; the command line gives their first values. */
export interface Settings {
  /** For each reply and wait, in ms; undefined waits for ever. */
  timeoutMs: number | undefined;
  /** Whether a failed line lets the script go on. */
  keepGoing: boolean;
  /** Whether a prompt asks before harm is done. */
  confirm: boolean;
  /** Whether completion may ask the server for live values. */
  live: boolean;
}

interface SettingRow {
  readonly name: string;
  /** What values it takes, for messages. */
  readonly values: string;
  readonly show: (settings: Settings) => JsonValue;
  /** Changes the setting; false where the text is none of its values. */
  readonly change: (settings: Settings, text: string) => boolean;
}

type FlagName = 'keepGoing' | 'confirm' | 'live';

function flag(name: string, member: FlagName): SettingRow {
  return {
    name,
    values: 'on or off',
    show: settings => settings[member],
    change: (settings, text) => {
      if (text !== 'on' && text !== 'off') return false;
      settings[member] = text === 'on';
      return true;
    },
  };
}

const TIMEOUT: SettingRow = {
  name: 'timeout',
  values: 'a duration (30s, 500ms, 2m) or none',
  show: settings => (settings.timeoutMs === undefined ? null : settings.timeoutMs / 1000),
  change: (settings, text) => {
    const ms = parseDuration(text);
    if (ms === undefined && text !== 'none') return false;
    settings.timeoutMs = ms;
    return true;
  },
};

export const SETTINGS: readonly SettingRow[] = [
  TIMEOUT,
  flag('keep-going', 'keepGoing'),
  flag('confirm', 'confirm'),
  flag('live', 'live'),
];
