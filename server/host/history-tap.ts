import type { RecordedSamples } from '../historian/historian.ts';
import type { HostedTwin } from './hosted-twin.ts';
import { travelsInFrames } from './read-samples.ts';

/** What one twin said that is not handed on yet. */
interface Tap {
  /** Ports that are recorded. */
  ports: Uint32Array;
  indexes: number[];
  times: number[];
  values: number[];
  qualities: number[];
}

/** So many samples of a twin are handed on before the next heartbeat. */
const MANY = 5_000;

/** Gathers each sample of each number and boolean of the twins of a worker, for the history. */
export class HistoryTap {
  readonly #taps = new Map<HostedTwin, Tap>();
  readonly #post: (samples: RecordedSamples[]) => void;

  constructor(post: (samples: RecordedSamples[]) => void) {
    this.#post = post;
  }

  open(hosted: HostedTwin): void {
    const { ports, flow } = hosted.twin.plan;
    const recorded = Array.from(ports.keys()).filter((i) => {
      const { port, type } = ports[i]!;
      const node = flow.nodes[port.slice(0, port.indexOf('.'))];
      return travelsInFrames(type) && node?.['record'] !== false;
    });
    this.#taps.set(hosted, { ports: Uint32Array.from(recorded), ...empty() });
  }

  /** An instant has run. */
  passed(hosted: HostedTwin): void {
    const tap = this.#taps.get(hosted);
    if (!tap) return;
    const { twin } = hosted;
    for (let i = 0; i < tap.ports.length; i++) {
      const port = tap.ports[i]!;
      if (!twin.isFresh(port)) continue;
      tap.indexes.push(port);
      tap.times.push(twin.epoch + twin.measuredAt(port));
      tap.values.push(twin.value(port));
      tap.qualities.push(twin.quality(port));
    }
    if (tap.indexes.length >= MANY) this.#handOn([hosted]);
  }

  /** Hands on what was gathered. */
  flush(): void {
    this.#handOn([...this.#taps.keys()]);
  }

  forget(hosted: HostedTwin): void {
    this.#handOn([hosted]);
    this.#taps.delete(hosted);
  }

  #handOn(twins: readonly HostedTwin[]): void {
    const words = twins.flatMap((hosted): RecordedSamples[] => {
      const tap = this.#taps.get(hosted);
      if (!tap || tap.indexes.length === 0) return [];
      const word = {
        twin: hosted.id,
        ports: hosted.twin.plan.ports.map(({ port, unit }) => ({ port, unit })),
        indexes: Uint32Array.from(tap.indexes),
        times: Float64Array.from(tap.times),
        values: Float64Array.from(tap.values),
        qualities: Uint8Array.from(tap.qualities),
      };
      Object.assign(tap, empty());
      return [word];
    });
    if (words.length > 0) this.#post(words);
  }
}

function empty() {
  return { indexes: [], times: [], values: [], qualities: [] };
}
