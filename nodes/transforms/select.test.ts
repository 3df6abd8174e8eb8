import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { select } from './select.ts';

function outcome(params: Record<string, unknown>, inputs: TraceOptions['inputs']): unknown[] {
  const run = trace(select, { params, inputs, for: 10 });
  expect(run.diagnostics).toEqual([]);
  return run.samples('out').map(({ t, value, quality }) => [t, value, quality]);
}

const THREE = { a: 10, b: 20, c: 30 };

describe('a selection', () => {
  it('takes the input whose number it is told, counted from 1', () => {
    const index: [number, number][] = [1, 3, 2.9].map((value, t) => [t, value]);
    expect(outcome({ inputs: 3 }, { index, ...THREE })).toEqual([
      [0, 10, 'good'],
      [1, 30, 'good'],
      [2, 20, 'good'],
    ]);
  });

  it('counts from 0 as a PLC does, where that is asked', () => {
    expect(outcome({ inputs: 3, first: 0 }, { index: 0, ...THREE })).toEqual([[0, 10, 'good']]);
  });

  it('is bad where there is no such input', () => {
    const index: [number, number][] = [0, 4, 3].map((value, t) => [t, value]);
    expect(outcome({ inputs: 3 }, { index, ...THREE })).toEqual([
      [0, undefined, 'bad'],
      [1, undefined, 'bad'],
      [2, 30, 'good'],
    ]);
  });

  it('minds only the quality of what it takes and of the number', () => {
    const b: [number, number, 'good' | 'bad' | 'uncertain'][] = [
      [0, 20, 'bad'],
      [2, 21, 'uncertain'],
    ];
    const index: [number, number, 'good' | 'bad'][] = [
      [0, 1, 'good'],
      [1, 2, 'good'],
      [3, 1, 'bad'],
    ];
    expect(outcome({}, { index, a: 10, b })).toEqual([
      [0, 10, 'good'],
      [1, undefined, 'bad'],
      [2, 21, 'uncertain'],
      [3, undefined, 'bad'],
    ]);
  });

  it('says nothing when an input speaks that it does not take', () => {
    const b: [number, number][] = [
      [0, 20],
      [1, 21],
    ];
    expect(outcome({}, { index: 1, a: 10, b })).toEqual([[0, 10, 'good']]);
  });

  it('passes texts too', () => {
    expect(outcome({ type: 'string' }, { index: 2, a: 'low', b: 'high' })).toEqual([[0, 'high', 'good']]);
  });
});
