import { describe, expect, it } from 'vitest';
import { readReferenceFigures } from './reference-data.ts';
import { twinOf, valueOf } from './run-flow.ts';

const FIGURES = readReferenceFigures()?.building_iso13790_5R1C_step as
  | Record<string, Record<string, number>>
  | undefined;

/** Wall and windows by U times area; 106.33 m³ changed 1.5 + 0.5 times an hour. The figures take U·A of the wall as H_em itself. */
const MASS_TO_SURFACE = 9.1 * 2.5 * 34.3;
const ZONE = {
  floorArea: 34.3,
  massClass: 'medium',
  surfaceRatio: 142.38 / 34.3,
  windowConductance: 1.1 * 13.5,
  opaqueConductance: 1 / (1 / (0.2 * 1.69) + 1 / MASS_TO_SURFACE),
  infiltration: (1200 * 106.33 * 2) / 3600,
};

/** Mean of the ends of one hour, as annex C takes it: of the mass and of the air. */
function hour(
  initialTemperature: number,
  given: Record<'outdoor' | 'solarGain' | 'heating', number>,
): { mass: number; air: number } {
  const sources = Object.entries({ ...given, internalGain: 10 });
  const twin = twinOf({
    nodes: {
      room: { type: 'physics/room', params: { ...ZONE, initialTemperature } },
      ...Object.fromEntries(
        sources.map(([name, value]) => [name, { type: 'sources/constant', params: { value } }]),
      ),
    },
    edges: sources.map(([name]) => `${name}.value -> room.${name}`),
    clock: { tick: '1 min' },
  });
  const ends = [0, 3600].map((t) => {
    twin.advance(t);
    return { mass: valueOf(twin, 'room.massTemperature'), air: valueOf(twin, 'room.airTemperature') };
  });
  return { mass: (ends[0]!.mass + ends[1]!.mass) / 2, air: (ends[0]!.air + ends[1]!.air) / 2 };
}

describe.skipIf(!FIGURES)('an hour of a room by the 5R1C figures', () => {
  it.each([
    ['free_float_Tout10_Tmprev22_gains10_sol2000', 22, 10, 2000],
    ['cool_Tout25_Tm24_sol4000', 24, 25, 4000],
    ['heat_Tout10_Tm20_sol2000', 20, 10, 2000],
    ['maxcool_Tout30_Tm25_sol5000', 25, 30, 5000],
    ['maxheat_Tout5_Tm19_sol2000', 19, 5, 2000],
  ])('%s: has the printed temperature of the mass', (name, start, outdoor, solarGain) => {
    const { Tm, W = 0 } = FIGURES![name]!;
    // Printed to 0.01 K. The standard steps by the hour (Crank-Nicolson); with a time constant of 22 h the exact course is within 0.001 K.
    expect(Math.abs(hour(start, { outdoor, solarGain, heating: W }).mass - Tm!)).toBeLessThan(0.006);
  });

  it.each([
    ['cool_Tout25_Tm24_sol4000', 24, 25, 4000, 26],
    ['heat_Tout10_Tm20_sol2000', 20, 10, 2000, 20],
  ])('%s: comes to its setpoint with the printed power', (name, start, outdoor, solarGain, setpoint) => {
    const { air } = hour(start, { outdoor, solarGain, heating: FIGURES![name]!.W! });
    expect(Math.abs(air - setpoint)).toBeLessThan(0.001);
  });
});
