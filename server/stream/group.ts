import { encodeFrame, type ValuesFrame } from '@twinloom/runtime/protocol/frames';
import { rateClasses, type LayoutMessage } from '@twinloom/runtime/protocol/stream';
import type { Clock } from './clock.ts';
import type { LiveTwin } from './live-twin.ts';
import type { Encoding, Reader } from './reader.ts';
import { wholeFrame } from './whole-frame.ts';

export type RateClass = (typeof rateClasses)[number];

/** What readers have in common who get the same frames. */
export interface GroupSpec {
  twin: LiveTwin;
  /** Port names in the order of the layout, or all. */
  ports: readonly string[] | '*';
  rate: RateClass;
  encoding: Encoding;
}

const NOT_IN_GROUP = -1;
/** The greatest rate is that at which values come: one that comes a little early for it was late before, and waits no more, ms. */
const EARLY_MS = 25;
const QUALITY_NAMES = ['good', 'uncertain', 'bad', null] as const;

/** Readers of one twin who share ports, rate and encoding: each frame is encoded once and sent to all. */
export class Group {
  readonly spec: GroupSpec;
  readonly readers = new Set<Reader>();
  readonly #clock: Clock;
  readonly #newLayoutId: () => number;
  /** Readers whose next frame is full. */
  readonly #owedFull = new Set<Reader>();
  /** Twin slot of each port of the group, and the way back. */
  #slots = new Uint32Array(0);
  #places = new Int32Array(0);
  #changed = new Uint32Array(0);
  #isChanged = new Uint8Array(0);
  #changedCount = 0;
  #layout: LayoutMessage['layout'] | undefined;
  #sequence = 0;
  #lastFlush = Number.NEGATIVE_INFINITY;
  #cancelFlush: (() => void) | undefined;

  constructor(spec: GroupSpec, clock: Clock, newLayoutId: () => number) {
    this.spec = spec;
    this.#clock = clock;
    this.#newLayoutId = newLayoutId;
    this.#layOut();
  }

  /** Adds a reader: it gets the layout, the status, a full frame, then what all get. */
  add(reader: Reader): void {
    this.readers.add(reader);
    this.#introduce(reader);
  }

  remove(reader: Reader): void {
    this.readers.delete(reader);
    this.#owedFull.delete(reader);
    if (this.readers.size === 0) this.close();
  }

  /** The twin has new ports: everyone gets the new layout and a full frame. */
  renewLayout(): void {
    this.#layOut();
    for (const reader of this.readers) this.#introduce(reader);
  }

  /** Notes slots of the twin that changed and sees to it that they go out in time. Must not allocate. */
  markChanged(indexes: Uint32Array): void {
    for (let i = 0; i < indexes.length; i++) {
      const place = this.#places[indexes[i] ?? 0] ?? NOT_IN_GROUP;
      if (place === NOT_IN_GROUP || this.#isChanged[place] === 1) continue;
      this.#isChanged[place] = 1;
      this.#changed[this.#changedCount++] = place;
    }
    if (this.#changedCount === 0 || this.#cancelFlush) return;
    const wait = this.#lastFlush + 1000 / this.spec.rate - this.#clock.now();
    if (wait <= (this.spec.rate === rateClasses[0] ? EARLY_MS : 0)) this.#flush();
    else this.#cancelFlush = this.#clock.after(wait, () => this.#flush());
  }

  /** Sends the full frame it is owed to a reader that has caught up. */
  catchUp(reader: Reader): void {
    if (this.#owedFull.has(reader) && this.#layout && reader.hasCaughtUp()) {
      this.#owedFull.delete(reader);
      reader.sendWhole(this.#encode('full'));
    }
  }

  close(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
  }

  #layOut(): void {
    this.close();
    const { twin, ports } = this.spec;
    const slots: number[] = [];
    const wanted = ports === '*' ? undefined : new Set(ports);
    twin.ports.forEach(({ port }, slot) => {
      if (!wanted || wanted.has(port)) slots.push(slot);
    });
    this.#slots = Uint32Array.from(slots);
    this.#places = new Int32Array(twin.ports.length).fill(NOT_IN_GROUP);
    slots.forEach((slot, place) => (this.#places[slot] = place));
    this.#changed = new Uint32Array(slots.length);
    this.#isChanged = new Uint8Array(slots.length);
    this.#changedCount = 0;
    if (twin.ports.length === 0) return;
    this.#layout = {
      id: this.#newLayoutId(),
      twin: twin.id,
      version: twin.version,
      ports: twin.ports.filter(({ port }) => !wanted || wanted.has(port)),
    };
  }

  #introduce(reader: Reader): void {
    const { status } = this.spec.twin;
    if (this.#layout) reader.sendMessage({ layout: this.#layout });
    if (status) reader.sendMessage({ status });
    this.#owedFull.add(reader);
    this.catchUp(reader);
  }

  #flush(): void {
    this.#cancelFlush = undefined;
    this.#lastFlush = this.#clock.now();
    let full: Buffer | undefined;
    let delta: Buffer | undefined;
    this.#sequence = (this.#sequence + 1) >>> 0;
    for (const reader of this.readers) {
      if (!reader.hasCaughtUp()) {
        this.#owedFull.add(reader);
        reader.closeIfStuck();
      } else if (this.#owedFull.delete(reader)) {
        reader.sendWhole((full ??= this.#encode('full')));
      } else {
        reader.sendWhole((delta ??= this.#encode('delta')));
      }
    }
    for (let i = 0; i < this.#changedCount; i++) this.#isChanged[this.#changed[i] ?? 0] = 0;
    this.#changedCount = 0;
  }

  #encode(kind: 'full' | 'delta'): Buffer {
    const { twin, encoding } = this.spec;
    const n = kind === 'full' ? this.#slots.length : this.#changedCount;
    const frame: ValuesFrame = {
      kind,
      layout: this.#layout?.id ?? 0,
      sequence: this.#sequence,
      t: twin.t,
      indexes: new Uint32Array(n),
      values: new Float64Array(n),
      qualities: new Uint8Array(n),
      times: new Float64Array(n),
    };
    for (let i = 0; i < n; i++) {
      const place = kind === 'full' ? i : (this.#changed[i] ?? 0);
      const slot = this.#slots[place] ?? 0;
      frame.indexes[i] = place;
      frame.values[i] = twin.values[slot] ?? 0;
      frame.qualities[i] = twin.qualities[slot] ?? 3;
      frame.times[i] = twin.times[slot] ?? 0;
    }
    return wholeFrame(encoding === 'binary' ? encodeFrame(frame) : jsonOf(frame));
  }
}

function jsonOf(frame: ValuesFrame): string {
  const { kind, layout, sequence, t } = frame;
  const values = Array.from(frame.indexes, (index, i) => {
    const quality = frame.qualities[i] ?? 3;
    const value = frame.values[i] ?? Number.NaN;
    return {
      index,
      value: quality < 2 && Number.isFinite(value) ? value : null,
      quality: QUALITY_NAMES[quality] ?? null,
      t: frame.times[i] ?? 0,
    };
  });
  return JSON.stringify({ frame: { kind, layout, sequence, t, values } });
}
