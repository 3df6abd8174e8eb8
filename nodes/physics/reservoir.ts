import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { number } from '@twinloom/runtime/node/ports';

/**
 * Water so large that what is drawn does not lower it: a boundary of given head. d = max(level + outlet depth, 0), p = p₀ + ρ·g·d,
 * H = p/(ρ·g), dV/dt = q. d in m, p and the pressure p₀ on the surface in Pa gauge, H in m at the outlet, V in m³ drawn since the start.
 * Source: hydrostatics.
 */
export const reservoir = defineNode({
  type: 'physics/reservoir',
  version: 1,
  title: 'Reservoir',
  icon: 'glass-water',
  keywords: [
    'lake',
    'river',
    'fixed head',
    'boundary',
    'supply',
    'mains',
    'pressure source',
    'suction',
    'tide',
  ],
  docs: 'Where water comes from or goes to at a head that its use does not change: a lake, the sea, a header tank kept full, the mains. Tells head and pressure at its outlet, for a pipe, a pump or a valve, and keeps account of what was drawn. With a pressure on the surface it stands for a pressure main.',
  doesNotModel:
    'A level that falls with what is drawn (take a Tank); losses at the outlet (give the pipe a loss coefficient); waves, inflow, evaporation, temperature.',
  source:
    'Hydrostatics: p = p₀ + ρ·g·d; fixed-head node of pipe network analysis, as the reservoir of EPANET',
  params: z.object({
    outletDepth: quantity('m', { tunable: true })
      .default(10)
      .describe('Depth of the outlet below level 0; the height of the water over it where no level is wired'),
    surfacePressure: quantity('Pa', { tunable: true })
      .min(-101_325)
      .default(0)
      .describe('Pressure on the surface above that of the air; 0 = open'),
    density: quantity('kg/m3', { tunable: true })
      .positive()
      .default(998.2)
      .describe('Density of the liquid; water at 20 °C: 998.2'),
  }),
  inputs: {
    level: number('m', {
      default: 0,
      doc: 'Level of the surface where it varies, such as a tide or a gauge',
    }),
    outflow: number('m3/s', {
      default: 0,
      doc: 'Volume flow drawn, such as that of the pipe behind it; negative = given back',
    }),
  },
  outputs: {
    head: number('m', { doc: 'Head at the outlet, above the outlet' }),
    pressure: number('Pa', { doc: 'Gauge pressure at the outlet' }),
    drawn: number('m3', { doc: 'Volume drawn since the start' }),
  },
  constants: { g: { value: 9.80665, unit: 'm/s2' } },
  states: { V: { unit: 'm3', initial: 0 } },
  anchor: 'V',
  equations: [
    'depth = max(level + outletDepth, 0)',
    'pressure = surfacePressure + density*g*depth',
    'head = pressure/(density*g)',
    'drawn = V',
    'der(V) = outflow',
  ],
  example: {
    shows:
      'The sea moves by 2 m about its mean: the head of an intake 5 m below follows it, while what is drawn adds up.',
    params: { outletDepth: 5, density: 1025 },
    inputs: {
      level: { params: { amplitude: 2, period: '60 s', unit: 'm' } },
      outflow: { type: 'sources/constant', params: { value: 20, unit: 'L/s' } },
    },
    seconds: 120,
  },
  card: { port: 'head', look: 'value' },
});
