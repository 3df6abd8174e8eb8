import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { StatusBody } from '@twinloom/runtime/protocol/status';

const MINUTE_MS = 60_000;
/** Between two looks; what Node tells holds this much though nothing is late. */
const RESOLUTION_MS = 20;
/** Between two readings of the processor's time at least, s. */
const SHORTEST_SECONDS = 1;
const NANO = 1e-9;
const MICRO = 1e-6;

/** Measures how the whole process fares, and the thread that speaks to the outside. Must be closed. */
export class ProcessGauge {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #timer: NodeJS.Timeout;
  /** p99 of the last whole minute, s. */
  #lastMinute = 0;
  #cpu = { at: process.uptime(), spent: 0, share: 0 };

  constructor() {
    this.#delay.enable();
    this.#timer = setInterval(() => {
      this.#lastMinute = this.#p99();
      this.#delay.reset();
    }, MINUTE_MS).unref();
  }

  read(): Pick<StatusBody, 'uptimeSeconds' | 'residentBytes' | 'cpuShare' | 'delaySeconds'> {
    const delaySeconds = Math.max(this.#p99(), this.#lastMinute);
    const uptimeSeconds = process.uptime();
    return {
      uptimeSeconds,
      residentBytes: process.memoryUsage.rss(),
      cpuShare: this.#cpuShare(uptimeSeconds),
      delaySeconds,
    };
  }

  close(): void {
    clearInterval(this.#timer);
    this.#delay.disable();
  }

  #p99(): number {
    return Math.max(this.#delay.percentile(99) * NANO - RESOLUTION_MS / 1000, 0);
  }

  #cpuShare(at: number): number {
    const since = at - this.#cpu.at;
    if (since >= SHORTEST_SECONDS) {
      const { user, system } = process.cpuUsage();
      const spent = (user + system) * MICRO;
      this.#cpu = { at, spent, share: (spent - this.#cpu.spent) / since };
    }
    return this.#cpu.share;
  }
}
