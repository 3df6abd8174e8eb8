import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { anyUnit, number, unitOf } from '@twinloom/runtime/node/ports';

/**
 * Perfectly mixed tank that is always full: V·dc/dt = q·(c_in − c). c is a concentration, or a temperature where density and specific heat
 * are those of the inflow; q in m³/s, V in m³. What leaves has the c of the tank. The mean residence time is V/q.
 * Source: balance of the continuous stirred tank.
 */
export const mixingTank = defineNode({
  type: 'physics/mixing-tank',
  version: 1,
  title: 'Mixing tank',
  icon: 'blend',
  keywords: ['CSTR', 'stirred', 'concentration', 'dilution', 'residence time', 'blending', 'temperature'],
  docs: 'Concentration, or temperature, of what leaves a stirred tank of constant volume through which a liquid flows. It smooths what comes in with the residence time.',
  doesNotModel:
    'A changing level; several inlets (mix them before it); dead zones and short cuts; reactions; heat loss and heat of mixing; a flow that runs backwards, which counts as none.',
  source:
    'Balance of the continuous stirred tank at constant volume and density: V·dc/dt = q·(c_in − c), as in Levenspiel, Chemical Reaction Engineering',
  params: z.object({
    volume: quantity('m3').positive().default(1).describe('Volume of the liquid in the tank'),
    initial: quantity('like:inlet', { resets: true })
      .default(0)
      .describe('Concentration or temperature in the tank at the start'),
  }),
  inputs: {
    inflow: number('m3/s', { doc: 'Volume flow in; as much flows out' }),
    inlet: number(anyUnit, { doc: 'Concentration or temperature of what flows in' }),
  },
  outputs: { outlet: number(unitOf('inlet'), { doc: 'The same in the tank and in what flows out' }) },
  states: { c: { unit: 'like:inlet', initial: 'initial' } },
  anchor: 'c',
  equations: ['outlet = c', 'der(c) = max(inflow, 0)*(inlet - c)/volume'],
  example: {
    shows: '1 m³ with 10 l/s through it: what leaves follows the inlet with a time constant of 100 s.',
    params: { initial: '20 Cel' },
    inputs: {
      inflow: { type: 'sources/constant', params: { value: 10, unit: 'L/s' } },
      inlet: { params: { shape: 'square', amplitude: '20 K', offset: 40, period: '20 min', unit: 'Cel' } },
    },
    seconds: 2400,
  },
  card: { port: 'outlet', look: 'value' },
});
