import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { remainingLife } from '@twinloom/nodes/predictors/remaining-life';
import { trace } from '@twinloom/runtime/run/harness';
import { referenceFile } from './reference-data.ts';

/** Vibration of bearings run to failure, RMS in g every 10 s: Nectoux et al., PRONOSTIA, IEEE PHM 2012. */
const fileOf = (bearing: string): string | undefined =>
  referenceFile(`bearing-femto/Learning_set_Bearing${bearing}_features.csv`);
const SECONDS = 10;
/** The bearings run in for twenty minutes; what they do then is no wear. */
const RUN_IN = 120;

/** The limit is four times the healthy level (12 dB), the onset a third above it: both chosen without a look at the end. */
function observe(file: string) {
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const vibration = lines.slice(RUN_IN).map((line) => Number(line.split(',')[2]));
  const healthy = medianOf(vibration.slice(0, 50));
  const threshold = 4 * healthy;
  const reached = vibration.findIndex(
    (_, i) => i >= 9 && medianOf(vibration.slice(i - 9, i + 1)) >= threshold,
  );
  const { samples } = trace(remainingLife, {
    params: { threshold, onset: (4 / 3) * healthy },
    inputs: { in: vibration.map((one, i) => [i * SECONDS, one] as const) },
    units: { in: 'g' },
    for: vibration.length * SECONDS,
  });
  return {
    stated: samples('value').filter(({ value }) => value !== undefined),
    end: reached * SECONDS,
    whole: vibration.length * SECONDS,
  };
}

function medianOf(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[list.length >> 1]!;
}

describe('remaining life of real bearings', () => {
  const gradual = fileOf('1_1');
  it.skipIf(!gradual)(
    'foretells the end of one that wears gradually within 15 % of its life, from 60 % of it on',
    () => {
      const { stated, end } = observe(gradual!);
      const found = [0.6, 0.7, 0.8, 0.9].map((share) => {
        const { t, value } = stated.find((one) => one.t >= share * end)!;
        return (t + Number(value)) / end;
      });
      console.log(`foretold end over the true one: ${found.map((one) => one.toFixed(3)).join(', ')}`);
      for (const one of found) expect(Math.abs(one - 1)).toBeLessThan(0.15);
    },
  );

  it.for(['1_2', '3_1', '3_2'])(
    'states no life of bearing %s, which shows nothing, until the last twentieth of it',
    (bearing, { skip }) => {
      const file = fileOf(bearing);
      if (file === undefined) return skip();
      const { stated, whole } = observe(file);
      expect(stated.filter(({ t }) => t < 0.95 * whole)).toEqual([]);
    },
  );
});
