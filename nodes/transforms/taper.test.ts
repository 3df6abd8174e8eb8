import { describe, expect, it } from 'vitest';
import { taperOf, type Taper } from './taper.ts';

/** Coherent gain, equivalent noise bandwidth in lines, loss half-way between two lines in dB: Harris 1978, table 1; flat-top: enbw and loss of MATLAB's flattopwin. */
const PUBLISHED: [Taper, number, number, number][] = [
  ['rectangular', 1, 1, 3.92],
  ['hann', 0.5, 1.5, 1.42],
  ['hamming', 0.54, 1.36, 1.78],
  ['blackman', 0.42, 1.73, 1.1],
  ['flat-top', 0.2156, 3.77, 0.01],
];

const N = 4_096;

describe('a window for spectra', () => {
  it.each(PUBLISHED)(
    '%s has the published gain %d, noise bandwidth %d and scalloping loss %d dB',
    (name, gain, bandwidth, loss) => {
      const weights = taperOf(name, N);
      const sum = weights.reduce((total, w) => total + w, 0);
      const squares = weights.reduce((total, w) => total + w * w, 0);
      const [re, im] = weights.reduce<[number, number]>(
        ([re, im], w, n) => [re + w * Math.cos((Math.PI * n) / N), im + w * Math.sin((Math.PI * n) / N)],
        [0, 0],
      );
      expect(sum / N).toBeCloseTo(gain, 4);
      expect((N * squares) / sum ** 2).toBeCloseTo(bandwidth, 2);
      const found = -20 * Math.log10(Math.hypot(re, im) / sum);
      expect(Math.abs(found - loss)).toBeLessThan(0.04);
    },
  );

  it.each(PUBLISHED)('%s is symmetrical about its middle, where it is 1', (name) => {
    const weights = taperOf(name, 10);
    for (let n = 1; n < 10; n++) expect(weights[n]).toBeCloseTo(weights[10 - n]!, 14);
    expect(weights[5]).toBeCloseTo(1, 6);
  });
});
