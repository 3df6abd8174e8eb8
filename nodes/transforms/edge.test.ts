import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { edge } from './edge.ts';

const SAMPLES: [number, boolean, 'bad'?][] = [
  [0, true],
  [1, true],
  [2, false],
  [3, true],
  [4, true],
  [5, false, 'bad'],
  [6, false],
  [7, false],
];

function eventsOf(on?: string, restoreAt: number[] = []): number[] {
  const run = trace(edge, {
    params: on === undefined ? {} : { on },
    inputs: { in: SAMPLES },
    for: 10,
    restoreAt,
  });
  expect(run.diagnostics).toEqual([]);
  return run
    .samples('out')
    .filter(({ quality }) => quality === 'good')
    .map(({ t }) => t);
}

describe('an edge', () => {
  it('is an event where the condition becomes true; true from the start is none', () => {
    expect(eventsOf()).toEqual([3]);
  });

  it('is one where it becomes false, also across a bad stretch', () => {
    expect(eventsOf('falling')).toEqual([2, 6]);
  });

  it('is one at either change', () => {
    expect(eventsOf('both')).toEqual([2, 3, 6]);
  });

  it('is none where the condition is false from the start', () => {
    const { samples } = trace(edge, { params: { on: 'both' }, inputs: { in: false }, for: 1 });
    expect(samples('out')).toEqual([]);
  });

  it('is not missed nor doubled by a restart', () => {
    expect(eventsOf('both', [1.5, 2.5, 5.5])).toEqual([2, 3, 6]);
  });
});
