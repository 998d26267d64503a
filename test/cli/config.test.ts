import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyConfig, configPath, readConfig } from '../../src/cli/config.js';
import type { Settings } from '../../src/session/settings.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qmpsh-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a file with that text gives: the settings, the view, and what is told of it. */
function given(text: string) {
  const path = join(folder, 'config.json');
  writeFileSync(path, text);
  const told: string[] = [];
  const config = readConfig(path, message => told.push(message.replace(`${path}: `, '')));
  const settings: Settings = { timeoutMs: undefined, keepGoing: true, confirm: true, live: true };
  applyConfig(settings, config);
  return { settings, view: config.view, told };
}

describe('the file of settings', () => {
  it.each([
    ['{"timeout": "2m"}', { timeoutMs: 120_000 }],
    ['{"timeout": 30}', { timeoutMs: 30_000 }],
    ['{"timeout": null}', { timeoutMs: undefined }],
    ['{"confirm": false, "live": "off"}', { confirm: false, live: false }],
  ])('%s', (text, settings) => {
    expect(given(text)).toMatchObject({ settings, told: [] });
  });

  it('chooses the view', () => {
    expect(given('{"view": "monitor"}')).toMatchObject({ view: 'monitor', told: [] });
  });

  it.each([
    ['{"confirm": 3}', "expected on or off for 'confirm', found 3"],
    ['{"view": "big"}', 'expected session, monitor, line for \'view\', found "big"'],
    [
      '{"colour": true}',
      "no setting 'colour': expected one of timeout, keep-going, confirm, live, view",
    ],
    ['[1]', 'expected an object, found [1]'],
    ['{"confirm": ', /expected/],
  ])('tells what is wrong in %s, and goes on without', (text, message) => {
    const { told, settings } = given(text);
    expect(told).toEqual([typeof message === 'string' ? message : expect.stringMatching(message)]);
    expect(settings.confirm).toBe(true);
  });

  it('may be missing, and says so of anything else that it is not', () => {
    const told: string[] = [];
    expect(readConfig(join(folder, 'nowhere'), text => told.push(text)).view).toBeUndefined();
    expect(told).toEqual([]);
    readConfig(folder, text => told.push(text));
    expect(told).toEqual([`${folder}: it is a directory`]);
  });

  it('is below XDG_CONFIG_HOME, where that is absolute', () => {
    expect(configPath({ XDG_CONFIG_HOME: '/c' })).toBe('/c/qmpsh/config.json');
    expect(configPath({ XDG_CONFIG_HOME: 'c' })).toMatch(/\/\.config\/qmpsh\/config\.json$/);
  });
});
