const WINDOW_SECONDS = 30;
const SHORTEST_SECONDS = 1;

/** How many per second there were of late: a mean in which the last 30 s weigh most. Times in s on any clock. */
export class LiveRate {
  #start = Number.NaN;
  #last = Number.NaN;
  #mean = 0;

  note(t: number): void {
    if (Number.isNaN(this.#start)) this.#start = this.#last = t;
    this.#mean = this.#mean * Math.exp(-(t - this.#last) / WINDOW_SECONDS) + 1 / WINDOW_SECONDS;
    this.#last = t;
  }

  /** Per second; 0 before the first. A short past is not taken for a quiet one. */
  at(t: number): number {
    if (Number.isNaN(this.#start)) return 0;
    const seen = Math.max(t - this.#start, SHORTEST_SECONDS);
    const mean = this.#mean * Math.exp(-(t - this.#last) / WINDOW_SECONDS);
    return mean / (1 - Math.exp(-seen / WINDOW_SECONDS));
  }
}
