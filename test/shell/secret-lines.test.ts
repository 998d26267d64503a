import { describe, expect, it } from 'vitest';
import table from '../../schema/annotations.json' with { type: 'json' };
import { annotationsFrom } from '../../src/shell/annotations.js';
import { isPrivate, maskLine } from '../../src/shell/secret-lines.js';
import { MASK } from '../../src/shell/secrets.js';

const annotations = annotationsFrom(table);

describe('maskLine', () => {
  it.each([
    ['set_password protocol=vnc password=S3', 'set_password protocol=vnc password=‹secret›'],
    ['set_password protocol=vnc password="a b"', 'set_password protocol=vnc password=‹secret›'],
    ['set_password vnc password=@/run/pw', 'set_password vnc password=@/run/pw'],
    ['set_password vnc S3', 'set_password vnc ‹secret›'],
    ['set_password S3', 'set_password ‹secret›'],
    ['.set timeout 3', '.set timeout 3'],
    ['.set live off', '.set live off'],
    ['.set password vnc S3', '.set password ‹secret›'],
    ['.set_password vnc S3', '.set_password vnc ‹secret›'],
    ['set_password "a S3"', 'set_password ‹secret›'],
    ['set_password vnc password=S3', 'set_password vnc password=‹secret›'],
    ['guest-set-user-password S3', 'guest-set-user-password ‹secret›'],
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
    [
      "{'execute':'human-monitor-command','arguments':{'command-line':'set_password vnc S3'}}",
      "{'execute':'human-monitor-command','arguments':{'command-line':‹secret›}}",
    ],
    [
      'human-monitor-command {"command-line":"set_password vnc S3"}',
      'human-monitor-command ‹secret›',
    ],
    ['blockdev-add http,url=https://u:S3/18@h/x', 'blockdev-add http,url=https://u:‹secret›@h/x'],
    ['migrate http://u:a,S3@h/x', 'migrate http://u:‹secret›@h/x'],
    ['guest-set-user-password root S3', 'guest-set-user-password root ‹secret›'],
    ['sev-inject-launch-secret HDR S3', 'sev-inject-launch-secret HDR ‹secret›'],
    ['blockdev-add http,cookie=S3', 'blockdev-add http,cookie=‹secret›'],
    ['blockdev-add raw file.cookie=S3', 'blockdev-add raw file.cookie=‹secret›'],
    ['blockdev-add raw,file.cookie=S3', 'blockdev-add raw,file.cookie=‹secret›'],
    ['blockdev-add x secret-data=S3', 'blockdev-add x secret-data=‹secret›'],
    ['object-add tls-creds-x509 passwordid=s0', 'object-add tls-creds-x509 passwordid=s0'],
    ['blockdev-add http,password-secret=s0', 'blockdev-add http,password-secret=s0'],
    ['query-status', 'query-status'],
    ['device_del password', 'device_del password'],
    ['block_resize disk0 10G', 'block_resize disk0 10G'],
  ])('%s', (line, masked) => {
    expect(maskLine(annotations, line)).toBe(masked);
  });
});

describe('what is mistyped', () => {
  it.each([
    'change-vnc-pasword S3',
    'set_password=vnc S3',
    'set_passwd vnc S3',
    'set_passwd password=S3 protocol=vnc',
    'set_passwd pasword=S3',
    'set password vnc S3',
    'set_pass vnc S3',
    'SET_PASSWORD vnc S3',
    'setpassword vnc S3',
    'vnc password: S3',
    'set_password vnc pasword=S3',
    'set_password vnc a S3',
    'set_password protocol=vnc password= S3',
    'set_password vnc password = S3',
    'qmpsh vm.sock set_password vnc S3',
    'qmpsh vm.sock set_password protocol=vnc password=S3',
    'query-status ; set_password vnc S3',
    'human-monitor-command set_password vnc S3',
    'human-monitor-command command-line=set_password vnc S3',
    'guest-set-user-pasword root S3',
    'object-ad secret s data=S3',
    'object-ad secret,id=s,data=S3',
    '# set_password vnc S3',
    '? set_password vnc S3',
    '.hpm set_password vnc S3',
    '.hmp set_passwd vnc S3',
    '.hmp change vnc pasword S3',
    '.hmp object_ad secret,id=s,data=S3',
    '.hmp x set_password vnc S3',
    'transaction( set_passwd vnc S3 )',
    '{"execute": "set_pasword", "arguments": {"protocol": "vnc", "pasword": "S3"}}',
    '{"execute": "set_password", "arguments": {"protocol": "vnc", "pasword": "S3"}}',
    '{"execute": "set_password", "argument": {"protocol": "vnc", "password": "S3"}}',
    '{"exec": "set_password", "arguments": {"protocol": "vnc", "arg": "S3"}}',
    '{"execute": "set_password", "arguments": {"protocol": "vnc", "password" "S3"}}',
    '{"execute": "change", "arguments": {"device": "vnc", "target": "password", "arg": "S3"}}',
  ])('keeps no secret of %s', line => {
    const masked = maskLine(annotations, line);
    expect(masked).toContain(MASK);
    expect(masked).not.toContain('S3');
  });

  it.each([
    'expire_password vnc now',
    'blockdev-change-medium device=cd0 filename=/iso/change.iso',
    'drive-mirror disk0 target=/vm/change.qcow2 sync=full',
    'qom-set /objects/x size 10G',
    'object-del s0',
    'chardev-change c0 backend.type=null',
    '.hmp change ide1-cd0 /iso/a.iso',
    '.hmp expire_password vnc now',
    '.help set_password',
    'query-blokc',
    '{"execute": "query-block", "arguments": {}}',
  ])('leaves as it is %s', line => {
    expect(maskLine(annotations, line)).toBe(line);
  });
});

describe('isPrivate', () => {
  it.each([
    ['send-key ctrl-alt-f1', true],
    ['{"execute": "send-key", "arguments": {}}', true],
    ['input-send-event events=[]', true],
    ['.hmp sendkey ctrl-alt-f1', true],
    ['human-monitor-command "sendkey a"', true],
    ['human-monitor-command {"command-line": "sendkey a"}', true],
    ["{'execute': 'human-monitor-command', 'arguments': {'command-line': 'sendkey a'}}", true],
    ['send-kye a', true],
    ['.hmp sendky a', true],
    ['qmpsh vm.sock send-key a', true],
    ['query-status', false],
    ['.hmp info status', false],
    ['?send-key', false],
    ['trace-event-set-state send-key enable=on', false],
  ])('%s: %s', (line, expected) => {
    expect(isPrivate(annotations, line)).toBe(expected);
  });
});
