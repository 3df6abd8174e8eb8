import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { anyUnit, differenceOf, number, vector } from '@twinloom/runtime/node/ports';
import { ABSENT } from '@twinloom/runtime/signal/quality';
import { bearingOrders, type BearingOrders } from './bearing-orders.ts';
import { envelopeOf } from './envelope.ts';
import { amplitudesOf, FEWEST, periodogramOf } from './periodogram.ts';
import { strongestLine } from './strongest-line.ts';
import { tapers } from './taper.ts';
import { waveformOf } from './waveform-of.ts';

interface BearingParams {
  balls?: number;
  ballDiameter?: number;
  pitchDiameter?: number;
  contactAngle: number;
  ballPassOuter?: number;
  ballPassInner?: number;
  ballSpin?: number;
  cage?: number;
}

/** Neighbours a line is compared with lie within this share of its frequency. */
const NEIGHBOURHOOD = 0.3;

/**
 * Spectrum of the envelope of a band. A flaw strikes once per pass and lets the machine ring at a high frequency; the envelope of that
 * ringing has a line at the pass frequency f and at its multiples. Band-pass and envelope by the analytic signal; amplitudes as of a Spectrum.
 * Frequencies at shaft speed s from n balls, diameter d, pitch diameter D, contact angle φ, r = (d/D)·cos φ: outer race n/2·(1 − r)·s, inner
 * race n/2·(1 + r)·s, ball spin D/(2d)·(1 − r²)·s, cage ½·(1 − r)·s. Level of each = √(Σ A_h²/2) over h = 1 … harmonics, A_h the highest
 * line within ± tolerance·h·f and at least ± 1 line. Prominence = the highest ratio of a first line A_1 to the median line within ± 30 % of f.
 * Source: Randall and Antoni, Mechanical Systems and Signal Processing 25 (2011) 485; Randall, Vibration-based Condition Monitoring (2011).
 */
export const envelopeSpectrum = defineNode({
  type: 'transforms/envelope-spectrum',
  version: 1,
  title: 'Envelope spectrum',
  icon: 'circle-dot-dashed',
  keywords: [
    'bearing',
    'BPFO',
    'BPFI',
    'BSF',
    'FTF',
    'demodulation',
    'Hilbert',
    'fault',
    'vibration',
    'HFRT',
  ],
  docs: 'Finds what strikes again and again within a vibration: the flaw of a bearing’s outer race, inner race, ball or cage, from the acceleration, the geometry of the bearing and the speed of the shaft.',
  doesNotModel:
    'The choice of the band (take one where the machine rings: some kHz, free of other lines); a speed that changes within the waveform; a verdict: levels of a new bearing are the measure. Frequencies that lie close together, such as three times the outer and two times the inner race of many bearings, count for both. A flaw of a ball often shows best at twice its spin.',
  source:
    'Randall and Antoni, Rolling element bearing diagnostics: a tutorial, Mechanical Systems and Signal Processing 25 (2011) 485; Randall, Vibration-based Condition Monitoring, Wiley 2011',
  params: z
    .object({
      low: quantity('Hz').min(0).default(2_000).describe('Where the band begins that is demodulated'),
      high: quantity('Hz').positive().default(5_000).describe('Where it ends'),
      window: z
        .enum(tapers)
        .default('hann')
        .describe('Weights against leakage in the spectrum of the envelope'),
      balls: z.int().min(3).max(200).optional().meta({ group: 'Bearing' }).describe('Rolling elements'),
      ballDiameter: quantity('m', { group: 'Bearing' }).positive().optional().describe('Their diameter'),
      pitchDiameter: quantity('m', { group: 'Bearing' })
        .positive()
        .optional()
        .describe('Diameter of the circle of their middles'),
      contactAngle: quantity('deg', { group: 'Bearing' })
        .min(0)
        .max(89)
        .default(0)
        .describe('Contact angle: 0 for a deep groove ball bearing without axial load'),
      ballPassOuter: order('a ball passes a place of the outer race (BPFO)'),
      ballPassInner: order('a ball passes a place of the inner race (BPFI)'),
      ballSpin: order('a ball spins (BSF)'),
      cage: order('the cage turns (FTF)'),
      ratedSpeed: quantity('1/s', { group: 'Bearing', tunable: true })
        .positive()
        .optional()
        .describe('Revolutions per second, where no speed is wired'),
      harmonics: z.int().min(1).max(20).default(3).describe('How many multiples count for a level'),
      tolerance: z
        .number()
        .min(0)
        .max(0.1)
        .default(0.02)
        .describe('How far off a frequency may be, as a share of it: bearings slip by 1 to 2 %'),
    })
    .refine(({ low, high }) => low < high, { path: ['high'], message: 'it must be above low' })
    .refine(
      ({ balls, ballDiameter, pitchDiameter }) => countGiven(balls, ballDiameter, pitchDiameter) % 3 === 0,
      {
        path: ['balls'],
        message: 'give the number of balls, their diameter and the pitch diameter, or none of them',
      },
    )
    .refine(({ ballDiameter = 0, pitchDiameter = Infinity }) => ballDiameter < pitchDiameter, {
      path: ['ballDiameter'],
      message: 'it must be below the pitch diameter',
    }),
  inputs: {
    in: vector(anyUnit, { doc: 'Waveform of the acceleration: a vector with a spacing' }),
    speed: number('1/s', {
      optional: true,
      held: true,
      doc: 'Revolutions of the shaft per second; rpm is converted, rad/s must be divided by 2π',
    }),
  },
  outputs: {
    amplitude: vector(differenceOf('in'), {
      doc: 'Amplitude of the envelope’s lines at 0, resolution, 2·resolution, …',
    }),
    resolution: number('Hz', { doc: 'Distance of two lines' }),
    peakFrequency: number('Hz', { doc: 'Frequency of the strongest line; no answer where there is none' }),
    outerRace: number(differenceOf('in'), { doc: 'Level at the frequency of the outer race' }),
    innerRace: number(differenceOf('in'), { doc: 'Level at the frequency of the inner race' }),
    ball: number(differenceOf('in'), { doc: 'Level at the frequency of a ball’s spin' }),
    cage: number(differenceOf('in'), { doc: 'Level at the frequency of the cage' }),
    prominence: number('1', {
      doc: 'How many times the highest of the four frequencies stands above the lines about it; noise alone gives 1 to 4',
    }),
  },
  step: (y, _x, u, p, instant) => {
    const waveform = waveformOf(u.in, FEWEST);
    const half = 1 / (2 * waveform.spacing);
    if (p.low >= half) {
      throw new Error(
        `expected samples so fast that ${p.low} Hz is below half their rate, got ${half} Hz for that half`,
      );
    }
    const envelope = { values: envelopeOf(waveform, p.low, p.high), spacing: waveform.spacing };
    const lines = periodogramOf(envelope, p.window);
    const amplitudes = amplitudesOf(lines);
    y.amplitude = { values: Array.from(amplitudes) };
    y.resolution = lines.resolution;
    const strongest = strongestLine(lines, 1);
    if (strongest) y.peakFrequency = strongest.frequency;
    else instant.lack('peakFrequency', 'the envelope has no line');

    const speed = instant.quality('speed') === ABSENT ? p.ratedSpeed : u.speed;
    if (speed === undefined) return;
    const turns = Math.abs(speed) / lines.resolution;
    let prominence = 0;
    for (const [name, order] of Object.entries(ordersOf(p))) {
      if (order === undefined) continue;
      const line = order * turns;
      y[name as keyof BearingOrders] = levelOf(amplitudes, line, p.harmonics, p.tolerance);
      prominence = Math.max(prominence, prominenceOf(amplitudes, line, p.tolerance));
    }
    if (prominence > 0) y.prominence = prominence;
  },
  card: { port: 'prominence', look: 'value' },
  example: {
    shows:
      'a ringing of 25 Hz in some noise swells four times a second: the level of the outer race, which a ball passes four times per turn, stands out',
    params: { low: '15 Hz', high: '40 Hz', ballPassOuter: 4, ballPassInner: 6, ratedSpeed: 1 },
    inputs: {
      in: {
        type: 'transforms/window',
        params: { samples: 400, spacing: '10ms', overlap: 0.5 },
        inputs: {
          in: {
            type: 'transforms/expression',
            params: { inputs: ['a', 'b', 'c'], expression: 'a*(1 + b) + c' },
            inputs: {
              a: { params: { period: '40ms', every: '10ms', amplitude: 2, unit: 'm/s2' } },
              b: { params: { period: '0.25 s', every: '10ms', amplitude: 0.5, unit: '1' } },
              c: { params: { shape: 'noise', every: '10ms', amplitude: 0.1, unit: 'm/s2' } },
            },
          },
        },
      },
    },
    seconds: 10,
  },
});

function order(what: string) {
  return z
    .number()
    .positive()
    .optional()
    .meta({ group: 'Orders' })
    .describe(`How often per turn of the shaft ${what}; empty = from the geometry`);
}

function countGiven(...values: (number | undefined)[]): number {
  return values.filter((value) => value !== undefined).length;
}

/** Those that are stated, the others from the geometry where it is. */
function ordersOf(p: BearingParams): Partial<BearingOrders> {
  const { balls, ballDiameter, pitchDiameter, contactAngle } = p;
  const computed =
    balls !== undefined && ballDiameter !== undefined && pitchDiameter !== undefined
      ? bearingOrders({ balls, ballDiameter, pitchDiameter, contactAngle: (contactAngle * Math.PI) / 180 })
      : undefined;
  return {
    outerRace: p.ballPassOuter ?? computed?.outerRace,
    innerRace: p.ballPassInner ?? computed?.innerRace,
    ball: p.ballSpin ?? computed?.ball,
    cage: p.cage ?? computed?.cage,
  };
}

/** Rms of the highest lines near the multiples of `line`; NaN where the spectrum cannot show the first: below line 1, or beyond its end. */
function levelOf(amplitudes: Float64Array, line: number, harmonics: number, tolerance: number): number {
  if (line < 1 || line > amplitudes.length - 1) return Number.NaN;
  let sum = 0;
  for (let h = 1; h <= harmonics; h++) sum += highestNear(amplitudes, h * line, tolerance) ** 2 / 2;
  return Math.sqrt(sum);
}

function highestNear(amplitudes: Float64Array, line: number, tolerance: number): number {
  const reach = Math.max(tolerance * line, 1);
  const end = Math.min(Math.floor(line + reach), amplitudes.length - 1);
  let highest = 0;
  for (let k = Math.max(Math.ceil(line - reach), 1); k <= end; k++)
    highest = Math.max(highest, amplitudes[k]!);
  return highest;
}

/** How many times the highest line near stands above the median of its neighbours; 0 where there are none. */
function prominenceOf(amplitudes: Float64Array, line: number, tolerance: number): number {
  const start = Math.max(Math.ceil(line * (1 - NEIGHBOURHOOD)), 1);
  const around = amplitudes.slice(start, Math.floor(line * (1 + NEIGHBOURHOOD)) + 1).sort();
  const median = around[around.length >> 1] ?? 0;
  return median > 0 ? highestNear(amplitudes, line, tolerance) / median : 0;
}
