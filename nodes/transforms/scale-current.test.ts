import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { scaleCurrent } from './scale-current.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];

const BAR = { low: 0, high: 16, unit: 'bar' };

function run(params: Record<string, unknown>, currents: Samples | number, unit = 'mA') {
  const traced = trace(scaleCurrent, { params, inputs: { in: currents }, units: { in: unit }, for: 10 });
  expect(traced.diagnostics).toEqual([]);
  return traced;
}

const at = (current: number, params: Record<string, unknown> = BAR) => {
  const { last } = run(params, current);
  return { out: last('out').value, quality: last('out').quality, fault: last('fault').value };
};

describe('a 4–20 mA input', () => {
  it.each([
    [4, -50],
    [8, 0],
    [12, 50],
    [16, 100],
    [20, 150],
  ])('reads %d mA on −50 to 150 °C as %d °C', (current, value) => {
    const { out, quality } = at(current, { low: -50, high: 150, unit: 'Cel' });
    expect(out).toBeCloseTo(value, 10);
    expect(quality).toBe('good');
  });

  it('falls with the current where high is under low', () => {
    expect(at(8, { low: 10, high: 2, unit: 'm' }).out).toBeCloseTo(8, 12);
  });

  // NAMUR NE 43: failure up to 3.6 mA and from 21 mA on, measurement from 3.8 to 20.5 mA.
  it.each([
    [0, 'bad', true],
    [3.5, 'bad', true],
    [3.6, 'bad', true],
    [3.61, 'uncertain', false],
    [3.79, 'uncertain', false],
    [3.8, 'good', false],
    [20.5, 'good', false],
    [20.51, 'uncertain', false],
    [20.99, 'uncertain', false],
    [21, 'bad', true],
    [22.5, 'bad', true],
  ])('takes %d mA for %s', (current, quality, fault) => {
    expect(at(current)).toMatchObject({ quality, fault });
  });

  it('goes on a little beyond its ends, with the same slope', () => {
    // 1 mA is 1 bar here.
    expect(at(3.7).out).toBeCloseTo(-0.3, 12);
    expect(at(20.8).out).toBeCloseTo(16.8, 12);
  });

  it('says a fault with an answer that is good, and recovers', () => {
    const samples: Samples = [
      [0, 12],
      [1, 0],
      [1.2, 12],
    ];
    const { samples: of } = run(BAR, samples);
    expect(of('out').map(({ value }) => value)).toEqual([8, undefined, 8]);
    expect(of('fault').map(({ value, quality }) => [value, quality])).toEqual([
      [false, 'good'],
      [true, 'good'],
      [false, 'good'],
    ]);
  });

  it('knows nothing of a fault while the current is not known', () => {
    const samples: Samples = [
      [0, 12, 'uncertain'],
      [1, 12, 'bad'],
      [2, 8],
    ];
    const { samples: of, last } = run(BAR, samples);
    expect(
      of('fault')
        .map(({ quality }) => quality)
        .slice(0, 2),
    ).toEqual(['uncertain', 'bad']);
    expect(last('out')).toEqual({ t: 2, value: 4, quality: 'good' });
  });

  it('takes the current in A and the ends in other units', () => {
    const { last, unit } = run({ low: '0 kPa', high: '1600 kPa', unit: 'bar' }, 0.012, 'A');
    expect(last('out').value).toBeCloseTo(8, 12);
    expect(unit('out')).toBe('bar');
  });

  it.each([
    [{ unit: 'bar' }, 'high'],
    [{ high: 5 }, 'unit'],
    [{ low: 5, high: 5, unit: 'bar' }, 'high'],
    [{ high: '3 m', unit: 'bar' }, 'high'],
  ])('refuses %j', (params, param) => {
    const { diagnostics } = trace(scaleCurrent, { params, inputs: { in: 12 }, for: 1 });
    expect(diagnostics.map(({ at: [place] }) => place?.param)).toContain(param);
  });
});
