import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../graph/diagnostic.ts';
import { compileKpis, type KpiParameters } from './kpi.ts';
import type { PlanPort } from './plan.ts';

const ports: PlanPort[] = [
  { port: 'motor.power', type: 'number', unit: 'kW' },
  { port: 'tank.level', type: 'number', unit: 'm' },
  { port: 'air.value', type: 'number', unit: 'Cel' },
  { port: 'on.value', type: 'boolean', unit: '' },
  { port: 'press.value', type: 'event', unit: '' },
  { port: 'note.value', type: 'string', unit: '' },
  { port: 'a-b.out', type: 'number', unit: '1' },
  { port: 'b.out', type: 'number', unit: '1' },
];
const parameters: KpiParameters = new Map([
  ['price', { value: 0.28, unit: '{EUR}/(kW.h)' }],
  ['top', { value: 3, unit: 'm' }],
  ['nothing', { value: 0, unit: '1' }],
]);

function compiled(expression: string, unit?: string) {
  const diagnostics: Diagnostic[] = [];
  const [kpi] = compileKpis(
    { k: { expression, ...(unit !== undefined && { unit }) } },
    ports,
    parameters,
    diagnostics,
  );
  return { kpi, diagnostics };
}

/** What it works out to where its aggregations came to these. */
function worked(expression: string, results: number[], unit?: string): number {
  const { kpi, diagnostics } = compiled(expression, unit);
  expect(diagnostics).toEqual([]);
  const memory = Float64Array.from(kpi!.initialMemory);
  kpi!.aggregates.forEach(({ result }, i) => (memory[result] = results[i]!));
  return kpi!.evaluate(memory);
}

describe('a KPI', () => {
  it('shows an integral of power in the unit it states', () => {
    expect(worked('integral(motor.power)', [3600], 'kW.h')).toBeCloseTo(1, 12);
    expect(worked('integral(motor.power)', [3600], 'J')).toBeCloseTo(3.6e6, 3);
    expect(compiled('integral(motor.power)').kpi?.unit).toBe('kW.s');
  });

  it('takes parameters in their own units: energy times its price is money', () => {
    expect(worked('integral(motor.power) * price', [7200], '{EUR}')).toBeCloseTo(0.56, 12);
  });

  it('keeps the unit of a mean, and says that of times and counts', () => {
    expect(compiled('mean(air.value)').kpi?.unit).toBe('Cel');
    expect(compiled('timeAbove(tank.level, 2)').kpi?.unit).toBe('s');
    expect(compiled('count(press.value)').kpi?.unit).toBe('1');
    expect(compiled('integral(on.value)').kpi?.unit).toBe('s');
  });

  it('reads a limit in the unit of the port, from a text with a unit, or from a parameter', () => {
    const limitOf = (text: string) => compiled(text).kpi?.aggregates[0]?.limit;
    expect(limitOf('timeAbove(tank.level, 2)')).toBe(2);
    expect(limitOf('timeAbove(tank.level, "150 cm")')).toBeCloseTo(1.5, 12);
    expect(limitOf('firstBelow(tank.level, top)')).toBe(3);
  });

  it('tells a port with a sign in its name from a difference', () => {
    expect(compiled('mean(a-b.out)').kpi?.ports).toEqual([6]);
    expect(compiled('max(top-tank.level)').kpi?.ports).toEqual([1]);
    expect(compiled('mean(b.out-a-b.out)').kpi?.ports).toEqual([7, 6]);
  });

  it('is min of a port over time with one argument, and the lesser of two with two', () => {
    expect(worked('min(min(tank.level), max(tank.level))', [1, 4])).toBe(1);
  });

  it.each([
    ['mean(tank.levle)', undefined, /no output tank\.levle/, /tank\.level/],
    ['mean(tank.level) + cost', undefined, /"cost" is no parameter/, /price/],
    ['tank.level * 2', undefined, /tank\.level changes over time/, /mean\(tank\.level\)/],
    ['mean(tank.level) + mean(motor.power)', undefined, /measure different things/, /./],
    ['integral(motor.power)', 'm', /works out to kW\.s, but is stated in m/, /Change the unit/],
    ['integral(motor.power) * price', 'EUR', /"EUR" is not a unit/, /\{EUR\}/],
    ['integral(air.value)', undefined, /zero of its own/, /difference/],
    ['mean(max(tank.level))', undefined, /max stands inside mean/, /Aggregate once/],
    ['timeAbove(tank.level, "2 kW")', undefined, /kW cannot become m/, /./],
    ['timeAbove(tank.level, price)', undefined, /measure different things/, /./],
    ['mean(tank.level) / nothing', undefined, /divides by zero/, /not 0/],
    ['price * 2', undefined, /reads no port/, /Aggregate a port/],
    ['mean(note.value)', undefined, /carries a string/, /numbers/],
    ['mean(press.value)', undefined, /says events/, /count\(press\.value\)/],
    ['intgral(tank.level)', undefined, /no function "intgral"/, /integral/],
    ['mean(tank.level', undefined, /not closed/, /\)/],
  ])('%s in %s is refused with its place and a remedy', (expression, unit, says, remedy) => {
    const { kpi, diagnostics } = compiled(expression, unit);
    expect(kpi).toBeUndefined();
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ code: 'bad-kpi', severity: 'error', at: [{ param: 'kpis.k' }] });
    expect(diagnostics[0]?.says).toMatch(says);
    expect(diagnostics[0]?.remedy).toMatch(remedy);
  });
});
