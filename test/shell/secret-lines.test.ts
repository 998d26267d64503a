import { describe, expect, it } from 'vitest';
import table from '../../schema/annotations.json' with { type: 'json' };
import { annotationsFrom } from '../../src/shell/annotations.js';
import { isPrivate, maskLine } from '../../src/shell/secret-lines.js';

const annotations = annotationsFrom(table);

describe('maskLine', () => {
  it.each([
    ['set_password protocol=vnc password=S3', 'set_password protocol=vnc password=‹secret›'],
    ['set_password protocol=vnc password="a b"', 'set_password protocol=vnc password=‹secret›'],
    ['set_password vnc password=@/run/pw', 'set_password vnc password=@/run/pw'],
    ['set_password vnc S3', 'set_password vnc ‹secret›'],
    ['change-vnc-password S3', 'change-vnc-password ‹secret›'],
    ['object-add secret id=s data=S3', 'object-add secret id=s data=‹secret›'],
    ['object-add secret,id=s,data=S3', 'object-add secret,id=s,data=‹secret›'],
    [
      'object-add secret id=s props={data: "S3", format: "raw"}',
      'object-add secret id=s props={data: ‹secret›, format: "raw"}',
    ],
    [
      '{"execute": "set_password", "arguments": {"protocol": "vnc", "password": "S3"}}',
      '{"execute": "set_password", "arguments": {"protocol": "vnc", "password": ‹secret›}}',
    ],
    ['.hmp set_password vnc S3', '.hmp set_password vnc ‹secret›'],
    ['.hmp object_add secret,id=s,data=S3', '.hmp object_add secret,id=s,data=‹secret›'],
    ['human-monitor-command "set_password vnc S3"', 'human-monitor-command ‹secret›'],
    ['blockdev-add http,url=http://u:S3@h/x', 'blockdev-add http,url=http://u:‹secret›@h/x'],
    ['query-status', 'query-status'],
    ['device_del password', 'device_del password'],
    ['block_resize disk0 10G', 'block_resize disk0 10G'],
  ])('%s', (line, masked) => {
    expect(maskLine(annotations, line)).toBe(masked);
  });
});

describe('isPrivate', () => {
  it.each([
    ['send-key ctrl-alt-f1', true],
    ['{"execute": "send-key", "arguments": {}}', true],
    ['input-send-event events=[]', true],
    ['query-status', false],
  ])('%s: %s', (line, expected) => {
    expect(isPrivate(annotations, line)).toBe(expected);
  });
});
