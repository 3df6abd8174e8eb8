import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { steam } from './steam.ts';

const PROPERTIES = ['density', 'enthalpy', 'entropy', 'heatCapacity', 'speedOfSound'] as const;
const OUTPUTS = [...PROPERTIES, 'saturationTemperature', 'saturationPressure'] as const;

function run(from: string, inputs: TraceOptions['inputs'], units: Record<string, string> = {}) {
  const traced = trace(steam, { params: { from }, inputs, units, for: 10 });
  expect(traced.diagnostics).toEqual([]);
  const now = (port: string): number => Number(traced.last(port).value);
  return { ...traced, now, qualities: () => OUTPUTS.map((port) => traced.last(port).quality) };
}

describe('steam', () => {
  it('is water at 3 MPa and 300 K as in Table 5 of IF97', () => {
    const { now } = run('pressure-temperature', { pressure: 3e6, temperature: 300 });
    expect((1 / now('density')).toPrecision(9)).toBe('0.00100215168');
    expect(now('enthalpy').toPrecision(9)).toBe('115331.273');
    expect(now('entropy').toPrecision(9)).toBe('392.294792');
    expect(now('heatCapacity').toPrecision(9)).toBe('4173.01218');
    expect(now('speedOfSound').toPrecision(9)).toBe('1507.73921');
  });

  it('is steam at 30 MPa and 700 K as in Table 15 of IF97', () => {
    const { now, last } = run('pressure-temperature', { pressure: 30e6, temperature: 700 });
    expect((1 / now('density')).toPrecision(9)).toBe('0.00542946619');
    expect(now('enthalpy').toPrecision(9)).toBe('2631494.74');
    // Above the critical point it never boils.
    expect([last('saturationTemperature').quality, last('saturationPressure').quality]).toEqual([
      'bad',
      'bad',
    ]);
  });

  it('tells where it boils, in the units it is wired in', () => {
    const { now, unit } = run(
      'pressure-temperature',
      { pressure: 1, temperature: 26.85 },
      { pressure: 'bar', temperature: 'Cel' },
    );
    expect(now('saturationTemperature').toPrecision(9)).toBe('372.755919');
    expect((now('saturationPressure') / 1e6).toPrecision(9)).toBe('0.00353658941');
    expect([unit('enthalpy'), unit('entropy'), unit('saturationTemperature')]).toEqual([
      'J/kg',
      'J/(kg.K)',
      'K',
    ]);
  });

  // Saturation table of Wagner and Kretzschmar, International Steam Tables: h in kJ/kg, s in kJ/(kg·K), v in m³/kg.
  const TABLE = [
    [0.1, 417.436, 2674.95, 1.30256, 7.35881, 0.00104315, 1.69402],
    [1, 762.683, 2777.12, 2.13843, 6.58498, 0.00112723, 0.194349],
  ] as const;
  it.each(TABLE)('has the printed saturated states at %d MPa', (p, h0, h1, s0, s1, v0, v1) => {
    const [boiling, dry] = [0, 1].map((dryness) => run('saturated-pressure', { pressure: p * 1e6, dryness }));
    expect(boiling!.now('enthalpy') / 1e3).toBeCloseTo(h0, 2);
    expect(dry!.now('enthalpy') / 1e3).toBeCloseTo(h1, 2);
    expect(boiling!.now('entropy') / 1e3).toBeCloseTo(s0, 5);
    expect(dry!.now('entropy') / 1e3).toBeCloseTo(s1, 5);
    expect(1 / boiling!.now('density') / v0).toBeCloseTo(1, 5);
    expect(1 / dry!.now('density') / v1).toBeCloseTo(1, 5);
    expect([...boiling!.qualities(), ...dry!.qualities()]).toEqual(new Array(14).fill('good'));
  });

  it('mixes water and steam by their masses, where heat capacity and speed of sound have no number', () => {
    const { now, last } = run('saturated-temperature', { temperature: 453.035632, dryness: 0.25 });
    const [, h0, h1, s0, s1, v0, v1] = TABLE[1];
    expect(now('enthalpy') / 1e3).toBeCloseTo(h0 + (h1 - h0) / 4, 2);
    expect(now('entropy') / 1e3).toBeCloseTo(s0 + (s1 - s0) / 4, 4);
    expect(1 / now('density') / (v0 + (v1 - v0) / 4)).toBeCloseTo(1, 5);
    expect(now('saturationPressure') / 1e6).toBeCloseTo(1, 6);
    expect(now('saturationTemperature')).toBe(453.035632);
    expect([last('heatCapacity').quality, last('speedOfSound').quality]).toEqual(['bad', 'bad']);
  });

  it('is dry where nothing says how wet', () => {
    expect(run('saturated-pressure', { pressure: 1e6 }).now('enthalpy') / 1e3).toBeCloseTo(2777.12, 2);
  });

  it('jumps at the saturation line by the heat of vaporization, and is liquid on it', () => {
    const temperature: [number, number][] = [
      [0, 372.755],
      [1, 372.757],
    ];
    const { samples } = run('pressure-temperature', { pressure: 1e5, temperature });
    const [before, after] = samples('enthalpy').map(({ value }) => Number(value));
    expect((after! - before!) / 1e3).toBeCloseTo(2674.95 - 417.436, 1);
  });

  it.each([
    ['pressure-temperature', { pressure: 25e6, temperature: 650 }, /critical point/],
    ['pressure-temperature', { pressure: 1e5, temperature: 1200 }, /region 5/],
    ['pressure-temperature', { pressure: 1e5, temperature: 250 }, /273.15 K/],
    ['pressure-temperature', { pressure: 150e6, temperature: 400 }, /100 MPa/],
    ['pressure-temperature', { pressure: 1e5 }, /not wired/],
    ['saturated-pressure', { temperature: 400 }, /not wired/],
    ['saturated-pressure', { pressure: 30e6 }, /no saturated state/],
    ['saturated-temperature', { temperature: 625 }, /critical point/],
    ['saturated-temperature', { temperature: 640 }, /critical point/],
    ['saturated-temperature', { temperature: 400, dryness: 1.2 }, /dryness/],
  ])('from %s at %j is bad and says why, once', (from, inputs, says) => {
    const { last, notes } = run(from, inputs);
    expect(PROPERTIES.map((port) => last(port).quality)).toEqual(new Array(5).fill('bad'));
    expect(notes.map((note) => note.says)).toEqual([expect.stringMatching(says)]);
  });

  it('still tells where it boils near the critical point, where the rest is not covered', () => {
    const { now } = run('saturated-temperature', { temperature: 640 });
    expect(run('saturated-temperature', { temperature: 623.15 }).last('enthalpy').quality).toBe('good');
    // Region 4 reaches from 623.15 K, 16.529 MPa to the critical point, 22.064 MPa.
    expect(now('saturationPressure')).toBeGreaterThan(16.529e6);
    expect(now('saturationPressure')).toBeLessThan(22.064e6);
  });

  it('says a reason again when it has been well between', () => {
    const temperature: [number, number][] = [
      [0, 250],
      [1, 240],
      [2, 300],
      [3, 250],
    ];
    const { notes, samples } = run('pressure-temperature', { pressure: 1e5, temperature });
    expect(notes.map(({ t }) => t)).toEqual([0, 3]);
    expect(samples('density').map(({ quality }) => quality)).toEqual(['bad', 'bad', 'good', 'bad']);
  });

  it('waits for both, is bad with a bad one, and recovers', () => {
    const temperature: [number, number, 'bad'?][] = [
      [2, 300],
      [3, 300, 'bad'],
      [4, 300],
    ];
    const { samples, notes } = run('pressure-temperature', { pressure: 3e6, temperature });
    expect(samples('enthalpy').map(({ t, quality }) => [t, quality])).toEqual([
      [2, 'good'],
      [3, 'bad'],
      [4, 'good'],
    ]);
    expect(notes).toEqual([]);
  });

  it('refuses a pair it does not know', () => {
    const { diagnostics } = trace(steam, { params: { from: 'ph' }, inputs: { pressure: 1e5 }, for: 1 });
    expect(diagnostics[0]?.at[0]?.param).toBe('from');
  });
});
