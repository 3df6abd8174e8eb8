import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { anyUnit, differenceOf, number, vector } from '@twinloom/runtime/node/ports';
import { FEWEST, meanSquareOf, periodogramOf } from './periodogram.ts';
import { tapers } from './taper.ts';
import { waveformOf } from './waveform-of.ts';

/** Of a line: what is closer to it is rounding. */
const ROUNDING = 1e-9;

/**
 * What a waveform, without its mean, holds in a band: rms = √(Σ 2·|X_k|²/(N·Σw²)) over the lines k/(N·spacing) from low up to but not
 * including high, so that bands side by side share no line. X is the transform of the weighted values; Σw² corrects for the noise
 * bandwidth of the window. Rectangular, the squares of bands that cover all sum to the mean square about the mean, exactly (Parseval).
 */
export const bandPower = defineNode({
  type: 'transforms/band-power',
  version: 1,
  title: 'Band power',
  icon: 'chart-no-axes-combined',
  keywords: ['band', 'rms', 'vibration', 'power', 'frequency', 'FFT', 'octave', 'Parseval'],
  docs: 'How strongly a waveform oscillates between two frequencies, and which share of the whole that is: the vibration velocity from 10 to 1000 Hz, the hum at mains frequency.',
  doesNotModel:
    'Edges finer than the lines of the spectrum, 1/(length of the waveform); the power itself, which is the square of the rms; integration of an acceleration to a velocity.',
  source: 'Parseval’s theorem; noise bandwidth of windows after Harris, Proceedings of the IEEE 66 (1978) 51',
  params: z
    .object({
      low: quantity('Hz').min(0).default(0).describe('Where the band begins'),
      high: quantity('Hz')
        .positive()
        .optional()
        .describe('Where it ends; empty = at half the rate of samples, which is in it'),
      window: z
        .enum(tapers)
        .default('hann')
        .describe(
          'Weights against leakage from outside the band; rectangular where the oscillations fit the waveform',
        ),
    })
    .refine(({ low, high }) => high === undefined || low < high, {
      path: ['high'],
      message: 'it must be above low',
    }),
  inputs: { in: vector(anyUnit, { doc: 'Waveform: a vector with a spacing' }) },
  outputs: {
    rms: number(differenceOf('in'), { doc: 'Root of the mean square in the band' }),
    share: number('1', { doc: 'Its mean square over that of the whole; no answer where nothing oscillates' }),
  },
  step: (y, _x, u, { low, high = Infinity, window }, instant) => {
    const lines = periodogramOf(waveformOf(u.in, FEWEST), window);
    const lineOf = (frequency: number): number => Math.ceil(frequency / lines.resolution - ROUNDING);
    const power = meanSquareOf(lines, lineOf(low), lineOf(high));
    y.rms = Math.sqrt(power);
    const whole = meanSquareOf(lines, 0, Infinity);
    if (whole > 0) y.share = power / whole;
    else instant.lack('share', 'nothing oscillates');
  },
  card: { port: 'rms', look: 'value' },
  example: {
    shows:
      'of two oscillations of 3 and 1 mm/s only the faster one lies in the band: 0.71 mm/s, a tenth of the power',
    params: { low: '8 Hz', high: '20 Hz' },
    inputs: {
      in: {
        type: 'transforms/window',
        params: { samples: 200, spacing: '10ms' },
        inputs: {
          in: {
            type: 'transforms/expression',
            params: { inputs: ['a', 'b'], expression: 'a + b' },
            inputs: {
              a: { params: { period: '0.25 s', every: '10ms', amplitude: 3, unit: 'mm/s' } },
              b: { params: { period: '0.1 s', every: '10ms', amplitude: 1, unit: 'mm/s' } },
            },
          },
        },
      },
    },
    seconds: 10,
  },
});
