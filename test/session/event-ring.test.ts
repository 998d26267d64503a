import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventRing, type RingBounds } from '../../src/session/event-ring.js';
import { ALL_EVENTS, type Filter, parseFilter } from '../../src/session/filter.js';

function filter(text: string): Filter {
  return parseFilter(text) as Filter;
}

function eventText(name: string, data = '{}'): string {
  return `{"event": "${name}", "data": ${data}}`;
}

function ringOf(names: readonly string[], bounds?: RingBounds): EventRing {
  const ring = new EventRing(bounds);
  for (const name of names) ring.push(name, eventText(name));
  return ring;
}

describe('taking', () => {
  it('gives the oldest match first, each once', () => {
    const ring = ringOf(['A', 'B', 'A']);
    const taken = [1, 2, 3].map(() => ring.take(filter('A'))?.seq);
    expect(taken).toEqual([0, 2, undefined]);
  });

  it('keeps the order of arrival over several names', () => {
    const ring = ringOf(['C', 'A', 'B', 'C']);
    const taken = [1, 2, 3].map(() => ring.take(filter('-B'))?.name);
    expect(taken).toEqual(['C', 'A', 'C']);
  });

  it('looks at the data', () => {
    const ring = new EventRing();
    ring.push('J', eventText('J', '{"id": "a"}'));
    ring.push('J', eventText('J', '{"id": "b"}'));
    expect(ring.take(filter('J id=b'))?.seq).toBe(1);
  });

  it('passes over what came before a given number', () => {
    const ring = ringOf(['A', 'A']);
    expect(ring.take(filter('A'), 1)?.seq).toBe(1);
    expect(ring.take(filter('A'), ring.next)).toBeUndefined();
  });

  it('leaves in place what was only found', () => {
    const ring = ringOf(['A']);
    expect([ring.find(ALL_EVENTS)?.seq, ring.take(ALL_EVENTS)?.seq]).toEqual([0, 0]);
    expect(ring.count).toBe(0);
  });
});

describe('overflow', () => {
  const BOUNDS = { events: 32, size: 100_000 };

  it('drives out the flood, not the rare event before it', () => {
    const ring = ringOf(['RARE', ...Array<string>(1000).fill('FLOOD')], BOUNDS);
    expect(ring.take(filter('RARE'))?.seq).toBe(0);
    expect(ring.find(filter('FLOOD'))?.seq).toBeGreaterThan(900);
  });

  it('counts what is gone, by name', () => {
    const ring = ringOf(['RARE', ...Array<string>(1000).fill('FLOOD')], BOUNDS);
    expect(ring.lost(filter('RARE'))).toBe(0);
    expect(ring.lost(filter('FLOOD')) + ring.count - 1).toBe(1000);
    expect(ring.lost(filter('FLOOD'), ring.next)).toBe(0);
  });

  it('does not count what was taken as lost', () => {
    const ring = ringOf(['A', 'A']);
    ring.take(filter('A'));
    expect(ring.lost(ALL_EVENTS)).toBe(0);
  });

  it('does not keep an event as large as a quarter of all its room', () => {
    const ring = new EventRing({ events: 10, size: 1000 });
    ring.push('SMALL', eventText('SMALL'));
    ring.push('BIG', 'x'.repeat(400));
    expect([ring.count, ring.lost(filter('BIG')), ring.lost(filter('SMALL'))]).toEqual([1, 1, 0]);
  });

  it('is bounded for a server that makes up names', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `MADE_UP_${index}`);
    const ring = ringOf(names, { events: 1000, size: 1_000_000 });
    expect(ring.count).toBeLessThanOrEqual(1000);
    expect(ring.take(filter('MADE_UP_4999'))?.seq).toBe(4999);
    expect(ring.lost(filter('MADE_UP_2000'))).toBeGreaterThan(0);
  });

  it('never loses an event uncounted', () => {
    const names = fc.array(fc.constantFrom('A', 'B', 'C'), { maxLength: 200 });
    const property = fc.property(names, fc.integer({ min: 1, max: 40 }), (pushed, events) => {
      const ring = ringOf(pushed, { events, size: 10_000 });
      expect(ring.count).toBeLessThanOrEqual(events);
      expect(ring.count + ring.lost(ALL_EVENTS)).toBe(pushed.length);
    });
    fc.assert(property);
  });
});

it('keeps up with a flood', () => {
  const ring = new EventRing();
  const text = eventText('SPICE_CONNECTED', JSON.stringify({ client: 'x'.repeat(200) }));
  const before = process.cpuUsage();
  for (let count = 0; count < 300_000; count += 1) ring.push('SPICE_CONNECTED', text);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
  expect(ring.count).toBeGreaterThan(15_000);
});
