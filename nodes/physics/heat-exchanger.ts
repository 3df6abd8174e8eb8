import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { number } from '@twinloom/runtime/node/ports';

/**
 * Steady heat exchanger by effectiveness and NTU: q = ε·C_min·(T_h,in − T_c,in), C = ṁ·c_p, NTU = UA/C_min, r = C_min/C_max.
 * Counterflow: ε = (1 − E)/(1 − r·E), E = e^(−NTU·(1−r)), and NTU/(1 + NTU) at r = 1. Parallel: ε = (1 − e^(−NTU·(1+r)))/(1 + r).
 * Crossflow, both unmixed: ε = 1 − e^(NTU^0.22·(e^(−r·NTU^0.78) − 1)/r), an approximation. At r = 0 all are 1 − e^(−NTU).
 * A stream that stands (flow ≤ 0) takes on the inlet temperature of the other: the limit of a flow that goes to 0, with ε = 1 and q = 0;
 * where both stand nothing changes and ε is 0. ṁ in kg/s, c_p in J/(kg·K), UA in W/K, temperatures in °C.
 * Source: Incropera, DeWitt, Fundamentals of Heat and Mass Transfer, chapter on heat exchangers.
 */
export const heatExchanger = defineNode({
  type: 'physics/heat-exchanger',
  version: 1,
  title: 'Heat exchanger',
  icon: 'arrow-left-right',
  keywords: [
    'NTU',
    'effectiveness',
    'counterflow',
    'parallel flow',
    'crossflow',
    'cooler',
    'fouling',
    'duty',
  ],
  docs: 'Duty and outlet temperatures of a heat exchanger from its two inlets. Lower the conductance to see fouling. The "hot" side may be the colder one: the duty is then negative.',
  doesNotModel:
    'Heat stored in metal and fluids (it is steady); a conductance that changes with the flow or the temperature; condensing, evaporating; losses to the surroundings; shell-and-tube with several passes; reversed flow, which counts as none.',
  source:
    'Effectiveness–NTU relations of Incropera, DeWitt, Bergman, Lavine, Fundamentals of Heat and Mass Transfer (chapter Heat Exchangers); crossflow with both streams unmixed is their approximation',
  params: z.object({
    arrangement: z
      .enum(['counterflow', 'parallel', 'crossflow'])
      .default('counterflow')
      .describe('How the streams run: against each other, side by side, or across, both unmixed'),
    conductance: quantity('W/K', { tunable: true })
      .min(0)
      .default(5000)
      .describe('UA: heat transfer coefficient times area; fouling lowers it'),
    hotSpecificHeat: quantity('J/(kg.K)')
      .positive()
      .default(4186)
      .describe('Specific heat of the hot stream; water: 4186'),
    coldSpecificHeat: quantity('J/(kg.K)')
      .positive()
      .default(4186)
      .describe('Specific heat of the cold stream; water: 4186'),
  }),
  inputs: {
    hotInlet: number('Cel', { doc: 'Temperature of the hot stream where it enters' }),
    coldInlet: number('Cel', { doc: 'Temperature of the cold stream where it enters' }),
    hotFlow: number('kg/s', { doc: 'Mass flow of the hot stream' }),
    coldFlow: number('kg/s', { doc: 'Mass flow of the cold stream' }),
  },
  outputs: {
    duty: number('W', { doc: 'Heat from the hot to the cold stream' }),
    hotOutlet: number('Cel', { doc: 'Temperature of the hot stream where it leaves' }),
    coldOutlet: number('Cel', { doc: 'Temperature of the cold stream where it leaves' }),
    effectiveness: number('1', { doc: 'Duty over the greatest duty that is possible' }),
  },
  constants: { tiny: { value: 1e-12, unit: 'W/K' } },
  equations: [
    'hotCapacity = max(hotFlow, 0)*hotSpecificHeat',
    'coldCapacity = max(coldFlow, 0)*coldSpecificHeat',
    'least = min(hotCapacity, coldCapacity)',
    'greatest = max(hotCapacity, coldCapacity)',
    'ntu = conductance/max(least, tiny)',
    'ratio = least/max(greatest, tiny)',
    'unbalance = (greatest - least)/max(greatest, tiny)',
    // 1 − e^(−2a) is 2·tanh(a)/(1 + tanh(a)): written so, nothing cancels near r = 1 and r = 0.
    'counter = tanh(ntu*unbalance/2)',
    'counterflow = if(unbalance > 0, 2*counter/(unbalance + counter*(1 + ratio)), ntu/(1 + ntu))',
    'parallel = (1 - exp(-ntu*(1 + ratio)))/(1 + ratio)',
    'cross = tanh(ratio*ntu^0.78/2)',
    'crossflow = if(ratio > 0, 1 - exp(-2*ntu^0.22*cross/((1 + cross)*ratio)), 1 - exp(-ntu))',
    'chosen = if(arrangement == "counterflow", counterflow, if(arrangement == "parallel", parallel, crossflow))',
    'effectiveness = if(greatest > tiny, chosen, 0)',
    'duty = effectiveness*least*(hotInlet - coldInlet)',
    'hotShare = if(hotCapacity > least, least/hotCapacity, 1)',
    'coldShare = if(coldCapacity > least, least/coldCapacity, 1)',
    'hotOutlet = hotInlet - effectiveness*hotShare*(hotInlet - coldInlet)',
    'coldOutlet = coldInlet + effectiveness*coldShare*(hotInlet - coldInlet)',
  ],
  example: {
    shows:
      'Water of 80 °C heats water of 15 °C in counterflow: more hot water gives more heat, and less for each litre.',
    inputs: {
      hotInlet: { type: 'sources/constant', params: { value: 80, unit: 'Cel' } },
      coldInlet: { type: 'sources/constant', params: { value: 15, unit: 'Cel' } },
      hotFlow: { params: { shape: 'triangle', amplitude: 1, offset: 1, period: '60 s', unit: 'kg/s' } },
      coldFlow: { type: 'sources/constant', params: { value: 1, unit: 'kg/s' } },
    },
    seconds: 120,
  },
  card: { port: 'duty', look: 'value' },
});
