/** Buckets grow by half an octave from 0.1 ms to 100 s. */
const FIRST = 1e-4;
const PER_OCTAVE = 2;
const BUCKETS = 42;
const SLICES = 12;
const SLICE_SECONDS = 5;

/** How late ticks ran within the last minute, in buckets: what is told lies at most 41 % above the truth. */
export class LateTicks {
  readonly #counts = new Uint32Array(SLICES * BUCKETS);
  /** Number of the slice of time that is counted now. */
  #slice = 0;

  /** `late` and `now` in s. Must not allocate. */
  note(late: number, now: number): void {
    this.#moveTo(now);
    const place = Math.ceil(PER_OCTAVE * Math.log2(Math.max(late, FIRST) / FIRST));
    const bucket = Math.min(place, BUCKETS - 1);
    this.#counts[(this.#slice % SLICES) * BUCKETS + bucket]!++;
  }

  /** So late, s, were at most this share of the ticks of the last minute or fewer; 0 where there were none. */
  quantile(share: number, now: number): number {
    this.#moveTo(now);
    const sums = new Float64Array(BUCKETS);
    let total = 0;
    for (let i = 0; i < this.#counts.length; i++) {
      sums[i % BUCKETS]! += this.#counts[i]!;
      total += this.#counts[i]!;
    }
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS && total > 0; bucket++) {
      seen += sums[bucket]!;
      if (seen >= share * total) return FIRST * 2 ** (bucket / PER_OCTAVE);
    }
    return 0;
  }

  #moveTo(now: number): void {
    const slice = Math.floor(now / SLICE_SECONDS);
    const from = Math.max(this.#slice + 1, slice - SLICES + 1);
    for (let gone = from; gone <= slice; gone++)
      this.#counts.fill(0, (gone % SLICES) * BUCKETS, ((gone % SLICES) + 1) * BUCKETS);
    this.#slice = Math.max(this.#slice, slice);
  }
}
