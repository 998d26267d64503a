import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';
import { printJson } from '../../src/json/print.js';
import { isJsonObject, type JsonObject } from '../../src/json/value.js';
import { annotations } from '../../src/shell/annotations-table.js';
import { effectOf, hmpEffect, isHmpError, readOnlyRefusal } from '../../src/shell/judge.js';
import { asksInVain, MASK, maskArguments, maskHmpLine } from '../../src/shell/secrets.js';

const object = (json: string): JsonObject => {
  const value = parseJson(json);
  return isJsonObject(value) ? value : {};
};

describe('the effect', () => {
  it.each([
    ['query-status', '{}', 'query'],
    ['query_status', '{}', 'query'],
    ['cont', '{}', 'change'],
    ['system_reset', '{}', 'end'],
    ['quit', '{}', 'end'],
    ['device_del', '{"id": "x"}', 'damage'],
    ['transaction', '{"actions": []}', 'change'],
    ['transaction', '{"actions": [{"type": "abort", "data": {}}]}', 'change'],
    ['transaction', '{"actions": [{"type": "drive-backup", "data": {}}]}', 'damage'],
    ['transaction', '{"actions": [{"type": "nosuch", "data": {}}]}', 'change'],
    ['human-monitor-command', '{"command-line": "info status"}', 'query'],
    ['human-monitor-command', '{"command-line": "  info status"}', 'query'],
    ['human-monitor-command', '{"command-line": "quit"}', 'end'],
    ['human-monitor-command', '{"command-line": "nosuch"}', 'change'],
    ['human-monitor-command', '{}', 'change'],
    ['nosuch', '{}', undefined],
    ['constructor', '{}', undefined],
  ])('of %s %s is %s', (name, args, effect) => {
    expect(effectOf(annotations, name, object(args))).toBe(effect);
  });

  it.each([
    ['infomercial', 'change'],
    ['help', 'query'],
    ['? x', 'query'],
    ['', 'change'],
    ['toString', 'change'],
  ])('of the line %j is %s', (line, effect) => {
    expect(hmpEffect(annotations, line)).toBe(effect);
  });
});

describe('--read-only', () => {
  it.each([
    ['query-block', '{}', true],
    ['qmp_capabilities', '{}', true],
    ['human-monitor-command', '{"command-line": "info block"}', true],
    ['device-list-properties', '{"typename": "virtio-blk-pci"}', true],
    ['device-list-properties', '{"typename": "virtio-gpu-gl-pci"}', false],
    ['device_list_properties', '{"typename": "virtio-vga-gl"}', false],
    ['qom-list-properties', '{"typename": "virtio-gpu-gl-pci"}', true],
    ['query-cpu-model-expansion', '{"type": "full", "model": {"name": "qemu64"}}', true],
    ['x-query-roms', '{}', false],
    ['x_query_roms', '{}', false],
    ['__org.x_query', '{}', false],
    ['transaction', '{"actions": []}', false],
    ['human-monitor-command', '{"command-line": "stop"}', false],
    ['human-monitor-command', '{"command-line": " help x"}', true],
    ['human-monitor-command', '{"command-line": "? x"}', true],
    ['human-monitor-command', '{"command-line": "xp /1 0"}', false],
    ['human_monitor_command', '{"command-line": "print 1"}', false],
    ['human-monitor-command', '{}', false],
    ['query-nosuch', '{}', false],
    ['cont', '{}', false],
  ])('%s %s passes: %s', (name, args, passes) => {
    expect(readOnlyRefusal(annotations, name, object(args)) === undefined).toBe(passes);
  });
});

it('--read-only tells why it refuses a query that can end the server', () => {
  const args = object('{"typename": "virtio-gpu-gl-pci"}');
  expect(readOnlyRefusal(annotations, 'device-list-properties', args)).toContain(
    "of 'virtio-gpu-gl-pci' can end the server",
  );
});

describe('the text of an HMP reply', () => {
  it.each([
    ["unknown command: 'x'\r\n", true],
    ['Error: no\r\n', true],
    ["Device 'x' not found\r\n", true],
    ["Unknown protocol 'x'\r\n", true],
    ["Unknown driver 'x'\r\n", true],
    ["Permission conflict on node 'n1': permissions 'write' are both required\r\n", true],
    ["unsupported bus type 'x'\r\n", true],
    ["Audiodev 'x' not found\r\n", true],
    ["'x' is not a valid char driver\r\nCould not open gdbserver on device 'x'\r\n", true],
    ['replay must be enabled to seek\r\n', true],
    ['', false],
    ['VM status: running\r\n', false],
    ['no Error: here\r\n', false],
  ])('%j is an error: %s', (text, isError) => {
    expect(isHmpError(annotations, text)).toBe(isError);
  });
});

describe('secrets', () => {
  const masked = (command: string, json: string) =>
    printJson(maskArguments(annotations, command, object(json))).replaceAll(
      printJson(MASK).slice(1, -1),
      '***',
    );

  it.each([
    [
      'set_password',
      '{"protocol": "vnc", "password": "x"}',
      '{"protocol": "vnc", "password": "***"}',
    ],
    ['set_password', '{"password": 5}', '{"password": "***"}'],
    ['object-add', '{"qom-type": "secret", "data": "x"}', '{"qom-type": "secret", "data": "***"}'],
    ['object-add', '{"props": {"data": "x"}}', '{"props": {"data": "***"}}'],
    ['nosuch', '{"a": [{"password": "x"}]}', '{"a": [{"password": "***"}]}'],
    ['nosuch', '{"password-secret": "sec0"}', '{"password-secret": "sec0"}'],
    ['migrate', '{"uri": "http://joe:x@h/y"}', '{"uri": "http://joe:***@h/y"}'],
    ['migrate', '{"uri": "http://joe:x/18@h/y"}', '{"uri": "http://joe:***@h/y"}'],
    ['migrate', '{"uri": "http://joe:x,y@h/y"}', '{"uri": "http://joe:***@h/y"}'],
    ['set_pasword', '{"pasword": "x"}', '{"pasword": "***"}'],
    ['set_password', '{"pasword": "x"}', '{"pasword": "***"}'],
    ['blockdev-add', '{"file": {"cookie": "x"}}', '{"file": {"cookie": "***"}}'],
    ['blockdev-add', '{"file.cookie": "x"}', '{"file.cookie": "***"}'],
    [
      'drive-mirror',
      '{"target": "json:{\\"file.cookie\\": \\"x y\\"}"}',
      '{"target": "json:{\\"file.cookie\\": ***}"}',
    ],
    ['guest-set-user-password', '{"password": "x"}', '{"password": "***"}'],
    ['migrate', '{"uri": "tcp:h:1"}', '{"uri": "tcp:h:1"}'],
    [
      'human-monitor-command',
      '{"command-line": "set_password vnc x"}',
      '{"command-line": "set_password vnc ***"}',
    ],
    [
      'transaction',
      '{"actions": [{"type": "t", "data": {"password": "x", "u": "nbd://a:x@h"}}]}',
      '{"actions": [{"type": "t", "data": {"password": "***", "u": "nbd://a:***@h"}}]}',
    ],
  ])('of %s %s are masked', (command, json, expected) => {
    expect(masked(command, json)).toBe(expected);
  });

  it.each([
    ['set_password vnc x', `set_password vnc ${MASK}`],
    ['  set_password   vnc   x y', `set_password vnc ${MASK}`],
    ['change vnc password x', `change vnc password ${MASK}`],
    [
      'object_add secret,id=s,data=x,,y,format=raw',
      `object_add secret,id=s,data=${MASK},format=raw`,
    ],
    ['drive_add 0 file=http://a:x@h/y', `drive_add 0 file=http://a:${MASK}@h/y`],
    [
      'drive_add 0 file.driver=http,file.cookie=x,,y',
      `drive_add 0 file.driver=http,file.cookie=${MASK}`,
    ],
    ['info status', 'info status'],
    ['set_password vnc', 'set_password vnc'],
  ])('of the HMP line %j are masked', (line, expected) => {
    expect(maskHmpLine(annotations, line)).toBe(expected);
  });

  it.each([
    ['set_password', '{"protocol": "vnc", "password": "@?"}', true],
    ['human-monitor-command', '{"command-line": "set_password vnc @?"}', true],
    ['object-add', '{"qom-type": "secret", "id": "@?", "data": "x"}', false],
    ['set_password', '{"protocol": "vnc", "password": "a@?b"}', false],
    ['device_add', '{"driver": "@?"}', false],
  ])('of %s %s would be the text that asks for one: %s', (name, args, expected) => {
    expect(asksInVain(annotations, name, object(args))).toBe(expected);
  });
});
