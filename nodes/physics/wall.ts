import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { number } from '@twinloom/runtime/node/ports';

/**
 * Wall between two temperatures, as two resistances with a capacity between them: q_in = A·(T − T_in)/R_in, q_out = A·(T − T_out)/R_out,
 * C·A·dT/dt = −q_in − q_out. R in m²·K/W, C in J/(m²·K), temperatures in °C. With C = 0 it is steady: q_out = −q_in = A·(T_in − T_out)/(R_in + R_out).
 * Source: electrical analogy of heat conduction (2R1C).
 */
export const wall = defineNode({
  type: 'physics/wall',
  version: 1,
  title: 'Wall',
  icon: 'brick-wall',
  keywords: ['heat', 'insulation', 'R-value', 'U-value', 'building', 'conduction', '2R1C'],
  docs: 'Heat through a wall, a pipe lagging or a casing between two temperatures, with the delay of what the wall itself stores. Each side tells the heat the wall gives to it, ready for a thermal mass.',
  doesNotModel:
    'The profile of temperature inside a thick wall (chain several for that); heat along the wall, bridges and corners; sun on the surface; moisture.',
  source:
    'Electrical analogy of heat conduction: thermal resistances in series with one capacity between them (2R1C); surface resistances as in ISO 6946 belong into the two resistances',
  params: z.object({
    area: quantity('m2').positive().default(10).describe('Area of the wall'),
    insideResistance: quantity('m2.K/W', { tunable: true })
      .positive()
      .default(0.3)
      .describe('Resistance of one square metre from the inside air to the middle of what stores heat'),
    outsideResistance: quantity('m2.K/W', { tunable: true })
      .positive()
      .default(3)
      .describe('Resistance of one square metre from there to the outside air'),
    heatCapacity: quantity('J/(m2.K)')
      .min(0)
      .default(200_000)
      .describe('Heat stored per square metre and kelvin; 0 = none, the wall answers at once'),
    initialTemperature: quantity('Cel', { resets: true })
      .min(-273.15)
      .default(20)
      .describe('Temperature of the wall at the start'),
  }),
  inputs: {
    inside: number('Cel', { doc: 'Temperature inside' }),
    outside: number('Cel', { doc: 'Temperature outside' }),
  },
  outputs: {
    heatToOutside: number('W', { doc: 'Heat the wall gives to the outside' }),
    heatToInside: number('W', { doc: 'Heat the wall gives to the inside; negative = the inside loses' }),
    temperature: number('Cel', { doc: 'Temperature in the middle of what stores heat' }),
  },
  states: { T: { unit: 'Cel', initial: 'initialTemperature' } },
  anchor: 'T',
  equations: [
    'balance = inside + (outside - inside)*insideResistance/(insideResistance + outsideResistance)',
    'temperature = if(heatCapacity > 0, T, balance)',
    'heatToInside = area*(temperature - inside)/insideResistance',
    'heatToOutside = area*(temperature - outside)/outsideResistance',
    'der(T) = if(heatCapacity > 0, -(heatToInside + heatToOutside)/(area*heatCapacity), 0)',
  ],
  example: {
    shows:
      'Outside it swings by 10 K a day about 5 °C: what goes out swings by 33 W, what the room gives by 7 W only, some hours later.',
    inputs: {
      inside: { type: 'sources/constant', params: { value: 20, unit: 'Cel' } },
      outside: { params: { amplitude: '10 K', offset: 5, period: '1 d', unit: 'Cel' } },
    },
    seconds: 259_200,
  },
  card: { port: 'heatToOutside', look: 'value' },
});
