import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { pulse } from './pulse.ts';

function changesOf(events: number[], restoreAt: number[] = []): [number, unknown][] {
  const run = trace(pulse, {
    params: { time: '2 s' },
    inputs: { in: events.map((t): [number, boolean] => [t, true]) },
    for: 12,
    restoreAt,
  });
  expect(run.diagnostics).toEqual([]);
  const said = run.samples('out').map(({ t, value }): [number, unknown] => [t, value]);
  return said.filter(([, value], i) => value !== said[i - 1]?.[1]);
}

describe('a pulse', () => {
  it('is false from the start, and true for its time from an event on', () => {
    expect(changesOf([1, 6])).toEqual([
      [0, false],
      [1, true],
      [3, false],
      [6, true],
      [8, false],
    ]);
  });

  it('lasts on from an event that comes while it lasts', () => {
    expect(changesOf([1, 2.5])).toEqual([
      [0, false],
      [1, true],
      [4.5, false],
    ]);
  });

  it('ends on time after a restart', () => {
    expect(changesOf([1], [2])).toEqual([
      [0, false],
      [1, true],
      [3, false],
    ]);
  });

  it('needs a time', () => {
    const { diagnostics } = trace(pulse, { params: { time: 0 }, inputs: { in: [] }, for: 0 });
    expect(diagnostics[0]?.at[0]?.param).toBe('time');
  });
});
