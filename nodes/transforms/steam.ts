import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { number } from '@twinloom/runtime/node/ports';
import type { Properties } from './if97-gibbs.ts';
import { region1 } from './if97-region-1.ts';
import { region2 } from './if97-region-2.ts';
import { regionOf } from './if97-region.ts';
import { saturationPressure, saturationTemperature } from './if97-saturation.ts';

const PAIRS = ['pressure-temperature', 'saturated-pressure', 'saturated-temperature'] as const;

/** Why there is no state; a state of the node holds the place of the one it told last, 0 = none. */
const PROBLEMS = [
  '',
  'An input that the chosen pair needs is not wired: wire it, or choose another pair.',
  'There is no saturated state here: it goes from 273.15 K (611.213 Pa) to the critical point at 647.096 K (22.064 MPa).',
  'The dryness must lie between 0 (boiling water) and 1 (dry steam).',
  'Beyond the formulation: it holds above 0 up to 100 MPa and from 273.15 K to 1073.15 K.',
  'Too close to the critical point: region 3 of IF97, above 623.15 K and dense, is not covered.',
  'Too hot: region 5 of IF97, above 1073.15 K, is not covered.',
] as const;

const UNKNOWN: Properties = {
  density: Number.NaN,
  enthalpy: Number.NaN,
  entropy: Number.NaN,
  heatCapacity: Number.NaN,
  speedOfSound: Number.NaN,
};

/**
 * Properties of water and steam by IAPWS-IF97, regions 1 (liquid), 2 (steam) and 4 (saturation), from p and T or, saturated, from one of them
 * and the dryness x: 1/ρ = (1 − x)/ρ′ + x/ρ″, h = (1 − x)·h′ + x·h″, s likewise. c_p and w of wet steam are bad: the first is infinite,
 * the second is not of the formulation. p in Pa absolute, T in K; at p and T exactly on the saturation line it is liquid. Where there is no
 * state the outputs are bad and the reason is said once.
 * Source: IAPWS R7-97(2012).
 */
export const steam = defineNode({
  type: 'transforms/steam',
  version: 1,
  title: 'Steam',
  icon: 'cloud-fog',
  keywords: [
    'water',
    'IF97',
    'IAPWS',
    'enthalpy',
    'entropy',
    'saturation',
    'wet steam',
    'steam quality',
    'boiler',
    'steam table',
  ],
  docs: 'Density, enthalpy, entropy, heat capacity and speed of sound of water and steam from pressure and temperature, or of boiling water, dry and wet steam from one of the two. The steam table of boilers, condensers and turbines.',
  doesNotModel:
    'Region 3 around and above the critical point (dense, above 623.15 K) and region 5 above 1073.15 K; ice; undercooled steam and overheated water; salt, air and other things in the water; viscosity and thermal conductivity.',
  source:
    'IAPWS R7-97(2012), Revised Release on the IAPWS Industrial Formulation 1997 for the Thermodynamic Properties of Water and Steam; Wagner et al., J. Eng. Gas Turbines Power 122 (2000)',
  params: z.object({
    from: z
      .enum(PAIRS)
      .default('pressure-temperature')
      .describe(
        'What it is worked out from: pressure and temperature, or the saturated state at one of them',
      ),
  }),
  inputs: {
    pressure: number('Pa', { optional: true, doc: 'Absolute pressure: gauge pressure and 101325 Pa' }),
    temperature: number('K', { optional: true, doc: 'Temperature; °C is converted' }),
    dryness: number('1', {
      default: 1,
      doc: 'Share of steam in the mass of a saturated mixture (steam quality): 0 boiling water, 1 dry steam; not used with pressure and temperature',
    }),
  },
  outputs: {
    density: number('kg/m3', { doc: 'Density' }),
    enthalpy: number('J/kg', { doc: 'Specific enthalpy; 0 for the liquid at the triple point' }),
    entropy: number('J/(kg.K)', { doc: 'Specific entropy; 0 for the liquid at the triple point' }),
    heatCapacity: number('J/(kg.K)', { doc: 'Specific heat capacity at constant pressure' }),
    speedOfSound: number('m/s', { doc: 'Speed of sound' }),
    saturationTemperature: number('K', { doc: 'Temperature at which it boils at this pressure' }),
    saturationPressure: number('Pa', { doc: 'Pressure at which it boils at this temperature' }),
  },
  states: { told: { initial: 0 } },
  step: (y, x, u, { from }, instant) => {
    const isSaturated = from !== 'pressure-temperature';
    const pressure = from === 'saturated-temperature' ? saturationPressure(u.temperature) : u.pressure;
    const temperature = from === 'saturated-pressure' ? saturationTemperature(u.pressure) : u.temperature;
    const problem = isSaturated
      ? problemSaturated(pressure, temperature, u.dryness)
      : problemAt(pressure, temperature);
    if (problem !== 0 && problem !== x.told) instant.note('warning', PROBLEMS[problem]);
    x.told = problem;
    const found =
      problem !== 0
        ? UNKNOWN
        : isSaturated
          ? mixed(pressure, temperature, u.dryness)
          : single(pressure, temperature);
    y.density = found.density;
    y.enthalpy = found.enthalpy;
    y.entropy = found.entropy;
    y.heatCapacity = found.heatCapacity;
    y.speedOfSound = found.speedOfSound;
    const isOnLine = isSaturated && !Number.isNaN(pressure + temperature);
    y.saturationTemperature = isOnLine ? temperature : saturationTemperature(pressure);
    y.saturationPressure = isOnLine ? pressure : saturationPressure(temperature);
  },
  example: {
    shows:
      'Water at 10 bar is heated from 20 °C to 320 °C: at 180 °C it turns to steam, and its density falls 170-fold.',
    inputs: {
      pressure: { type: 'sources/constant', params: { value: 10, unit: 'bar' } },
      temperature: { params: { shape: 'ramp', amplitude: 150, offset: 170, period: '60 s', unit: 'Cel' } },
    },
    seconds: 60,
  },
  card: { port: 'enthalpy', look: 'value' },
});

type Problem = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** Place in `PROBLEMS` of what stands against a state at p and T; 0 = nothing. */
function problemAt(pressure: number, temperature: number): Problem {
  if (Number.isNaN(pressure + temperature)) return 1;
  switch (regionOf(pressure, temperature)) {
    case 1:
    case 2:
      return 0;
    case 3:
      return 5;
    case 5:
      return 6;
    default:
      return 4;
  }
}

/** The same for a saturated state: one of the two is given, the other follows from it, and is NaN where it has none. */
function problemSaturated(pressure: number, temperature: number, dryness: number): Problem {
  if (Number.isNaN(pressure) && Number.isNaN(temperature)) return 1;
  if (Number.isNaN(pressure + temperature)) return 2;
  if (!(dryness >= 0 && dryness <= 1)) return 3;
  return temperature <= 623.15 ? 0 : 5;
}

function single(pressure: number, temperature: number): Properties {
  const region = regionOf(pressure, temperature) === 1 ? region1 : region2;
  return region(pressure, temperature);
}

/** Boiling water at 0, dry steam at 1, both together between. */
function mixed(pressure: number, temperature: number, dryness: number): Properties {
  if (dryness === 0) return region1(pressure, temperature);
  const dry = region2(pressure, temperature);
  if (dryness === 1) return dry;
  const boiling = region1(pressure, temperature);
  return {
    ...UNKNOWN,
    density: 1 / ((1 - dryness) / boiling.density + dryness / dry.density),
    enthalpy: (1 - dryness) * boiling.enthalpy + dryness * dry.enthalpy,
    entropy: (1 - dryness) * boiling.entropy + dryness * dry.entropy,
  };
}
