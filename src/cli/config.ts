// `$XDG_CONFIG_HOME/qmpsh/config.json`: what a person wants every prompt to begin with. Scripts never read it: what they
// do must not depend on whose home they run in.
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { readDocument } from '../files/read-document.js';
import { parseJson } from '../json/parse.js';
import { printJson } from '../json/print.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json/value.js';
import { SETTINGS, type Settings } from '../session/settings.js';

/** How a prompt is shown. */
export type View = 'session' | 'monitor' | 'line';

const VIEWS: readonly string[] = ['session', 'monitor', 'line'] satisfies readonly View[];

export interface Config {
  readonly view: View | undefined;
  /** What `.set` would be told, by name. */
  readonly settings: ReadonlyMap<string, string>;
}

/** `$XDG_CONFIG_HOME/qmpsh/config.json`; a relative XDG_CONFIG_HOME counts as none (XDG Base Directory). */
export function configPath({ XDG_CONFIG_HOME: home = '' }: NodeJS.ProcessEnv): string {
  return join(isAbsolute(home) ? home : join(homedir(), '.config'), 'qmpsh', 'config.json');
}

/** What the file says; what cannot be read or understood is told through `warn`, and left as it is without. */
export function readConfig(path: string, warn: (message: string) => void): Config {
  const told = (message: string) => warn(`${path}: ${message}`);
  const values = objectIn(path, told);
  const known = new Map<string, string>();
  let view: View | undefined;
  for (const [name, value] of Object.entries(values)) {
    const text = settingText(value);
    if (name === 'view' && isView(value)) view = value;
    else if (isSetting(name, text)) known.set(name, text);
    else told(wrongText(name, value));
  }
  return { view, settings: known };
}

/** Gives settings the values of the file. */
export function applyConfig(settings: Settings, { settings: wanted }: Config): void {
  for (const row of SETTINGS) {
    const text = wanted.get(row.name);
    if (text !== undefined) row.change(settings, text);
  }
}

function objectIn(path: string, told: (message: string) => void): JsonObject {
  try {
    const value = parseJson(readDocument(path));
    if (isJsonObject(value)) return value;
    told(`expected an object, found ${printJson(value).slice(0, 40)}`);
  } catch (error) {
    if (!isMissing(error)) told(error instanceof Error ? error.message : String(error));
  }
  return {};
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function isView(value: JsonValue | undefined): value is View {
  return typeof value === 'string' && VIEWS.includes(value);
}

/** As `.set` takes it: `true` is on, a number is seconds. */
function settingText(value: JsonValue | undefined): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (value === null) return 'none';
  return typeof value === 'string' ? value : `${String(value)}s`;
}

/** Whether it is one of `.set`'s, with a value of its own. */
function isSetting(name: string, text: string): boolean {
  const scratch: Settings = { timeoutMs: undefined, keepGoing: true, confirm: true, live: true };
  return SETTINGS.some(row => row.name === name && row.change(scratch, text));
}

function wrongText(name: string, value: JsonValue | undefined): string {
  const found = printJson(value ?? null).slice(0, 40);
  const row = SETTINGS.find(each => each.name === name);
  if (name === 'view') return `expected ${VIEWS.join(', ')} for 'view', found ${found}`;
  if (row !== undefined) return `expected ${row.values} for '${name}', found ${found}`;
  const names = [...SETTINGS.map(each => each.name), 'view'].join(', ');
  return `no setting '${name}': expected one of ${names}`;
}
