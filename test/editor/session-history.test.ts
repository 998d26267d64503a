import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../src/editor/history.js';
import { SessionHistory } from '../../src/editor/session-history.js';

/** A keeper in memory, and a clock that goes on by one at every look. */
function open(kept: readonly string[] = []) {
  const entries: HistoryEntry[] = kept.map((line, t) => ({ t, vm: 'other', line }));
  let loads = 0;
  let time = 1000;
  const load = () => {
    loads += 1;
    return [...entries];
  };
  const keeper = { load, append: (entry: HistoryEntry) => void entries.push(entry) };
  const history = new SessionHistory(keeper, 'fedora', () => time++);
  return { history, entries, loads: () => loads };
}

describe('the history of a session', () => {
  it('offers its own lines before those of other VMs, each once', () => {
    const { history } = open(['stop', 'cont']);
    for (const line of ['query-status', 'stop']) history.add(line);
    expect(history.recall()).toEqual(['stop', 'query-status', 'cont']);
  });

  it('keeps a line at once, with the VM and the time', () => {
    const { history, entries } = open();
    history.add('stop');
    expect(entries).toEqual([{ t: 1001, vm: 'fedora', line: 'stop' }]);
  });

  it('neither keeps nor offers a line that begins with a blank', () => {
    const { history, entries } = open();
    history.add(' set_password vnc x');
    expect([history.recall(), entries]).toEqual([[], []]);
  });

  it('reads what was kept once, and only when somebody looks', () => {
    const { history, loads } = open(['stop']);
    history.add('cont');
    const before = loads();
    history.recall();
    history.add('stop');
    history.recall();
    expect([before, loads()]).toEqual([0, 1]);
  });

  it('has each line once, though the file has it too by then', () => {
    const { history } = open(['cont']);
    history.add('stop');
    expect(history.entries().map(({ line }) => line)).toEqual(['cont', 'stop']);
  });

  it('offers the lines of another VM first when that becomes ours', () => {
    const { history } = open(['cont']);
    history.add('stop');
    history.setVm('other');
    expect(history.recall()).toEqual(['cont', 'stop']);
  });
});
