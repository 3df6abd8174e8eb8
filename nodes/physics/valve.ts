import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { number } from '@twinloom/runtime/node/ports';

/**
 * Control valve in turbulent liquid: Q = K_v(h)·√(Δp/(1 bar·ρ/ρ₀)), backwards with Δp < 0; Q and K_v(h) in m³/s here, Δp in Pa,
 * ρ₀ = 999.1 kg/m³ (water at 15 °C). K_v(h)/K_v at the travel h from 0 to 1: linear h; equal percentage R^(h−1), tight at h = 0;
 * quick opening √h. R is the rangeability.
 * Source: IEC 60534-2-1 (turbulent, not choked, without fittings); quick opening as in Seborg, Edgar, Mellichamp.
 */
export const valve = defineNode({
  type: 'physics/valve',
  version: 1,
  title: 'Control valve',
  icon: 'funnel',
  keywords: ['Kv', 'Cv', 'flow coefficient', 'equal percentage', 'throttle', 'actuator', 'IEC 60534'],
  docs: 'Flow of a liquid through a control valve from the pressure drop across it and its opening, with a linear, equal-percentage or quick-opening characteristic. A valve turned the other way by the pressure passes the same flow backwards.',
  doesNotModel:
    'Choked flow, flashing and cavitation; gas and steam; laminar flow of thick liquids and the smallest pressure drops; the time of the actuator; the effect of reducers; leakage of the closed valve.',
  source:
    'IEC 60534-2-1, incompressible turbulent flow: Q = Kv·√(Δp/(ρ/ρ0)), Δp in bar, Q in m³/h, with piping factor 1; inherent characteristics as in Seborg, Edgar, Mellichamp, Process Dynamics and Control',
  params: z.object({
    kv: quantity('m3/h', { tunable: true })
      .positive()
      .default(10)
      .describe('Flow of water through the open valve at a pressure drop of 1 bar (Kv); Cv is Kv/0.865'),
    characteristic: z
      .enum(['linear', 'equal-percentage', 'quick-opening'])
      .default('equal-percentage')
      .describe('How the flow coefficient follows the opening'),
    rangeability: z
      .number()
      .gt(1)
      .max(1000)
      .default(50)
      .describe('Largest over smallest controllable flow coefficient, for equal percentage'),
    density: quantity('kg/m3', { tunable: true })
      .positive()
      .default(998.2)
      .describe('Density of the liquid; water at 20 °C: 998.2'),
  }),
  inputs: {
    pressureDrop: number('Pa', { doc: 'Pressure before the valve less that behind it' }),
    opening: number('1', { default: 1, doc: 'Travel from 0 (closed) to 1 (open)' }),
  },
  outputs: {
    flow: number('m3/s', { doc: 'Volume flow through the valve' }),
    flowCoefficient: number('m3/s', { doc: 'Kv at this opening: flow of water at 1 bar' }),
  },
  constants: {
    referencePressure: { value: 1e5, unit: 'Pa' },
    waterDensity: { value: 999.1, unit: 'kg/m3' },
    hour: { value: 3600, unit: 's/h' },
  },
  equations: [
    'travel = clamp(opening, 0, 1)',
    'equalPercentage = if(travel > 0, rangeability^(travel - 1), 0)',
    'share = if(characteristic == "linear", travel, if(characteristic == "equal-percentage", equalPercentage, sqrt(travel)))',
    'flowCoefficient = kv/hour*share',
    'drop = pressureDrop/(referencePressure*density/waterDensity)',
    'flow = flowCoefficient*sign(drop)*sqrt(abs(drop))',
  ],
  example: {
    shows: 'Equal percentage: at 1 bar the open valve passes 10 m³/h, half open a seventh of it.',
    inputs: {
      pressureDrop: { type: 'sources/constant', params: { value: 1, unit: 'bar' } },
      opening: { params: { shape: 'triangle', amplitude: 50, offset: 50, period: '60 s', unit: '%' } },
    },
    seconds: 120,
  },
  card: { port: 'flow', look: 'value' },
});
