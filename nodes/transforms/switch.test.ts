import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { switchNode } from './switch.ts';

function outcome(inputs: TraceOptions['inputs'], params: Record<string, unknown> = {}): unknown[] {
  const run = trace(switchNode, { params, inputs, for: 10 });
  expect(run.diagnostics).toEqual([]);
  return run.samples('out').map(({ t, value, quality }) => [t, value, quality]);
}

describe('a switch', () => {
  it('takes a while the condition is true, b while it is false', () => {
    const choose: [number, boolean][] = [
      [0, true],
      [2, false],
    ];
    const a: [number, number][] = [
      [0, 1],
      [1, 2],
      [3, 3],
    ];
    const b: [number, number][] = [
      [0, 10],
      [1.5, 20],
      [4, 40],
    ];
    expect(outcome({ choose, a, b })).toEqual([
      [0, 1, 'good'],
      [1, 2, 'good'],
      [2, 20, 'good'],
      [4, 40, 'good'],
    ]);
  });

  it('does not mind a bad signal that it does not take', () => {
    const b: [number, number, 'good' | 'bad'][] = [
      [0, 10, 'bad'],
      [5, 11, 'good'],
    ];
    const choose: [number, boolean][] = [
      [0, true],
      [1, false],
    ];
    expect(outcome({ choose, a: 1, b })).toEqual([
      [0, 1, 'good'],
      [1, undefined, 'bad'],
      [5, 11, 'good'],
    ]);
  });

  it('is bad while its condition is bad, uncertain while it is uncertain', () => {
    const choose: [number, boolean, 'good' | 'uncertain' | 'bad'][] = [
      [0, true, 'uncertain'],
      [1, true, 'bad'],
      [2, true, 'good'],
    ];
    expect(outcome({ choose, a: 1, b: 2 })).toEqual([
      [0, 1, 'uncertain'],
      [1, undefined, 'bad'],
      [2, 1, 'good'],
    ]);
  });

  it('passes conditions and texts too', () => {
    expect(outcome({ choose: false, a: true, b: false }, { type: 'boolean' })).toEqual([[0, false, 'good']]);
    expect(outcome({ choose: true, a: 'run', b: 'stop' }, { type: 'string' })).toEqual([[0, 'run', 'good']]);
  });

  it('brings b to the unit of a, and refuses another kind', () => {
    const run = trace(switchNode, {
      inputs: { choose: false, a: 1, b: 3.6 },
      units: { a: 'm/s', b: 'km/h' },
      for: 1,
    });
    expect(run.last('out').value).toBeCloseTo(1, 12);
    const refused = trace(switchNode, {
      inputs: { choose: false, a: 1, b: 3.6 },
      units: { a: 'm/s', b: 'kg' },
      for: 1,
    });
    expect(refused.diagnostics.map(({ code }) => code)).toContain('unit-mismatch');
  });
});
