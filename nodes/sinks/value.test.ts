import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { value } from './value.ts';

describe('a value', () => {
  it('shows what is there with its quality and unit, and sends nothing', () => {
    const run = trace(value, {
      inputs: {
        in: [
          [0, 3],
          [1, 4, 'uncertain'],
          [2, 5, 'bad'],
        ],
      },
      units: { in: 'm3/h' },
      for: 3,
    });
    expect(run.samples('out').map((sample) => [sample.value, sample.quality])).toEqual([
      [3, 'good'],
      [4, 'uncertain'],
      [undefined, 'bad'],
    ]);
    expect([run.unit('out'), run.sent]).toEqual(['m3/h', []]);
  });
});
