import { expect, it } from 'vitest';
import { studyRequestSchema } from '../graph/scenario.ts';
import { worthOf } from './worth.ts';

const DAY = 86_400;
const result = (value: number) => ({ value, missing: 0 });

it('makes a year of the horizon: 10 a day less is 3,650 a year, and 7,300 are paid back in two', () => {
  const request = studyRequestSchema.parse({
    horizon: DAY,
    variants: { new: { investment: 7_300 }, free: {} },
    worth: { kpi: 'cost', years: 5, discountRate: '10 %', downtime: 'still' },
  });
  const results = new Map([
    ['as it is', { cost: result(100), still: result(600) }],
    ['new', { cost: result(90), still: result(60) }],
  ]);
  const [base, changed, ...more] = worthOf(request, DAY, results, ['as it is', 'new', 'free']);
  expect(more).toEqual([]);
  expect(base).toEqual({ variant: 'as it is', investment: 0, downtime: 219_000, downtimeSaved: 0 });
  expect(changed).toMatchObject({ saving: 3_650, paybackYears: 2, downtime: 21_900, downtimeSaved: 197_100 });
  // Annuity factor of 5 years at 10 %: 3.7907868.
  expect(changed!.presentValue).toBeCloseTo(3_650 * 3.7907867694 - 7_300, 4);
});

it('counts income the other way, and says nothing where a KPI has no value', () => {
  const request = studyRequestSchema.parse({
    horizon: DAY,
    variants: { more: {} },
    worth: { kpi: 'sold', counts: 'income' },
  });
  const sold = (value: number) => ({ sold: result(value) });
  const of = (own: object) =>
    worthOf(
      request,
      DAY,
      new Map([
        ['as it is', sold(1)],
        ['more', own as ReturnType<typeof sold>],
      ]),
      ['as it is', 'more'],
    )[1];
  expect(of(sold(3))).toEqual({ variant: 'more', investment: 0, saving: 730, paybackYears: 0 });
  expect(of({ sold: { missing: 1 } })).toEqual({ variant: 'more', investment: 0 });
});
