import { describe, expect, it } from 'vitest';
import { batchLines, eventLine } from '../../../src/cli/prompt/event-lines.js';
import type { EventMessage } from '../../../src/qmp/messages.js';

const NOW = new Date(2026, 10, 20, 12, 4, 31);
const event = (name: string, data?: string): EventMessage => ({
  kind: 'event',
  name,
  text: `{"event": "${name}"${data === undefined ? '' : `, "data": ${data}`}}`,
});

describe('eventLine', () => {
  it.each([
    [event('STOP'), '12:04:31 STOP'],
    [
      event('JOB_STATUS_CHANGE', '{"status": "running", "id": "b0"}'),
      '12:04:31 JOB_STATUS_CHANGE status=running id=b0',
    ],
    [
      event('X', '{"n": 18446744073709551615, "list": [1]}'),
      '12:04:31 X n=18446744073709551615 list=[1]',
    ],
    [
      event(
        'BLOCK_JOB_COMPLETED',
        '{"len": 67108864, "speed": 9007199254740993, "type": "mirror"}',
      ),
      '12:04:31 BLOCK_JOB_COMPLETED len=67108864 (64 MiB) speed=9007199254740993 (8 PiB/s) type=mirror',
    ],
    [event('constructor', '{"toString": 1}'), '12:04:31 constructor toString=1'],
    [event('VNC', '{"path": "\\u001b]0;x"}'), '12:04:31 VNC path=\\u001B]0;x'],
  ])('%j', (given, line) => {
    expect(eventLine(given, NOW)).toBe(line);
  });
});

describe('eventLine in words', () => {
  it.each([
    [
      'BLOCK_JOB_COMPLETED',
      '{"device": "m0", "len": 67108864, "offset": 67108864, "speed": 0, "type": "mirror"}',
      "mirror 'm0' completed, 67108864 (64 MiB)",
    ],
    [
      'BLOCK_JOB_COMPLETED',
      '{"device": "b0", "len": 1024, "offset": 0, "speed": 1024, "type": "backup", "error": "No space left on device"}',
      "backup 'b0' failed at 0 B of 1024 (1 KiB): No space left on device speed=1024 (1 KiB/s)",
    ],
    [
      'BLOCK_JOB_CANCELLED',
      '{"device": "j1", "len": 67108864, "offset": 1048576, "speed": 0, "type": "backup"}',
      "backup 'j1' was cancelled at 1048576 (1 MiB) of 67108864 (64 MiB)",
    ],
    [
      'BLOCK_JOB_READY',
      '{"device": "c1", "len": 0, "offset": 0, "speed": 0, "type": "commit"}',
      "commit 'c1' is ready, 0 B of 0 B: 'block-job-complete' or 'block-job-cancel' ends it",
    ],
    ['BLOCK_JOB_PENDING', '{"type": "backup", "id": "b0"}', "backup 'b0' waits for 'job-finalize'"],
    [
      'BLOCK_JOB_ERROR',
      '{"device": "x", "operation": "write", "action": "stop"}',
      "a write of the job 'x' failed: the job is paused, 'block-job-resume' tries again",
    ],
    [
      'BLOCK_JOB_ERROR',
      '{"device": "x", "operation": "write", "action": "report"}',
      "a write of the job 'x' failed: the job ends with it",
    ],
    [
      'BLOCK_IO_ERROR',
      '{"device": "", "nospace": false, "node-name": "boot", "reason": "Input/output error", "operation": "read", "action": "stop"}',
      "a read of 'boot' failed, Input/output error: the VM was stopped, 'cont' tries again nospace=false",
    ],
    [
      'BLOCK_IO_ERROR',
      '{"device": "ide0", "nospace": true, "node-name": "n", "reason": "No space left on device", "operation": "write", "action": "report"}',
      "a write of 'ide0' failed, No space left on device: the guest was told nospace=true node-name=n",
    ],
    [
      'BLOCK_IMAGE_CORRUPTED',
      '{"device": "", "msg": "Cluster unaligned", "node-name": "corr", "fatal": true}',
      "the image of 'corr' is corrupt and was closed: Cluster unaligned",
    ],
    [
      'BLOCK_WRITE_THRESHOLD',
      '{"node-name": "nul", "write-threshold": 4096, "amount-exceeded": 65536}',
      "a write to 'nul' goes 65536 (64 KiB) beyond 4096 (4 KiB): the threshold is gone now",
    ],
    [
      'QUORUM_REPORT_BAD',
      '{"node-name": "qa", "sectors-count": 8, "sector-num": 0, "type": "read", "error": "Input/output error"}',
      "a read of 8 sectors at sector 0 of 'qa' failed, Input/output error",
    ],
    [
      'QUORUM_FAILURE',
      '{"reference": "quo", "sectors-count": 8, "sector-num": 0}',
      "'quo' has too few children that agree on 8 sectors at sector 0",
    ],
    ['BLOCK_EXPORT_DELETED', '{"id": "e0"}', "the export 'e0' is gone"],
    ['BLOCK_JOB_ERROR', '{"device": "x", "action": "novel"}', 'device=x action=novel'],
  ])('%s %s', (name, data, words) => {
    expect(eventLine(event(name, data), NOW)).toBe(`12:04:31 ${name} ${words}`);
  });
});

describe('batchLines', () => {
  it("tells the changes of one job's status on one line, and nothing else so", () => {
    const change = (id: string, status: string): EventMessage => ({
      ...event('JOB_STATUS_CHANGE', `{"status": "${status}", "id": "${id}"}`),
      data: { status, id },
    });
    const events = [
      change('b0', 'created'),
      change('b1', 'created'),
      event('STOP'),
      change('b0', 'running'),
      event('STOP'),
    ];
    expect(batchLines(events, NOW)).toEqual([
      '12:04:31 JOB_STATUS_CHANGE b0 created → running',
      '12:04:31 JOB_STATUS_CHANGE status=created id=b1',
      '12:04:31 STOP',
      '12:04:31 STOP',
    ]);
  });

  it('counts what comes too fast to be read', () => {
    const lines = batchLines(
      Array.from({ length: 3000 }, () => event('STOP')),
      NOW,
    );
    expect(lines).toHaveLength(13);
    expect(lines.at(-1)).toBe('12:04:31 2988 more events: STOP ×2988');
  });
});
