import type { FastifyBaseLogger } from 'fastify';
import type { PacketQueue } from './packet-queue.ts';
import type { Lost } from './words.ts';

const LOG_SECONDS = 10;

/** Counts what was left out on the way to a worker and from it, and says so in the log, now and then. */
export class Losses {
  readonly #queue: Pick<PacketQueue, 'takeLost' | 'lostInTotal' | 'size'>;
  readonly #log: Pick<FastifyBaseLogger, 'warn'>;
  readonly #unsent = new Map<string, Lost['emissions'][number]>();
  /** Emissions left out since the start. */
  unsentInTotal = 0;
  #logged = { t: Number.NEGATIVE_INFINITY, packets: 0, emissions: 0 };

  constructor(
    queue: Pick<PacketQueue, 'takeLost' | 'lostInTotal' | 'size'>,
    log: Pick<FastifyBaseLogger, 'warn'>,
  ) {
    this.#queue = queue;
    this.#log = log;
  }

  countUnsent(twin: string, node: string, count: number): void {
    const key = `${twin}\n${node}`;
    const counted = this.#unsent.get(key) ?? { twin, node, count: 0 };
    counted.count += count;
    this.#unsent.set(key, counted);
    this.unsentInTotal += count;
  }

  /** What was left out since the last call. */
  take(): Lost {
    this.#say();
    const emissions = [...this.#unsent.values()];
    this.#unsent.clear();
    return { packets: this.#queue.takeLost(), emissions };
  }

  #say(): void {
    const { t, packets, emissions } = this.#logged;
    const now = performance.now() / 1000;
    const more = { packets: this.#queue.lostInTotal - packets, emissions: this.unsentInTotal - emissions };
    if (now - t < LOG_SECONDS || more.packets + more.emissions === 0) return;
    this.#logged = { t: now, packets: this.#queue.lostInTotal, emissions: this.unsentInTotal };
    const { packets: waiting } = this.#queue.size;
    this.#log.warn(
      { ...more, waiting },
      'samples or emissions were left out: the twins do not keep up, or a broker is away',
    );
  }
}
