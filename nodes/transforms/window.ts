import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration } from '@twinloom/runtime/node/params';
import { anyUnit, number, unitOf, vector } from '@twinloom/runtime/node/ports';
import { BAD, GOOD, UNCERTAIN, type QualityCode } from '@twinloom/runtime/signal/quality';
import { dueBefore, dueUpTo } from './due-time.ts';

/** A value that stood for this many due times without a new sample is no measurement. */
const SILENT = 2;

const lengthOf = (p: Readonly<Record<string, unknown>>): number => p.samples as number;

/**
 * Collects N values, taken at the due times k·spacing after the origin, each the last sample since the due time before. Then it speaks, and
 * again after (1 − overlap)·N more. Due times without a sample: one takes the value before it and is uncertain; with two in a row, with a bad
 * sample, or with due times that were missed, all is thrown away, it turns bad and speaks again when it has filled anew. No waveform
 * ever spans a gap. Its quality is the worst inside.
 */
export const windowNode = defineNode({
  type: 'transforms/window',
  version: 1,
  title: 'Window',
  icon: 'brackets',
  keywords: ['waveform', 'vector', 'buffer', 'collect', 'frame', 'block', 'samples', 'FFT'],
  docs: 'Collects samples of a number, evenly apart in time, into a waveform for a spectrum or an envelope.',
  doesNotModel:
    'A filter against aliasing: what oscillates faster than half the rate of samples shows as something slower. Interpolation: a value is that of the last sample before it, so the samples should come at the stated spacing. Samples faster than 1 kHz: a measuring card sends those as whole waveforms.',
  source: 'Sampling at even times, blocks with overlap (Welch, 1967)',
  params: z.object({
    samples: z
      .int()
      .min(2)
      .max(65_536)
      .default(1_024)
      .meta({ resets: true })
      .describe('Values of a waveform; powers of two are the fastest to analyse'),
    spacing: duration({ resets: true })
      .min(0.001)
      .default(0.1)
      .describe('Time between two values; the samples should come as often'),
    overlap: z
      .number()
      .min(0)
      .max(0.99)
      .default(0)
      .describe('Share of a waveform that the next one has in common with it; one half is usual for spectra'),
  }),
  inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: { out: vector(unitOf('in'), { doc: 'Waveform with its spacing' }) },
  states: {
    values: { unit: 'like:in', length: lengthOf },
    qualities: { unit: '1', length: lengthOf },
    count: { unit: '1' },
    // Number of the last due time that has been.
    due: { unit: '1' },
    last: { unit: 'like:in' },
    lastQuality: { unit: '1', initial: GOOD },
    // Due times since the last sample.
    silent: { unit: '1' },
    isLost: { unit: '1' },
  },
  onBad: 'step',
  step: (y, x, u, { samples, spacing, overlap }, instant) => {
    if (instant.fresh('in')) {
      x.lastQuality = instant.quality('in');
      if (x.lastQuality < BAD) x.last = u.in;
      x.silent = 0;
    }
    const due = dueUpTo(instant.t, spacing);
    instant.wakeAt((due + 1) * spacing);
    if (instant.first) x.due = dueBefore(instant.t, spacing);
    if (due === x.due) return;
    const isMissed = due > x.due + 1;
    x.due = due;
    x.silent += 1;
    if (isMissed || x.silent > SILENT || x.lastQuality >= BAD) {
      x.count = 0;
      if (x.isLost === 0) sayNothing(y, instant);
      x.isLost = 1;
      // What was said before the gap is no value after it.
      if (x.silent > 1 || x.lastQuality >= BAD) return;
    }
    x.values[x.count] = x.last;
    x.qualities[x.count] = x.silent > 1 ? Math.max(UNCERTAIN, x.lastQuality) : x.lastQuality;
    x.count += 1;
    if (x.count < samples) return;
    y.out = { values: Array.from(x.values), spacing };
    instant.mark(worstOf(x.qualities));
    x.isLost = 0;
    const hop = Math.max(1, Math.round(samples * (1 - overlap)));
    x.values.copyWithin(0, hop);
    x.qualities.copyWithin(0, hop);
    x.count = samples - hop;
  },
  example: {
    shows: 'a second of an oscillation at a time, a hundred values 10 ms apart',
    params: { samples: 100, spacing: '10ms' },
    inputs: { in: { params: { period: '0.25 s', every: '10ms', amplitude: 3, unit: 'mm/s' } } },
    seconds: 5,
  },
});

/** A waveform without values is none, so the port turns bad. */
function sayNothing(
  y: { out: { values: readonly number[] } },
  instant: { mark(quality: QualityCode): void },
): void {
  y.out = { values: [] };
  instant.mark(BAD);
}

function worstOf(qualities: Float64Array): QualityCode {
  let worst: number = GOOD;
  for (let i = 0; i < qualities.length; i++) worst = Math.max(worst, qualities[i]!);
  return worst as QualityCode;
}
