import type { QualityCode } from '@twinloom/runtime/signal/quality';

/** One trace row by row: what stood there on average and between which values it moved, null = no good value; and the worst quality. */
export interface Band {
  mean: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  quality: QualityCode[];
}

/** Traces on one common time axis; times in s since 1970. */
export interface Bands {
  times: number[];
  traces: Band[];
}

/** A band without rows. */
export function emptyBand(): Band {
  return { mean: [], low: [], high: [], quality: [] };
}

/** The same in another unit; a factor is never negative. */
export function scaleBand(band: Band, factor: number, offset: number): Band {
  if (factor === 1 && offset === 0) return band;
  const scale = (values: (number | null)[]): (number | null)[] =>
    values.map((value) => (value === null ? null : factor * value + offset));
  return { mean: scale(band.mean), low: scale(band.low), high: scale(band.high), quality: band.quality };
}

/** When the first of the traces has its first good value; undefined where none has one. */
export function firstTime({ times, traces }: Bands): number | undefined {
  const row = times.findIndex((_, i) => traces.some(({ mean }) => mean[i] !== null));
  return times[row];
}
