import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { number } from '@twinloom/runtime/node/ports';

/**
 * Open tank draining through an orifice: A·dh/dt = q_in − q_out − C_d·a·√(2gh).
 * The level is held at zero from below; overflow is not modelled.
 * Source: Torricelli's law.
 */
export const tank = defineNode({
  type: 'physics/tank',
  version: 1,
  title: 'Draining tank',
  icon: 'droplet',
  keywords: ['vessel', 'level', 'basin', 'reservoir', 'orifice', 'Torricelli'],
  docs: 'Level of an open, upright tank with one inlet, one outlet and an orifice at the bottom. The inlet may also take out: a negative inflow lowers the level.',
  doesNotModel:
    'Overflow; a cross-section that changes with height; an outflow that stops when the tank is empty; the pressure of what it drains into.',
  source: "Torricelli's law: v = √(2·g·h), with a discharge coefficient for the contraction of the jet",
  params: z.object({
    area: quantity('m2').positive().default(1).describe('Cross-section of the tank'),
    orifice: quantity('m2').min(0).default(0).describe('Opening at the bottom; 0 = none'),
    dischargeCoefficient: z
      .number()
      .min(0)
      .max(1)
      .default(0.62)
      .describe('Real flow through the orifice over the ideal one; 0.62 for a sharp edge'),
    initialLevel: quantity('m', { resets: true }).min(0).default(0).describe('Level at the start'),
  }),
  inputs: {
    inflow: number('m3/s', { doc: 'Volume flow in' }),
    outflow: number('m3/s', { default: 0, doc: 'Volume flow taken out beside the orifice' }),
  },
  outputs: {
    level: number('m', { doc: 'Height of the water above the orifice' }),
    drain: number('m3/s', { doc: 'Flow through the orifice' }),
    volume: number('m3', { doc: 'Water in the tank' }),
  },
  example: {
    shows:
      'The level settles where the orifice lets out what flows in: at 2.1 m, and at a quarter of that once the inflow is halved.',
    params: { area: '0.5 m2', orifice: '25 cm2' },
    inputs: {
      inflow: {
        params: { shape: 'square', amplitude: '9 m3/h', offset: '27 m3/h', period: '25 min', unit: 'm3/h' },
      },
    },
    seconds: 1440,
  },
  constants: { g: { value: 9.80665, unit: 'm/s2' } },
  states: { h: { unit: 'm', initial: 'initialLevel' } },
  anchor: 'h',
  equations: [
    'drain = dischargeCoefficient*orifice*sqrt(2*g*max(h, 0))',
    'der(h) = if(h > 0, inflow - outflow - drain, max(inflow - outflow - drain, 0))/area',
    'level = max(h, 0)',
    'volume = area*level',
  ],
  card: { port: 'level', look: 'value' },
});
