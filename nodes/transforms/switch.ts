import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { anyUnit, boolean, typeFrom, unitOf } from '@twinloom/runtime/node/ports';
import type { QualityCode } from '@twinloom/runtime/signal/quality';

/** Passes `a` while `choose` is true, `b` while it is false. The result is as good as `choose` and the input it takes; the other does not matter. */
export const switchNode = defineNode({
  type: 'transforms/switch',
  version: 1,
  title: 'Switch',
  icon: 'route',
  keywords: ['choose', 'if', 'bypass', 'selector', 'changeover', 'either'],
  docs: 'One of two signals, as a condition says: a changeover from one sensor to another, or from automatic to manual.',
  doesNotModel: 'A smooth changeover: put a Rate limit behind it.',
  source: 'Selection SEL of IEC 61131-3',
  params: z.object({
    type: z.enum(['number', 'boolean', 'string']).default('number').describe('What the signals are'),
  }),
  inputs: {
    choose: boolean({ doc: 'True takes a, false takes b' }),
    a: typeFrom('type', anyUnit, { doc: 'Signal while the condition is true' }),
    b: typeFrom('type', unitOf('a'), { doc: 'Signal while it is false' }),
  },
  outputs: { out: typeFrom('type', unitOf('a'), { doc: 'The signal it takes' }) },
  onBad: 'step',
  step: (y, _x, u, _p, instant) => {
    const taken = u.choose ? 'a' : 'b';
    if (!instant.fresh('choose') && !instant.fresh(taken)) return;
    instant.mark(Math.max(instant.quality('choose'), instant.quality(taken)) as QualityCode);
    y.out = u[taken] ?? Number.NaN;
  },
  example: {
    shows: 'Takes the measured flow while the meter is on, else the flow of the plan, 20 m³/h.',
    inputs: {
      choose: {
        type: 'transforms/compare',
        params: { threshold: 0 },
        inputs: { in: { params: { shape: 'square', period: '30 s', unit: '1' } } },
      },
      a: { params: { amplitude: '3 m3/h', offset: '22 m3/h', period: '10 s', unit: 'm3/h' } },
      b: { type: 'sources/constant', params: { value: 20, unit: 'm3/h' } },
    },
    seconds: 90,
  },
});
