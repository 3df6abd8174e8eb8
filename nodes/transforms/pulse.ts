import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { HALF_MICROSECOND } from '@twinloom/runtime/node/half-microsecond';
import { duration } from '@twinloom/runtime/node/params';
import { boolean, event } from '@twinloom/runtime/node/ports';

/** True for a time T from an event on, else false, from the start. An event during the pulse begins the time anew: a retriggerable monostable. */
export const pulse = defineNode({
  type: 'transforms/pulse',
  version: 1,
  title: 'Pulse',
  icon: 'square-activity',
  keywords: ['event', 'button', 'one-shot', 'monostable', 'momentary', 'hold'],
  docs: 'Makes a condition of an event: true for a while from each event on. So a button can start a State machine, or an alarm lights a lamp.',
  doesNotModel: 'Events that are counted: two within the time are one pulse.',
  source: 'Retriggerable monostable',
  params: z.object({
    time: duration().positive().default(0.5).describe('How long it stays true'),
  }),
  inputs: { in: event({ doc: 'Event' }) },
  outputs: { out: boolean({ doc: 'True for a while from the event on' }) },
  // s since the origin: until when it is true.
  states: { until: { unit: 's', initial: -1 } },
  beginsAlone: () => true,
  step: (y, x, _u, { time }, { t, fresh, wakeAt }) => {
    if (fresh('in')) x.until = t + time;
    const isOn = t < x.until - HALF_MICROSECOND;
    y.out = isOn;
    wakeAt(isOn ? x.until : Infinity);
  },
  example: {
    shows: 'The level of a sump passes 1.5 m every 20 s; from each passing on a lamp is lit for 5 s.',
    params: { time: '5 s' },
    inputs: {
      in: {
        type: 'transforms/edge',
        inputs: {
          in: {
            type: 'transforms/compare',
            params: { threshold: '1.5 m' },
            inputs: {
              in: { params: { amplitude: '1 m', offset: '1.2 m', period: '20 s', every: '1 s', unit: 'm' } },
            },
          },
        },
      },
    },
    seconds: 60,
  },
  card: { port: 'out', look: 'state' },
});
