import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { stateSpace } from './state-space.ts';
import { transferFunction } from './transfer-function.ts';

type Params = Record<string, unknown>;
type Inputs = Parameters<typeof trace>[1]['inputs'];

function run(params: Params, inputs: Inputs, seconds: number, port = 'out'): { t: number; value: number }[] {
  const { samples, diagnostics } = trace(stateSpace, { params, inputs, for: seconds });
  expect(diagnostics).toEqual([]);
  return samples(port).map(({ t, value }) => ({ t, value: Number(value) }));
}

const INTEGRATORS = {
  A: [
    [0, 1],
    [0, 0],
  ],
  B: [[0], [1]],
  C: [[1, 0]],
  initial: [3, -2],
};

describe('a state space', () => {
  it('of two integrators is x₀ + v₀·t + u·t²/2', () => {
    const seen = run(INTEGRATORS, { in: 0.5 }, 10);
    expect(seen.length).toBeGreaterThan(50);
    for (const { t, value } of seen) expect(value).toBeCloseTo(3 - 2 * t + 0.25 * t * t, 8);
  });

  it('that nothing moves stays where it began', () => {
    const seen = run({ A: [[0]], B: [[0]], initial: [3] }, { in: 5 }, 1);
    for (const { value } of seen) expect(value).toBe(3);
  });

  it('of an oscillator swings at its frequency, with its energy kept', () => {
    const params = {
      A: [
        [0, 1],
        [-4, 0],
      ],
      B: [[0], [0]],
      C: [[1, 0]],
      initial: [1, 0],
    };
    for (const { t, value } of run(params, { in: 0 }, 10)) expect(value).toBeCloseTo(Math.cos(2 * t), 5);
  });

  it('is the transfer function it is a realization of', () => {
    // Another one than the controllable form: partial fractions. (2s² + 7s + 7)/((s + 1)(s + 2)) = 2 + 2/(s + 1) − 1/(s + 2).
    const params = {
      A: [
        [-1, 0],
        [0, -2],
      ],
      B: [[1], [1]],
      C: [[2, -1]],
      D: [[2]],
    };
    const u: [number, number][] = [
      [0, 1],
      [1.3, -0.4],
      [2.1, 3],
    ];
    const other = trace(transferFunction, {
      params: { numerator: [2, 7, 7], denominator: [1, 3, 2] },
      inputs: { in: u },
      for: 4,
    });
    const expected = other.samples('out').map(({ t, value }) => ({ t, value: Number(value) }));
    const found = run(params, { in: u }, 4);
    expect(found.map(({ t }) => t)).toEqual(expected.map(({ t }) => t));
    for (const [k, { value }] of found.entries()) expect(value).toBeCloseTo(expected[k]!.value, 6);
  });

  it('takes several inputs and shows several outputs, each by its own column and row', () => {
    // Two first-order lags, a with time 1 and gain 2 on p, b with time 0.5 and gain 3 on q; the outputs are a − b and q/2.
    const params = {
      A: [
        [-1, 0],
        [0, -2],
      ],
      B: [
        [2, 0],
        [0, 6],
      ],
      C: [
        [1, -1],
        [0, 0],
      ],
      D: [
        [0, 0],
        [0, 0.5],
      ],
      inputs: ['p', 'q'],
      outputs: { difference: {}, half: {} },
    };
    const inputs = { p: 5, q: 1 };
    for (const { t, value } of run(params, inputs, 5, 'difference'))
      expect(value).toBeCloseTo(10 * (1 - Math.exp(-t)) - 3 * (1 - Math.exp(-2 * t)), 6);
    expect(run(params, inputs, 1, 'half').map(({ value }) => value)).toEqual(new Array(11).fill(0.5));
  });

  it('without states is a gain at once', () => {
    expect(run({ A: [], B: [], C: [[]], D: [[4]] }, { in: 2.5 }, 1).at(-1)?.value).toBe(10);
  });

  it('begins with the states it is given, at rest without', () => {
    expect(run(INTEGRATORS, { in: 7 }, 0)[0]?.value).toBe(3);
    expect(run({ ...INTEGRATORS, initial: [] }, { in: 7 }, 0)[0]?.value).toBe(0);
  });

  it('as it comes out of the palette is the lag 1/(s + 1)', () => {
    for (const { t, value } of run({}, { in: 1 }, 3)) expect(value).toBeCloseTo(1 - Math.exp(-t), 6);
  });

  it('takes a temperature in °C as its number, and has the unit its output declares', () => {
    const params = { D: [[1]], C: [[0]], outputs: { out: { unit: 'Cel' } } };
    const { last, unit, diagnostics } = trace(stateSpace, {
      params,
      inputs: { in: 21 },
      units: { in: 'Cel' },
      for: 1,
    });
    expect(diagnostics).toEqual([]);
    expect([last('out').value, unit('out')]).toEqual([21, 'Cel']);
  });

  it('converts to the unit an input declares', () => {
    const { last } = trace(stateSpace, {
      params: { D: [[1]], C: [[0]], inputs: { level: 'm' } },
      inputs: { level: 250 },
      units: { level: 'cm' },
      for: 1,
    });
    expect(last('out').value).toBeCloseTo(2.5, 12);
  });

  it('is uncertain while an input is bad, and goes on from the state it has', () => {
    const u: [number, number, 'bad'?][] = [
      [0, 1],
      [1, 1, 'bad'],
      [2, 1],
    ];
    const { samples } = trace(stateSpace, { params: { A: [[0]] }, inputs: { in: u }, for: 3 });
    const seen = (time: number) => samples('out').find(({ t }) => Math.abs(t - time) < 1e-9);
    expect([0.5, 1.5, 2.5].map((t) => seen(t)?.quality)).toEqual(['good', 'uncertain', 'good']);
    expect(seen(3)?.value).toBeCloseTo(3, 9);
  });
});

describe('matrices that do not fit together', () => {
  it('are those of more than thirty states', () => {
    const square = (n: number) => Array.from({ length: n }, () => new Array<number>(n).fill(0));
    const problems = (n: number) => {
      const B = Array.from({ length: n }, () => [1]);
      const C = [new Array<number>(n).fill(1)];
      return trace(stateSpace, { params: { A: square(n), B, C }, inputs: { in: 0 }, for: 1 }).diagnostics;
    };
    expect(problems(30)).toEqual([]);
    expect(problems(31)[0]?.at[0]?.param).toBe('A');
  });

  it.each([
    ['A', { A: [[0, 1]] }, 'row 1 has 2 numbers, but there are 1 states: give one number for each state'],
    ['B', { B: [[1], [2]] }, 'it has 2 rows, but there are 1 states: give one row for each state'],
    [
      'B',
      { inputs: ['p', 'q'] },
      'row 1 has 1 numbers, but there are 2 inputs: give one number for each input',
    ],
    ['C', { C: [[1, 2]] }, 'row 1 has 2 numbers, but there are 1 states: give one number for each state'],
    [
      'C',
      { outputs: { p: {}, q: {} } },
      'it has 1 rows, but there are 2 outputs: give one row for each output',
    ],
    ['D', { D: [[1, 2]] }, 'row 1 has 2 numbers, but there are 1 inputs: give one number for each input'],
    ['initial', { initial: [1, 2] }, 'it has 2 numbers, but A has 1 states'],
    ['initial', { ...INTEGRATORS, initial: [1] }, 'it has 1 numbers, but A has 2 states'],
    ['inputs', { inputs: ['x1'] }, 'a name of a state'],
    ['inputs', { inputs: ['sin'] }, 'a meaning of its own'],
    ['outputs', { outputs: { in: {} } }, 'declared twice'],
  ])('are refused at %s: %j', (param, params, says) => {
    const { diagnostics } = trace(stateSpace, { params, for: 1 });
    const told = diagnostics.filter(({ at }) => at[0]?.param === param);
    expect(told.map((one) => one.says)).toEqual([expect.stringContaining(says)]);
  });
});
