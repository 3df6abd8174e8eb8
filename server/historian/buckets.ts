import { BAD, qualityName, type QualityName } from '@twinloom/runtime/signal/quality';
import type { Seconds } from './rollup-block.ts';
import type { Samples } from './sample-block.ts';

/** A stretch of one port's history; null where all samples of a bucket were bad. Empty buckets are left out. */
export interface History {
  /** Begin of the bucket, or the time of the sample where each stands by itself; s since 1970. */
  t: number[];
  min: (number | null)[];
  max: (number | null)[];
  mean: (number | null)[];
  quality: QualityName[];
}

/** Gathers samples and seconds into buckets of equal width from `from` to `to`, s since 1970. */
export class Buckets {
  readonly #from: number;
  readonly #width: number;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #sum: Float64Array;
  readonly #good: Float64Array;
  readonly #quality: Int8Array;

  constructor(from: number, to: number, count: number) {
    this.#from = from;
    this.#width = (to - from) / count;
    this.#min = new Float64Array(count).fill(Infinity);
    this.#max = new Float64Array(count).fill(-Infinity);
    this.#sum = new Float64Array(count);
    this.#good = new Float64Array(count);
    this.#quality = new Int8Array(count).fill(-1);
  }

  /** Adds `count` samples with this least, greatest and mean value; those outside are left out. */
  add(t: number, min: number, max: number, mean: number, count: number, quality: number): void {
    const last = this.#quality.length - 1;
    const place = Math.floor((t - this.#from) / this.#width);
    // The end belongs to the last bucket.
    const i = place === last + 1 && t <= this.#from + this.#width * (last + 1) ? last : place;
    if (i < 0 || i > last) return;
    this.#quality[i] = Math.max(this.#quality[i]!, quality);
    if (Number.isNaN(mean)) return;
    this.#min[i] = Math.min(this.#min[i]!, min);
    this.#max[i] = Math.max(this.#max[i]!, max);
    this.#sum[i]! += mean * count;
    this.#good[i]! += count;
  }

  /** Adds what is kept of seconds. */
  addSeconds({ times, min, max, mean, count, qualities }: Seconds): void {
    for (let i = 0; i < times.length; i++) {
      this.add(times[i]! + 0.5, min[i]!, max[i]!, mean[i]!, count[i]!, qualities[i]!);
    }
  }

  /** Adds samples, in any order. */
  addSamples({ times, values, qualities }: Samples): void {
    for (let i = 0; i < times.length; i++) {
      this.add(times[i]!, values[i]!, values[i]!, values[i]!, 1, qualities[i]!);
    }
  }

  history(): History {
    const filled = Array.from(this.#quality.keys()).filter((i) => this.#quality[i]! >= 0);
    const number = (i: number, value: number): number | null => (this.#good[i]! > 0 ? value : null);
    return {
      t: filled.map((i) => this.#from + i * this.#width),
      min: filled.map((i) => number(i, this.#min[i]!)),
      max: filled.map((i) => number(i, this.#max[i]!)),
      mean: filled.map((i) => number(i, this.#sum[i]! / this.#good[i]!)),
      quality: filled.map((i) => qualityName(this.#quality[i]!)),
    };
  }
}

/** Each sample by itself. */
export function eachSample(rows: readonly { t: number; value: number; quality: number }[]): History {
  const values = rows.map(({ value, quality }) => (quality >= BAD || Number.isNaN(value) ? null : value));
  return {
    t: rows.map(({ t }) => t),
    min: values,
    max: values,
    mean: values,
    quality: rows.map(({ quality }) => qualityName(quality)),
  };
}
