import type { Timers } from '@twinloom/runtime/schedule/pacer';
import type { HostedTwin } from './hosted-twin.ts';
import { statusOf, travelsInFrames, valuesOf } from './read-samples.ts';
import type { FromWorker, ValuesWord } from './words.ts';

const FRAME_SECONDS = 1 / 20;
const STATUS_SECONDS = 1 / 5;

/** What of a twin is still to be told. */
interface Outlet {
  /** Ports whose values frames do not carry in full. */
  isObject: readonly boolean[];
  /** The next frame carries every port. */
  isWhole: boolean;
  owesStatus: boolean;
  /** When the next status may go, s since 1970. */
  statusFrom: number;
  statusVersion: number;
  /** The last status as text, so that none is said twice. */
  status: string;
}

/** Tells the hub what changed: values at most 20 times a second, statuses at most 5 times, both only when there is something to say. */
export class Feed {
  readonly #timers: Timers;
  readonly #post: (word: FromWorker, transfer?: ArrayBuffer[]) => void;
  readonly #outlets = new Map<HostedTwin, Outlet>();
  readonly #dirty = new Set<HostedTwin>();
  #cancelFlush: (() => void) | undefined;
  #lastFlush = Number.NEGATIVE_INFINITY;

  constructor(timers: Timers, post: (word: FromWorker, transfer?: ArrayBuffer[]) => void) {
    this.#timers = timers;
    this.#post = post;
  }

  /** Names the ports of a twin, before its first values. */
  open(hosted: HostedTwin): void {
    const { ports, nodes } = hosted.twin.plan;
    this.#outlets.set(hosted, {
      isObject: ports.map(({ type }) => !travelsInFrames(type)),
      isWhole: true,
      owesStatus: true,
      statusFrom: Number.NEGATIVE_INFINITY,
      statusVersion: -1,
      status: '',
    });
    this.#post({
      kind: 'layout',
      twin: hosted.id,
      version: hosted.version,
      ports,
      nodes: nodes.map(({ id }) => id),
    });
    this.changed(hosted);
  }

  /** Something of the twin may have changed. Must not allocate while a flush is due anyway. */
  changed(hosted: HostedTwin): void {
    if (!this.#outlets.has(hosted)) return;
    this.#dirty.add(hosted);
    this.#schedule();
  }

  /** Tells what changed at once where nothing was told in the last 50 ms: a reading does not wait for a timer. */
  tellIfDue(): void {
    if (this.#cancelFlush && this.#wait() <= 0) this.#flush();
  }

  /** What is said of the twin's nodes changed around it: samples lost, faults. */
  statusChanged(hosted: HostedTwin): void {
    const outlet = this.#outlets.get(hosted);
    if (outlet) outlet.owesStatus = true;
    this.changed(hosted);
  }

  forget(hosted: HostedTwin): void {
    this.#outlets.delete(hosted);
    this.#dirty.delete(hosted);
  }

  #schedule(): void {
    this.#cancelFlush ??= this.#timers.after(Math.max(this.#wait(), 0), () => this.#flush());
  }

  #wait(): number {
    return this.#lastFlush + FRAME_SECONDS - this.#timers.now();
  }

  #flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    this.#lastFlush = this.#timers.now();
    const frames: ValuesWord[] = [];
    for (const hosted of this.#dirty) {
      const outlet = this.#outlets.get(hosted);
      if (!outlet) continue;
      const indexes = takeIndexes(hosted, outlet);
      if (indexes.length > 0) frames.push(valuesOf(hosted, indexes));
      this.#noteStatus(hosted, outlet, indexes);
    }
    if (frames.length > 0) this.#post({ kind: 'values', frames }, frames.flatMap(buffersOf));
    for (const hosted of this.#dirty) this.#sayStatus(hosted);
    if (this.#dirty.size > 0) this.#schedule();
  }

  #noteStatus({ twin }: HostedTwin, outlet: Outlet, indexes: Uint32Array): void {
    if (twin.statusVersion !== outlet.statusVersion || indexes.some((port) => outlet.isObject[port])) {
      outlet.owesStatus = true;
    }
    outlet.statusVersion = twin.statusVersion;
  }

  /** A twin stays dirty as long as it owes a status that may not go yet. */
  #sayStatus(hosted: HostedTwin): void {
    const outlet = this.#outlets.get(hosted);
    if (outlet?.owesStatus && this.#lastFlush < outlet.statusFrom) return;
    this.#dirty.delete(hosted);
    if (!outlet?.owesStatus) return;
    outlet.owesStatus = false;
    outlet.statusFrom = this.#lastFlush + STATUS_SECONDS;
    const status = statusOf(hosted);
    const text = JSON.stringify(status);
    if (text === outlet.status) return;
    outlet.status = text;
    this.#post({ kind: 'status', status });
  }
}

function takeIndexes({ twin }: HostedTwin, outlet: Outlet): Uint32Array {
  const changed = twin.takeChanged();
  if (!outlet.isWhole) return changed.slice();
  outlet.isWhole = false;
  return Uint32Array.from(twin.plan.ports.keys());
}

function buffersOf({ indexes, values, qualities, times }: ValuesWord): ArrayBuffer[] {
  return [indexes, values, qualities, times].map(({ buffer }) => buffer as ArrayBuffer);
}
