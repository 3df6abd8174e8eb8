import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { boolean, number } from '@twinloom/runtime/node/ports';

/**
 * Centrifugal pump, with r = n/n₀: H = (1 − a·w)·r²·H₀ − k·Q·|Q|, k = (H₀ − H_r)/Q_r²; η = (1 − b·w)·η_b·(1 − (1 − s)²), s = Q/(r·Q_b);
 * P = ρ·g·Q·H/η. Heads in m, flows in m³/s, n in revolutions per s, P in W at the shaft; w is the wear, 0 to 1.
 * P keeps its limit ρ·g·H·r·Q_b/(2·η_b) at Q → 0; η is 0 wherever the pump does not deliver (Q ≤ 0 or H ≤ 0). Source: affinity laws.
 */
export const pump = defineNode({
  type: 'physics/pump',
  version: 1,
  title: 'Centrifugal pump',
  icon: 'fan',
  keywords: ['head', 'affinity', 'efficiency', 'impeller', 'rpm'],
  docs: 'Head, efficiency and shaft power of a centrifugal pump at a flow and a speed. The curve goes through the shut-off head and the rated point; other speeds follow from the affinity laws. At standstill the pump is a resistance.',
  doesNotModel:
    'Cavitation (NPSH); the inertia of rotor and drive; motor losses; a pump turned backwards; the fall of efficiency at low speed (Reynolds number).',
  source:
    'Affinity laws Q ∝ n, H ∝ n², P ∝ n³; parabolic head and efficiency curves through the points of the data sheet',
  params: z
    .object({
      ratedSpeed: quantity('1/s')
        .positive()
        .default(25)
        .describe('Speed of the curves, such as "1450 1/min"'),
      ratedFlow: quantity('m3/s').positive().default(0.005).describe('Flow at the rated point'),
      ratedHead: quantity('m').positive().default(15).describe('Head at the rated point'),
      shutoffHead: quantity('m').positive().default(20).describe('Head at no flow, above the rated head'),
      bestFlow: quantity('m3/s')
        .positive()
        .default(0.005)
        .describe('Flow of best efficiency at the rated speed'),
      bestEfficiency: z.number().gt(0).max(1).default(0.7).describe('Efficiency there'),
      density: quantity('kg/m3')
        .positive()
        .default(998.2)
        .describe('Density of the liquid; water at 20 °C: 998.2'),
      wearHeadLoss: z.number().min(0).max(1).default(0.1).describe('Share of the head lost at wear 1'),
      wearEfficiencyLoss: z
        .number()
        .min(0)
        .lt(1)
        .default(0.15)
        .describe('Share of the efficiency lost at wear 1'),
    })
    .refine(({ shutoffHead, ratedHead }) => shutoffHead > ratedHead, {
      path: ['shutoffHead'],
      message: 'it must lie above the rated head, or the curve does not fall',
    }),
  inputs: {
    speed: number('1/s', { doc: 'Revolutions per second; 1/min is converted' }),
    flow: number('m3/s', { doc: 'Flow through the pump, such as that of the pipe behind it' }),
    running: boolean({ default: true, doc: 'False: the shaft stands still' }),
    wear: number('1', { default: 0, doc: 'Wear from 0 (new) to 1' }),
  },
  outputs: {
    head: number('m', { doc: 'Head the pump adds' }),
    efficiency: number('1', { doc: 'Hydraulic over shaft power' }),
    power: number('W', { doc: 'Power at the shaft' }),
    hydraulicPower: number('W', { doc: 'Power given to the liquid: ρ·g·Q·H' }),
  },
  constants: { g: { value: 9.80665, unit: 'm/s2' } },
  equations: [
    'ratio = if(running, max(speed, 0)/ratedSpeed, 0)',
    'worn = min(max(wear, 0), 1)',
    'fall = (shutoffHead - ratedHead)/ratedFlow^2',
    'head = (1 - wearHeadLoss*worn)*shutoffHead*ratio^2 - fall*flow*abs(flow)',
    'hydraulicPower = density*g*flow*head',
    // η·(2·r·Q_b − Q) would be 0/0 at Q = 0: P is written with Q cancelled. The floor keeps it finite past twice the best flow.
    'best = bestEfficiency*(1 - wearEfficiencyLoss*worn)',
    'room = max(2*ratio*bestFlow - flow, 0.1*ratio*bestFlow)',
    'power = if(ratio > 0, density*g*max(head, 0)*(ratio*bestFlow)^2/(best*room), 0)',
    'efficiency = if(power > 0, max(hydraulicPower, 0)/power, 0)',
  ],
  example: {
    shows: 'From 20 m at shut-off the head falls with the square of the flow, to 15 m at 18 m³/h.',
    inputs: {
      speed: { type: 'sources/constant', params: { value: 25, unit: '1/s' } },
      flow: {
        params: { shape: 'triangle', amplitude: '9 m3/h', offset: '9 m3/h', period: '60 s', unit: 'm3/h' },
      },
    },
    seconds: 120,
  },
  card: { port: 'head', look: 'value' },
});
