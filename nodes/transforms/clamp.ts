import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { anyUnit, boolean, number, unitOf } from '@twinloom/runtime/node/ports';

/** Keeps a signal within limits: out = min(max(in, low), high); a limit that is not given does not hold. */
export const clamp = defineNode({
  type: 'transforms/clamp',
  version: 1,
  title: 'Clamp',
  icon: 'move-horizontal',
  keywords: ['limit', 'saturation', 'bound', 'minimum', 'maximum', 'range'],
  docs: 'Holds a signal between a least and a greatest value, and says when it had to.',
  doesNotModel: 'Doubt about the value: what lies outside a sensor’s range belongs into Validate.',
  source: 'Saturation, y = min(max(u, u_min), u_max)',
  params: z
    .object({
      low: quantity('like:in', { tunable: true }).optional().describe('Least value; empty = none'),
      high: quantity('like:in', { tunable: true }).optional().describe('Greatest value; empty = none'),
    })
    .refine(({ low, high }) => low === undefined || high === undefined || low <= high, {
      path: ['high'],
      message: 'it must not lie below the least value',
    }),
  inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: {
    out: number(unitOf('in'), { doc: 'The signal within its limits' }),
    limited: boolean({ doc: 'Whether a limit holds it' }),
  },
  equations: ({ low, high }) => {
    const above = low === undefined ? 'in' : 'max(in, low)';
    return [`out = ${high === undefined ? above : `min(${above}, high)`}`, 'limited = out != in'];
  },
  example: {
    shows: 'A signal of 0 to 10 bar stays between 2 and 8 bar, and “limited” tells when it is cut.',
    params: { low: '2 bar', high: '8 bar' },
    inputs: { in: { params: { amplitude: '5 bar', offset: '5 bar', period: '20 s', unit: 'bar' } } },
    seconds: 60,
  },
});
