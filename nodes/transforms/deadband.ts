import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration, quantity } from '@twinloom/runtime/node/params';
import { anyUnit, number, unitOf } from '@twinloom/runtime/node/ports';
import { ABSENT, BAD } from '@twinloom/runtime/signal/quality';

/** s; what the clock of a flow can tell apart. */
const MICROSECOND = 1e-6;

/**
 * Report by exception: passes the input when |in − last passed| > width, when its quality is another than that of the last passed, and,
 * with maxSilence, when that time (s) has gone by since, though no sample came; everything else is held back. The first sample passes.
 */
export const deadband = defineNode({
  type: 'transforms/deadband',
  version: 1,
  title: 'Deadband',
  icon: 'unfold-vertical',
  keywords: ['report by exception', 'exception', 'compress', 'send on delta', 'change of value', 'thin out'],
  docs: 'Passes a sample only when the signal has moved, to spare what comes behind: a broker, a historian, a person. A longest silence shows that it is still alive.',
  doesNotModel:
    'A dead zone (output 0 around 0) or the backlash of a gear; compression along a slope (swinging door).',
  source: 'Send-on-delta sampling; the absolute deadband of OPC UA data change filters',
  params: z.object({
    width: quantity('difference:in', { tunable: true })
      .min(0)
      .describe('How far it must have moved to be passed; 0 = any change'),
    maxSilence: duration({ tunable: true })
      .min(0.001)
      .optional()
      .describe('After this time the value is passed in any case; empty = never'),
  }),
  inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: { out: number(unitOf('in'), { doc: 'The samples that matter' }) },
  states: {
    value: { unit: 'like:in', initial: 0 },
    quality: { initial: ABSENT },
    at: { unit: 's', initial: 0 },
  },
  onBad: 'step',
  step: (y, x, u, { width, maxSilence = Infinity }, instant) => {
    const { t } = instant;
    const quality = instant.quality('in');
    const hasMoved = Math.abs(u.in - x.value) > width;
    const wasSilent = t - x.at > maxSilence - MICROSECOND;
    if (hasMoved || wasSilent || quality !== x.quality) {
      y.out = u.in;
      if (quality < BAD) x.value = u.in;
      x.quality = quality;
      x.at = t;
    }
    instant.wakeAt(x.at + maxSilence);
  },
  example: {
    shows: 'Speaks only where the value has moved by 1 bar since it last spoke: a stair of a slope.',
    params: { width: '1 bar' },
    inputs: {
      in: { params: { shape: 'triangle', amplitude: '3 bar', offset: '5 bar', period: '30 s', unit: 'bar' } },
    },
    seconds: 60,
  },
});
