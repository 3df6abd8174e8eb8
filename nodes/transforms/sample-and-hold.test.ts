import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { sampleAndHold } from './sample-and-hold.ts';

type Quality = 'good' | 'uncertain' | 'bad';
type Triggers = [number, boolean, Quality?][];
type Samples = [number, number, Quality?][];

/** in = 10·t at each of these times. */
const at = (...times: number[]): Samples => times.map((t) => [t, 10 * t]);

function outcome(inputs: { in: Samples; trigger: Triggers }, params = {}, more: Partial<TraceOptions> = {}) {
  const { samples, diagnostics } = trace(sampleAndHold, { params, inputs, for: 60, ...more });
  expect(diagnostics).toEqual([]);
  return samples('out').map(({ t, value, quality }) => [t, value, quality]);
}

describe('a sample and hold', () => {
  it('takes the input when the trigger rises, and only then', () => {
    const trigger: Triggers = [
      [0, false],
      [1.5, true],
      [2.5, true],
      [3.5, false],
      [4, true],
    ];
    expect(outcome({ in: at(0, 1, 2, 3, 4, 5), trigger })).toEqual([
      [1.5, 10, 'good'],
      [4, 40, 'good'],
    ]);
  });

  it('follows the input while the trigger is true, and then holds', () => {
    const trigger: Triggers = [
      [0, false],
      [1.5, true],
      [3.5, false],
      [5, true],
    ];
    expect(outcome({ in: at(0, 1, 2, 3, 4, 5), trigger }, { while: 'true' })).toEqual([
      [1.5, 10, 'good'],
      [2, 20, 'good'],
      [3, 30, 'good'],
      [5, 50, 'good'],
    ]);
  });

  it('takes a first trigger that is true for no edge', () => {
    const trigger: Triggers = [
      [0, true],
      [1, false],
      [2, true],
    ];
    expect(outcome({ in: at(0, 2), trigger })).toEqual([[2, 20, 'good']]);
    expect(outcome({ in: at(0, 2), trigger }, { while: 'true' })[0]).toEqual([0, 0, 'good']);
  });

  it('has nothing to take before the first sample of the input', () => {
    const trigger: Triggers = [
      [0, false],
      [1, true],
      [4, false],
      [5, true],
    ];
    expect(outcome({ in: at(3), trigger })).toEqual([[5, 30, 'good']]);
  });

  it('keeps the quality of what it took, whatever becomes of the input', () => {
    const samples: Samples = [
      [0, 1, 'uncertain'],
      [2, 2, 'bad'],
      [6, 3],
    ];
    const trigger: Triggers = [
      [0, false],
      [1, true],
      [2, false],
      [3, true],
      [4, false],
      [7, true],
    ];
    expect(outcome({ in: samples, trigger })).toEqual([
      [1, 1, 'uncertain'],
      [3, undefined, 'bad'],
      [7, 3, 'good'],
    ]);
  });

  it('doubts the value while the trigger is bad, and sees an edge across that when the two sides differ', () => {
    const trigger: Triggers = [
      [0, false],
      [1, true],
      [2, true, 'bad'],
      [3, true, 'bad'],
      [4, true],
      [5, false],
      [6, false, 'bad'],
      [7, true],
    ];
    expect(outcome({ in: at(0, 1, 2, 3, 4, 5, 6, 7), trigger })).toEqual([
      [1, 10, 'good'],
      [2, 10, 'uncertain'],
      [4, 10, 'good'],
      [6, 10, 'uncertain'],
      [7, 70, 'good'],
    ]);
  });

  it('says nothing of a bad trigger while what it took is bad', () => {
    const trigger: Triggers = [
      [0, false],
      [1, true],
      [2, true, 'bad'],
    ];
    expect(outcome({ in: [[0, 1, 'bad']], trigger })).toEqual([[1, undefined, 'bad']]);
  });

  it('sees an edge between two samples of one time', () => {
    // Times that fall on one microsecond are one time.
    const trigger: Triggers = [
      [0, false],
      [1, true],
      [1.0000001, false],
      [1.0000002, true],
    ];
    const samples: Samples = [
      [1, 5],
      [1.0000001, 6],
    ];
    expect(outcome({ in: samples, trigger })).toEqual([
      [1, 5, 'good'],
      [1, 6, 'good'],
    ]);
  });

  it('keeps the unit of its input, and refuses another mode', () => {
    const inputs = { in: 5, trigger: true };
    const { unit } = trace(sampleAndHold, { inputs, units: { in: 'Cel' }, for: 1 });
    expect(unit('out')).toBe('Cel');
    const { diagnostics } = trace(sampleAndHold, { params: { while: 'false' }, inputs, for: 1 });
    expect(diagnostics[0]?.at[0]?.param).toBe('while');
  });
});
