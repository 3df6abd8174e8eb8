import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { anyUnit, boolean, number } from '@twinloom/runtime/node/ports';

/**
 * Compares with a threshold. Above: true while in > threshold, and once true, until in ≤ threshold − hysteresis; below: the mirror.
 * At the first sample, between the two limits, it is false.
 */
export const compare = defineNode({
  type: 'transforms/compare',
  version: 1,
  title: 'Compare',
  icon: 'scale',
  keywords: ['threshold', 'limit', 'switch', 'greater', 'less', 'hysteresis', 'schmitt'],
  docs: 'True while the input is above (or below) a threshold. The hysteresis keeps noise around the threshold from making it flicker.',
  doesNotModel: 'A delay: an alarm has one.',
  source: 'Two-point comparison with hysteresis (Schmitt trigger)',
  params: z.object({
    threshold: quantity('like:in', { tunable: true }).describe('Limit, in the unit of the input'),
    direction: z
      .enum(['above', 'below'])
      .default('above')
      .describe('On which side of the threshold it is true'),
    hysteresis: quantity('difference:in', { tunable: true })
      .min(0)
      .default(0)
      .describe('How far back it must come to be false again'),
  }),
  inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: { out: boolean({ doc: 'Whether it is beyond the threshold' }) },
  example: {
    shows: 'It turns true above 6 bar, and false again only below 5 bar: the hysteresis is 1 bar.',
    params: { threshold: '6 bar', hysteresis: '1 bar' },
    inputs: { in: { params: { amplitude: '2 bar', offset: '5 bar', period: '20 s', unit: 'bar' } } },
    seconds: 60,
  },
  states: { on: { initial: 0 } },
  equations: [
    'out = if(direction == "above", in > threshold or (on and in > threshold - hysteresis), in < threshold or (on and in < threshold + hysteresis))',
    'next(on) = out',
  ],
  card: { port: 'out', look: 'state' },
});
