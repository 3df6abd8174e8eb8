import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { anyUnit, number, unitOf } from '@twinloom/runtime/node/ports';

/** A tap: shows a value on its card and says it again on `out`, where it is recorded; it sends nothing anywhere. */
export const value = defineNode({
  type: 'sinks/value',
  version: 1,
  title: 'Value',
  icon: 'gauge',
  keywords: ['show', 'display', 'tap', 'record', 'indicator', 'probe', 'debug'],
  docs: 'Shows a value large on its card and records it under a name of its own. Sends nothing.',
  doesNotModel: 'Anything: it shows what is there.',
  source: 'The value itself',
  params: z.object({}),
  inputs: { in: number(anyUnit, { doc: 'What to show' }) },
  outputs: { out: number(unitOf('in'), { doc: 'The same value, as it is recorded' }) },
  equations: ['out = in'],
  example: {
    shows: 'Shows what goes in, large on its card, and records it under a name of its own.',
    inputs: { in: { params: { amplitude: '2 m3/h', offset: '12 m3/h', period: '20 s', unit: 'm3/h' } } },
    seconds: 60,
  },
  card: { port: 'out', look: 'sparkline' },
});
