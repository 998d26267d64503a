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
