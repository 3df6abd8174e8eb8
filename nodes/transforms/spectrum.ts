import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { anyUnit, differenceOf, number, vector } from '@twinloom/runtime/node/ports';
import { amplitudesOf, FEWEST, meanSquareOf, periodogramOf } from './periodogram.ts';
import { strongestLine } from './strongest-line.ts';
import { tapers } from './taper.ts';
import { waveformOf } from './waveform-of.ts';

/**
 * One-sided amplitude spectrum of a waveform of N values without its mean: line k stands at k·resolution, resolution = 1/(L·spacing), with
 * A_k = 2·|Σ w_n·x_n·e^(−2πi·kn/L)|/Σw, so a sine of amplitude A on a line shows A; the last line of an even L counts once. Between two
 * lines a Hann window shows up to 1.42 dB less; the peak is sought between the lines too and does not lose that. One segment: L = N.
 * With more, the powers of segments of L = ⌊2N/(segments + 1)⌋ that overlap by half are averaged. Rms is the root of the mean square of all lines.
 */
export const spectrum = defineNode({
  type: 'transforms/spectrum',
  version: 1,
  title: 'Spectrum',
  icon: 'chart-no-axes-column',
  keywords: ['FFT', 'DFT', 'frequency', 'Fourier', 'amplitude', 'peak', 'vibration', 'Welch', 'harmonics'],
  docs: 'Which oscillations a waveform is made of: the amplitude of each frequency, the strongest one, and the rms. The waveform comes from a Window, or from a device that sends whole waveforms.',
  doesNotModel:
    'An average over several waveforms (take a longer one with more segments); phases; what oscillated faster than half the rate of samples and was folded down; a speed that changes within the waveform.',
  source:
    'Discrete Fourier transform; windows after Harris, Proceedings of the IEEE 66 (1978) 51; averages after Welch, IEEE Transactions on Audio and Electroacoustics 15 (1967) 70',
  params: z.object({
    window: z
      .enum(tapers)
      .default('hann')
      .describe(
        'Weights against leakage: hann for most, flat-top for exact amplitudes, rectangular where the oscillations fit the waveform',
      ),
    segments: z
      .int()
      .min(1)
      .max(1_000)
      .default(1)
      .describe('Averaged over so many pieces that overlap by half: less noise, but coarser lines'),
    peakAbove: quantity('Hz', { tunable: true })
      .min(0)
      .default(0)
      .describe('The strongest oscillation is sought from this frequency on'),
  }),
  inputs: { in: vector(anyUnit, { doc: 'Waveform: a vector with a spacing' }) },
  outputs: {
    amplitude: vector(differenceOf('in'), {
      doc: 'Amplitude of the lines at 0, resolution, 2·resolution, …',
    }),
    resolution: number('Hz', { doc: 'Distance of two lines' }),
    peakFrequency: number('Hz', {
      doc: 'Frequency of the strongest oscillation; no answer where there is none',
    }),
    peakAmplitude: number(differenceOf('in'), { doc: 'Its amplitude' }),
    rms: number(differenceOf('in'), { doc: 'Root of the mean square about the mean' }),
  },
  step: (y, _x, u, { window, segments, peakAbove }, instant) => {
    const waveform = waveformOf(u.in, (FEWEST * (segments + 1)) / 2);
    const lines = periodogramOf(waveform, window, segments);
    const peak = strongestLine(lines, Math.ceil(peakAbove / lines.resolution));
    y.amplitude = { values: Array.from(amplitudesOf(lines)) };
    y.resolution = lines.resolution;
    if (peak) y.peakFrequency = peak.frequency;
    else instant.lack('peakFrequency', 'nothing oscillates');
    y.peakAmplitude = peak?.amplitude ?? 0;
    y.rms = Math.sqrt(meanSquareOf(lines, 0, Infinity));
  },
  card: { port: 'peakFrequency', look: 'value' },
  example: {
    shows: 'two oscillations of 4 Hz and 10 Hz, apart as two lines of 3 and 1 mm/s',
    inputs: {
      in: {
        type: 'transforms/window',
        params: { samples: 200, spacing: '10ms', overlap: 0.5 },
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
