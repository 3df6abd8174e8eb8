import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { number } from '@twinloom/runtime/node/ports';

/**
 * Lump of one temperature: C·dT/dt = Q − G·(T − T_ambient). C in J/K, G in W/K, Q in W, temperatures in °C; the time constant is C/G.
 * Further surroundings come in as heat, such as from a wall. Source: lumped heat balance (Newton's law of cooling).
 */
export const thermalMass = defineNode({
  type: 'physics/thermal-mass',
  version: 1,
  title: 'Thermal mass',
  icon: 'heater',
  keywords: ['heat', 'temperature', 'capacity', 'cooling', 'lumped', 'room', 'warming'],
  docs: 'Temperature of a body, a room or a vessel that is heated and loses heat to its surroundings. Good where the body is at one temperature throughout. Two bodies that warm each other are joined by a wall.',
  doesNotModel:
    'Differences of temperature inside the body (it holds for a Biot number below about 0.1); radiation, whose loss grows with the fourth power; boiling, freezing; a heat capacity or conductance that changes.',
  source: "Lumped capacitance with Newton's law of cooling: C·dT/dt = Q − G·(T − T_ambient)",
  params: z.object({
    heatCapacity: quantity('J/K')
      .positive()
      .default(50_000)
      .describe('Heat capacity: mass times specific heat; 12 kg of water have 50 kJ/K'),
    conductance: quantity('W/K', { tunable: true })
      .min(0)
      .default(10)
      .describe('Heat lost per kelvin above the surroundings; 0 = insulated'),
    initialTemperature: quantity('Cel', { resets: true })
      .min(-273.15)
      .default(20)
      .describe('Temperature at the start'),
  }),
  inputs: {
    heat: number('W', {
      default: 0,
      doc: 'Heat put in, such as of a heater or a wall; negative = taken out',
    }),
    ambient: number('Cel', { doc: 'Temperature of the surroundings' }),
  },
  outputs: {
    temperature: number('Cel', { doc: 'Temperature of the body' }),
    heatLoss: number('W', { doc: 'Heat given to the surroundings' }),
  },
  states: { T: { unit: 'Cel', initial: 'initialTemperature' } },
  anchor: 'T',
  equations: [
    'temperature = T',
    'heatLoss = conductance*(T - ambient)',
    'der(T) = (heat - heatLoss)/heatCapacity',
  ],
  example: {
    shows:
      '100 W, on for two hours and off for two, into 50 kJ/K that lose 10 W/K: towards 10 K above the room, with a time constant of 83 minutes.',
    inputs: {
      heat: { params: { shape: 'square', amplitude: '50 W', offset: '50 W', period: '4 h', unit: 'W' } },
      ambient: { type: 'sources/constant', params: { value: 20, unit: 'Cel' } },
    },
    seconds: 28_800,
  },
  card: { port: 'temperature', look: 'value' },
});
