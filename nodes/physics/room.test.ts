import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { room } from './room.ts';

const ROOM = {
  floorArea: 30,
  massClass: 'light',
  windowConductance: 12,
  opaqueConductance: 20,
  infiltration: 15,
  initialTemperature: 18,
};
const OUTPUTS = ['airTemperature', 'operativeTemperature', 'massTemperature', 'heatLoss'] as const;

/** What annex C says of ROOM. */
const AT = 4.5 * 30;
const AM = 2.5 * 30;
const CM = 110e3 * 30;
const H_IS = 3.45 * AT;
const H_MS = 9.1 * AM;
const H_EM = 1 / (1 / 20 - 1 / H_MS);

function run(
  inputs: TraceOptions['inputs'],
  seconds: number,
  params: Record<string, unknown> = {},
  tick = '1 min',
) {
  const traced = trace(room, { params: { ...ROOM, ...params }, inputs, for: seconds, tick });
  expect(traced.diagnostics).toEqual([]);
  return { ...traced, now: OUTPUTS.map((port) => Number(traced.last(port).value)) };
}

/** x with M·x = r, by elimination. */
function solve(M: number[][], r: number[]): number[] {
  const rows = M.map((row, i) => [...row, r[i]!]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows[k]!.map((value) => value / rows[k]![k]!);
    rows[k] = pivot;
    for (let i = 0; i < rows.length; i++) {
      const factor = rows[i]![k]!;
      if (i !== k) rows[i] = rows[i]!.map((value, j) => value - factor * pivot[j]!);
    }
  }
  return rows.map((row) => row.at(-1)!);
}

describe('room', () => {
  it.each([
    ['heated in winter', -5, 0, 20, 0, 100, 1500],
    ['in the sun, blown through with cool air', 28, 0.05, 16, 900, 200, 0],
    ['cooled', 32, 0.02, 22, 500, 0, -800],
  ])(
    '%s settles where the five conductances balance',
    (_, outdoor, airflow, supply, solar, internal, heating) => {
      const inputs = { outdoor, airflow, supply, solarGain: solar, internalGain: internal, heating };
      const { now } = run(inputs, 3_000_000, {}, '1 h');
      const blown = 1200 * airflow;
      const shared = internal / 2 + solar;
      const phiM = (AM / AT) * shared;
      const phiSt = (1 - AM / AT - 12 / (9.1 * AT)) * shared;
      // Balances of air, surface and mass with the temperatures themselves as unknowns.
      const [air, surface, mass] = solve(
        [
          [15 + blown + H_IS, -H_IS, 0],
          [-H_IS, H_IS + 12 + H_MS, -H_MS],
          [0, -H_MS, H_MS + H_EM],
        ],
        [15 * outdoor + blown * supply + internal / 2 + heating, 12 * outdoor + phiSt, H_EM * outdoor + phiM],
      ) as [number, number, number];
      expect(now[0]).toBeCloseTo(air, 6);
      expect(now[1]).toBeCloseTo(0.3 * air + 0.7 * surface, 6);
      expect(now[2]).toBeCloseTo(mass, 6);
      // What goes out is what came in.
      expect(now[3]).toBeCloseTo(solar + internal + heating, 4);
    },
  );

  it('without sun, people and heating takes the temperature outside', () => {
    expect(
      run({ outdoor: -7 }, 3_000_000, {}, '1 h').now.map((value) => Math.round(value * 1e6) / 1e6 + 0),
    ).toEqual([-7, -7, -7, 0]);
  });

  it('moves with the time constant C_m/(H_tr,3 + H_em) of annex C', () => {
    const h1 = 1 / (1 / 15 + 1 / H_IS);
    const h3 = 1 / (1 / (h1 + 12) + 1 / H_MS);
    const tau = CM / (h3 + H_EM);
    const { samples } = run({ outdoor: 3 }, 2 * tau);
    for (const { t, value } of samples('massTemperature').filter((_, k) => k % 50 === 0))
      expect(value).toBeCloseTo(3 + 15 * Math.exp(-t / tau), 3);
    // All in it falls alike, in fixed proportions.
    const share = (port: 'airTemperature' | 'operativeTemperature', t: number) => {
      const found = samples(port).find((sample) => sample.t >= t)!;
      return (Number(found.value) - 3) / Math.exp(-found.t / tau);
    };
    for (const port of ['airTemperature', 'operativeTemperature'] as const)
      expect(share(port, tau)).toBeCloseTo(share(port, 0), 3);
  });

  it('keeps the energy: gains less losses warm the mass', () => {
    const h = 60;
    const inputs = {
      outdoor: -2,
      airflow: 0.01,
      supply: 15,
      solarGain: 300,
      internalGain: 150,
      heating: 2000,
    };
    const { samples } = run(inputs, 36_000);
    const loss = samples('heatLoss').map(({ value }) => Number(value));
    const lost = loss.reduce((sum, value) => sum + value, 0) * h - ((loss[0]! + loss.at(-1)!) * h) / 2;
    const warming = Number(samples('massTemperature').at(-1)?.value) - 18;
    expect((2450 * 36_000 - lost) / (CM * warming)).toBeCloseTo(1, 5);
  });

  it.each([
    ['very-light', 80e3 / 2.5],
    ['light', 110e3 / 2.5],
    ['medium', 165e3 / 2.5],
    ['heavy', 260e3 / 3],
    ['very-heavy', 370e3 / 3.5],
  ])('built %s warms by the sun on its mass with %d J/(m²·K) of mass area', (massClass, capacity) => {
    // At the start all is at 20 °C, also outside. With hardly a loss the mass takes φ_m + H_ms·θ_s, where θ_s·(H_ms + …) = φ_st: all that is put on it.
    const params = {
      massClass,
      windowConductance: 0,
      opaqueConductance: 0,
      infiltration: 0,
      initialTemperature: 20,
    };
    const { now } = run({ outdoor: 20, solarGain: 1000 }, 3600, params);
    const massArea =
      { 'very-light': 2.5, light: 2.5, medium: 2.5, heavy: 3, 'very-heavy': 3.5 }[massClass]! * 30;
    expect(now[2]).toBeCloseTo(20 + (1000 * 3600) / (capacity * massArea), 5);
    // The surfaces are warmer than the mass by what goes from them to it, φ·(1 − A_m/A_t)/(9.1·A_m).
    expect(now[1]).toBeCloseTo(now[2]! + (1000 * (1 - massArea / AT)) / (9.1 * massArea), 5);
  });

  it('takes the heat capacity and mass area of its parts instead of those of the class', () => {
    const params = { windowConductance: 0, opaqueConductance: 0, infiltration: 0, initialTemperature: 20 };
    const parts = { heatCapacity: '2 MJ/K', massArea: 40 };
    const { now } = run({ outdoor: 20, solarGain: 1000 }, 3600, { ...params, ...parts });
    expect(now[2]).toBeCloseTo(20 + (1000 * 3600) / 2e6, 5);
    // The surfaces are warmer than the mass by what goes from them to it, φ·(1 − A_m/A_t)/(9.1·A_m).
    const surface = now[2]! + (1000 * (1 - 40 / AT)) / (9.1 * 40);
    expect(now[1]).toBeCloseTo(surface, 5);
  });

  it('has its air jump with the heating, by φ/(H_tr,1 and the way over the surfaces to the mass)', () => {
    const heating: [number, number][] = [
      [0, 0],
      [600, 1000],
    ];
    const { samples } = run({ outdoor: 18, heating }, 600, {});
    const [before, after] = samples('airTemperature')
      .slice(-2)
      .map(({ value }) => Number(value));
    // Mass held at 18 °C: air to outside, and in series H_is, then windows and H_ms side by side.
    const way = 1 / (1 / H_IS + 1 / (12 + H_MS));
    expect(before).toBeCloseTo(18, 9);
    expect(after).toBeCloseTo(18 + 1000 / (15 + way), 9);
  });

  it('takes temperatures in K and °F, and no air that blows backwards', () => {
    const { last, unit } = trace(room, {
      params: { ...ROOM, initialTemperature: '68 [degF]' },
      inputs: { outdoor: 293.15, airflow: -1, supply: 0 },
      units: { outdoor: 'K' },
      for: 600,
    });
    expect(unit('airTemperature')).toBe('Cel');
    for (const port of OUTPUTS.slice(0, 3)) expect(last(port).value).toBeCloseTo(20, 9);
  });

  it('takes surfaces that are mass all over, where it has no windows', () => {
    expect(run({ outdoor: 18 }, 1, { windowConductance: 0, massArea: AT }).now[0]).toBeCloseTo(18, 9);
  });

  it('is blown through with air of 20 °C where no other is wired', () => {
    const { now } = run({ outdoor: 0, airflow: 1e6 }, 60);
    expect(now[0]).toBeCloseTo(20, 4);
  });

  it('waits for the weather, and is uncertain while it is bad', () => {
    const outdoor: [number, number, 'bad'?][] = [
      [3, 5],
      [50, 5, 'bad'],
      [55, 5],
    ];
    const { samples } = run({ outdoor }, 100, {}, '1 s');
    expect(samples('massTemperature')[0]).toMatchObject({ t: 3, value: 18 });
    const seen = (time: number) => samples('massTemperature').find(({ t }) => Math.abs(t - time) < 1e-9);
    expect([seen(40), seen(52), seen(60)].map((sample) => sample?.quality)).toEqual([
      'good',
      'uncertain',
      'good',
    ]);
  });

  it.each([
    ['floorArea', { floorArea: 0 }],
    ['massClass', { massClass: 'massive' }],
    ['windowConductance', { windowConductance: -1 }],
    ['opaqueConductance', { opaqueConductance: 700 }],
    // 9.1 W/(m²·K)·40 m² between mass and surfaces leaves no resistance behind it.
    ['opaqueConductance', { massArea: 40, opaqueConductance: 364 }],
    ['surfaceRatio', { surfaceRatio: 2.4 }],
    ['surfaceRatio', { windowConductance: 600 }],
    ['heatCapacity', { heatCapacity: 0 }],
    ['surfaceRatio', { massArea: 200 }],
    ['initialTemperature', { initialTemperature: -300 }],
  ])('refuses a wrong %s: %j', (param, params) => {
    const { diagnostics } = trace(room, { params: { ...ROOM, ...params }, inputs: { outdoor: 0 }, for: 1 });
    expect(diagnostics[0]?.at[0]?.param).toBe(param);
  });
});
