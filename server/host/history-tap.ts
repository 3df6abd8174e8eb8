import type { Plan } from '@twinloom/runtime/compile/plan';
import type { RecordedBatch, RecordedPort } from '../historian/recorded-samples.ts';
import type { HostedTwin } from './hosted-twin.ts';
import { travelsInFrames } from './read-samples.ts';

/** What is recorded of one twin. */
interface Tap {
  twin: string;
  ports: readonly RecordedPort[];
  /** Places of the ports that are recorded. */
  recorded: Uint32Array;
  /** Its place among the twins that said something since the last batch; -1 for none. */
  place: number;
}

/** So many samples are handed on before the next heartbeat. */
const MANY = 50_000;

/** Gathers each sample of each number and boolean of the twins of a worker, for the history. */
export class HistoryTap {
  readonly #taps = new Map<HostedTwin, Tap>();
  /** The same list for all twins of a plan: a batch holds it once. */
  readonly #lists = new WeakMap<Plan, readonly RecordedPort[]>();
  readonly #post: (samples: RecordedBatch) => void;
  #said: Tap[] = [];
  #count = 0;
  #places = new Uint32Array(1_024);
  #indexes = new Uint32Array(1_024);
  #times = new Float64Array(1_024);
  #values = new Float64Array(1_024);
  #qualities = new Uint8Array(1_024);

  constructor(post: (samples: RecordedBatch) => void) {
    this.#post = post;
  }

  open(hosted: HostedTwin): void {
    const { plan } = hosted.twin;
    const recorded = Array.from(plan.ports.keys()).filter((i) => {
      const { port, type } = plan.ports[i]!;
      const node = plan.flow.nodes[port.slice(0, port.indexOf('.'))];
      return travelsInFrames(type) && node?.['record'] !== false;
    });
    const ports = this.#lists.get(plan) ?? plan.ports.map(({ port, unit }) => ({ port, unit }));
    this.#lists.set(plan, ports);
    this.#taps.set(hosted, { twin: hosted.id, ports, recorded: Uint32Array.from(recorded), place: -1 });
  }

  /** An instant has run. */
  passed(hosted: HostedTwin): void {
    const tap = this.#taps.get(hosted);
    if (!tap) return;
    const { twin } = hosted;
    if (this.#count + tap.recorded.length > this.#times.length) this.#grow(tap.recorded.length);
    const begin = this.#count;
    for (let i = 0; i < tap.recorded.length; i++) {
      const port = tap.recorded[i]!;
      if (!twin.isFresh(port)) continue;
      const at = this.#count++;
      this.#indexes[at] = port;
      this.#times[at] = twin.epoch + twin.measuredAt(port);
      this.#values[at] = twin.value(port);
      this.#qualities[at] = twin.quality(port);
    }
    if (this.#count === begin) return;
    if (tap.place < 0) tap.place = this.#said.push(tap) - 1;
    this.#places.fill(tap.place, begin, this.#count);
    if (this.#count >= MANY) this.flush();
  }

  /** Hands on what was gathered. */
  flush(): void {
    if (this.#count > 0) this.#post(this.#batch());
    for (const tap of this.#said) tap.place = -1;
    this.#said = [];
    this.#count = 0;
  }

  forget(hosted: HostedTwin): void {
    this.flush();
    this.#taps.delete(hosted);
  }

  /** Twin after twin, of each in the order in which it came. */
  #batch(): RecordedBatch {
    const n = this.#count;
    const batch: RecordedBatch = {
      twins: this.#said.map(({ twin, ports }) => ({ twin, ports })),
      runs: new Uint32Array(2 * this.#said.length),
      indexes: new Uint32Array(n),
      times: new Float64Array(n),
      values: new Float64Array(n),
      qualities: new Uint8Array(n),
    };
    for (let i = 0; i < n; i++) batch.runs[2 * this.#places[i]! + 1]!++;
    const next = new Uint32Array(this.#said.length);
    for (let k = 0; k < next.length; k++) {
      batch.runs[2 * k] = k;
      if (k > 0) next[k] = next[k - 1]! + batch.runs[2 * k - 1]!;
    }
    for (let i = 0; i < n; i++) {
      const at = next[this.#places[i]!]!++;
      batch.indexes[at] = this.#indexes[i]!;
      batch.times[at] = this.#times[i]!;
      batch.values[at] = this.#values[i]!;
      batch.qualities[at] = this.#qualities[i]!;
    }
    return batch;
  }

  #grow(by: number): void {
    const length = 2 * (this.#times.length + by);
    const into = <T extends Float64Array | Uint32Array | Uint8Array>(larger: T, old: T): T => {
      larger.set(old);
      return larger;
    };
    this.#places = into(new Uint32Array(length), this.#places);
    this.#indexes = into(new Uint32Array(length), this.#indexes);
    this.#times = into(new Float64Array(length), this.#times);
    this.#values = into(new Float64Array(length), this.#values);
    this.#qualities = into(new Uint8Array(length), this.#qualities);
  }
}
