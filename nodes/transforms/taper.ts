/** Windows for a spectrum, the all-round one first. */
export const tapers = ['hann', 'hamming', 'blackman', 'flat-top', 'rectangular'] as const;

export type Taper = (typeof tapers)[number];

/** a_j of w_n = Σ (−1)^j·a_j·cos(2πjn/N). */
const COSINES: Readonly<Record<Taper, readonly number[]>> = {
  hann: [0.5, 0.5],
  hamming: [0.54, 0.46],
  blackman: [0.42, 0.5, 0.08],
  'flat-top': [0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368],
  rectangular: [1],
};

/**
 * The weights of a window over N values, periodic in N, so that a whole number of oscillations falls on few lines. Source: Harris, Proceedings
 * of the IEEE 66 (1978) 51; flat-top: the five terms that D'Antona and Ferrero, Digital Signal Processing for Measurement Systems (2006), give.
 */
export function taperOf(name: Taper, length: number): Float64Array {
  const weights = new Float64Array(length);
  COSINES[name].forEach((share, j) => {
    const signed = j % 2 === 0 ? share : -share;
    for (let n = 0; n < length; n++) weights[n]! += signed * Math.cos((2 * Math.PI * j * n) / length);
  });
  return weights;
}
