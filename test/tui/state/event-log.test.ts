import { describe, expect, it } from 'vitest';
import {
  EMPTY_EVENT_LOG,
  type EventLog,
  type NewEvent,
  takeEvents,
  togglePause,
} from '../../../src/tui/state/event-log.js';

const event = (name: string, data = ''): NewEvent => ({
  name,
  time: () => '12:00:00',
  data: () => data,
});
const shown = ({ rows }: EventLog) =>
  rows.map(({ name, count }) => (count > 1 ? `${name} ×${count}` : name));

describe('the log of events', () => {
  it('has a row for each event of a quiet moment', () => {
    expect(
      shown(takeEvents(EMPTY_EVENT_LOG, [event('STOP'), event('STOP'), event('RESUME')])),
    ).toEqual(['STOP', 'STOP', 'RESUME']);
  });

  it('tells a flood by kind and number, with what the last of each said', () => {
    const flood = Array.from({ length: 100 }, (_, at) =>
      event(at % 4 === 0 ? 'RESUME' : 'STOP', `n=${at}`),
    );
    const log = takeEvents(EMPTY_EVENT_LOG, flood);
    expect(shown(log)).toEqual(['RESUME ×25', 'STOP ×75']);
    expect(log.rows.map(row => row.data)).toEqual(['n=96', 'n=99']);
  });

  it('counts what comes while it is paused, and goes on with what comes after', () => {
    const paused = takeEvents(togglePause(EMPTY_EVENT_LOG), [event('STOP'), event('RESUME')]);
    expect([shown(paused), paused.missed]).toEqual([[], 2]);
    expect(shown(takeEvents(togglePause(paused), [event('RESET')]))).toEqual(['RESET']);
  });

  it('keeps the last rows, and says how many it forgot', () => {
    let log = EMPTY_EVENT_LOG;
    for (let at = 0; at < 210; at += 1)
      log = takeEvents(
        log,
        Array.from({ length: 10 }, () => event('STOP')),
      );
    expect([log.rows.length, log.forgotten]).toEqual([2000, 100]);
  });
});
