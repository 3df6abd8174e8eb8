import { studyRequestSchema } from '@twinloom/runtime/graph/scenario';
import { describe, expect, it } from 'vitest';
import { methodFormOf, methodOf, moneyOf, NO_METHOD, NO_WORTH, worthFormOf } from './method-form.ts';

const kept = (what: object) => ({ title: 'T', horizon: '1 h', ...what });

describe('the form of what runs beside the variants', () => {
  it.each([
    {
      sweep: {
        of: 'faster',
        axes: [
          { kind: 'times', name: 'speed.value', from: 0.8, to: 1.2, count: 5 },
          { kind: 'parameter', name: 'lift', values: [8, '900 cm'] },
        ],
      },
    },
    {
      chance: {
        of: 'faster',
        compare: ['as it is', 'slower'],
        runs: 300,
        sampling: 'plain',
        percentiles: [5, 95],
        inputs: [
          {
            kind: 'parameter',
            name: 'lift',
            distribution: 'normal',
            mean: 10,
            deviation: '50 cm',
            atLeast: 0,
          },
          { kind: 'is', name: 'speed.value', distribution: 'pert', min: 1, likely: 2, max: 4 },
        ],
      },
    },
    {
      search: {
        kpi: 'cost',
        goal: 'least',
        over: [{ kind: 'times', name: 'speed.value', min: 0.8, max: 1.2, start: 1 }],
        where: [{ kpi: 'flow', atLeast: 18 }],
        runs: 80,
      },
    },
  ])('asks for a kept question what the flow keeps: %o', (what) => {
    const asked = methodOf(methodFormOf(kept(what)));
    const parse = (methods: object) => studyRequestSchema.parse({ horizon: 1, ...methods });
    expect(parse(asked)).toEqual(parse(what));
  });

  it('takes what a kept question does not say as usual', () => {
    const input = { kind: 'parameter', name: 'lift', distribution: 'uniform', min: 1, max: 2 };
    expect(methodOf(methodFormOf(kept({ chance: { inputs: [input] } })))).toEqual({
      chance: { runs: 200, sampling: 'latin', percentiles: [10, 50, 90], inputs: [input] },
    });
  });

  it('asks for nothing where no method or nothing to vary is chosen', () => {
    expect(methodOf(NO_METHOD)).toEqual({});
    expect(methodOf({ ...NO_METHOD, method: 'sweep' })).toEqual({});
    expect(moneyOf(NO_WORTH)).toBeUndefined();
  });

  it('takes a bare discount rate for per cent', () => {
    const worth = { kpi: 'cost', counts: 'cost', years: 5, discountRate: '8 %', downtime: 'still' };
    expect(moneyOf(worthFormOf(kept({ worth })))).toEqual(worth);
    expect(moneyOf(worthFormOf(kept({ worth: { kpi: 'cost', discountRate: 0.08 } })))!.discountRate).toBe(
      '8 %',
    );
  });
});
