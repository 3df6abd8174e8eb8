/** What the acknowledgements ask of the journal; absent: nothing outlives the process, and nothing is waited for. */
export interface CommittedTo {
  /** Number of the last record on the disk. */
  readonly committed: number;
  /** Writes to the disk now. */
  hurry(): void;
}

/** Half of what mosquitto lets a client have unacknowledged: with so many the disk is not waited for. */
const MANY = 10;

/** Tells brokers of packets, or people of what they asked for, in their order, once what became of it is on the disk. */
export class Acknowledgements {
  readonly #journal: CommittedTo | undefined;
  readonly #waiting: { tell: () => void; number: number }[] = [];

  constructor(journal: CommittedTo | undefined) {
    this.#journal = journal;
  }

  /** How many packets brokers wait to be told of. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** `number`: the last record of the journal that says what became of these packets. */
  add(packets: readonly (() => void)[], number: number): void {
    for (const tell of packets) this.#waiting.push({ tell, number });
    this.release();
    if (this.#waiting.length >= MANY) this.#journal?.hurry();
  }

  /** Tells of all: it no longer matters what is on the disk. */
  releaseAll(): void {
    for (const { tell } of this.#waiting.splice(0)) tell();
  }

  /** More may be on the disk. */
  release(): void {
    const committed = this.#journal?.committed ?? Infinity;
    let ready = 0;
    while (ready < this.#waiting.length && this.#waiting[ready]!.number <= committed) ready++;
    for (const { tell } of this.#waiting.splice(0, ready)) tell();
  }
}
