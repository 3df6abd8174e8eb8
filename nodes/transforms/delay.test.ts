import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { delay } from './delay.ts';

function outcome(params: Record<string, unknown>, samples: TraceOptions['inputs']): unknown[] {
  const run = trace(delay, { params, inputs: samples, for: 20 });
  expect(run.diagnostics).toEqual([]);
  return run.samples('out').map(({ t, value }) => [t, value]);
}

const RAMP: [number, number][] = [0, 1, 2.5, 3, 7].map((t) => [t, 10 * t]);

describe('a delay by samples', () => {
  it('shows the sample before, and nothing before there is one', () => {
    expect(outcome({}, { in: RAMP })).toEqual([
      [1, 0],
      [2.5, 10],
      [3, 25],
      [7, 30],
    ]);
  });

  it('goes back as far as is asked, and begins with what is given', () => {
    expect(outcome({ samples: 3, initial: -1 }, { in: RAMP })).toEqual([
      [0, -1],
      [1, -1],
      [2.5, -1],
      [3, 0],
      [7, 10],
    ]);
  });

  it('keeps the quality of each sample', () => {
    const { samples } = trace(delay, {
      inputs: {
        in: [
          [0, 1, 'uncertain'],
          [1, 2],
          [2, 3],
        ],
      },
      for: 3,
    });
    expect(samples('out').map(({ value, quality }) => [value, quality])).toEqual([
      [1, 'uncertain'],
      [2, 'good'],
    ]);
  });
});

describe('a delay by time', () => {
  it('gives each sample again exactly that much later', () => {
    expect(outcome({ time: '1.5 s' }, { in: RAMP })).toEqual([
      [1.5, 0],
      [2.5, 10],
      [4, 25],
      [4.5, 30],
      [8.5, 70],
    ]);
  });

  it('begins with what is given', () => {
    expect(outcome({ time: 2, initial: 5 }, { in: [[1, 9]] })).toEqual([
      [0, 5],
      [3, 9],
    ]);
  });

  it('loses the oldest when more are under way than it can hold', () => {
    const fast = [0, 0.1, 0.2].map((t): [number, number] => [t, t]);
    expect(outcome({ time: 5, mostSamples: 2 }, { in: fast })).toEqual([
      [5.1, 0.1],
      [5.2, 0.2],
    ]);
    const many = Array.from({ length: 1_001 }, (_, n): [number, number] => [n / 1_000, n]);
    const shown = outcome({ time: 5 }, { in: many });
    expect([shown.length, shown[0]]).toEqual([1_000, [5.001, 1]]);
  });
});
